"""Definitions: what a name, a function or the entries x_i of an array stand for from here on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

from ..errors import Fault
from ..terms.show import latex
from ..terms.sorts import Matrix, RandomVariable, Vector
from .context import Definition, is_spread, is_upper
from .limits import Limit, limits
from .memberships import Memberships
from .models import Models
from .notation import CHANCE_WORDS, TRANSPOSES
from .probability import Probability
from .roles import UNIT_ARRAYS, defined_name, is_definition, is_mentioned, law_call_of, names_written
from .syntax import Array, Dots, Group, Name, Node, Num, Root, Script, bare, is_square, spell, walk


def is_recursive(base: str, right: Node) -> bool:
    """Whether what defines X_t speaks of other X_s."""
    return any(isinstance(part, Script) and spell(part.base) == base for part in walk(right))


class Definitions(Memberships, Models):
    """Takes it that names stand for what equations say."""

    def define(self, left: Node, right: Node) -> str:
        """`left := right`. The errors of a model, y = X b + e, are what is defined by it: y is data."""
        left, right = self.of_errors(left, right) or (left, right)
        name, parameters = defined_name(left)
        if not name:
            raise Fault(f"a definition of {spell(bare(left))[:40]}", left.start, "a name, or f(x)")
        if is_mentioned(self.context, right, name):
            raise Fault(f"{name} is defined by itself", left.start)
        if law_call_of(left):
            raise Fault(f"{name} is a distribution by name already", left.start)
        inner = bare(left)
        self.context.beside |= self.beside_random(right)
        if isinstance(inner, Script) and inner.sub is not None and is_recursive(spell(inner.base), right):
            self.context.processes[spell(inner.base)] = right
        self.of_all(inner)
        self.context.declared.pop(name, None)
        places = self.running_places(inner, right)
        if places and isinstance(inner, Script):
            name = self.context.array_name(spell(inner.base), len(places))
            data = len(places) == 1 and self.has_errors(right)
            model = data or self.is_model(right) or self.awaits_chance(inner, right)
            self.context.define(name, Definition(places, right, indexed=True, model=model, data=data))
            return f"{spell(inner)} := {spell(bare(right))[:60]}"
        data = not parameters and self.has_errors(right)
        model = data or (not parameters and self.is_model(right))
        given_for = self.limits(self.context.given_for, parameters)
        self.context.define(name, Definition(parameters, right, model=model, data=data, limits=given_for))
        return f"{name}{'(' + ', '.join(parameters) + ')' if parameters else ''} := {spell(bare(right))[:60]}"

    def listing(self, left: Node, right: Node) -> str:
        """x = (x_1, .., x_n): x is the vector of them."""
        name = self.name(left)
        inner = bare(right.base) if isinstance(right, Script) and spell(right.sup) in TRANSPOSES else right
        if not name or not isinstance(inner, (Group, Array)):
            return ""
        only = bare(inner.only) if isinstance(inner, Group) and inner.only is not None else inner
        if isinstance(only, Array) and (len(only.rows) == 1 or all(len(row) == 1 for row in only.rows)):
            written = [bare(entry) for row in only.rows for entry in row]  # a row or a column written out
        elif isinstance(inner, Group) and inner.fence in ("()", "[]", r"\{}") and len(inner.items) > 2:
            written = [bare(item) for item in inner.items]
        else:
            return ""
        own = all(isinstance(item, Script) and item.sup is None and spell(item.base) == name for item in written)
        if own and isinstance(only, Array) and name not in self.context.declared:
            self.context.define(name, Definition((), right))
            return f"{name} is the vector of {', '.join(map(spell, written))}"[:200]
        if not any(isinstance(item, Dots) for item in written):
            return ""
        if all(isinstance(item, Dots) or spell(item) == "1" for item in written):
            return self.ones(name)
        first, last = written[0], written[-1]
        if not (
            isinstance(first, Script)
            and isinstance(last, Script)
            and spell(first.base) == spell(last.base)
            and spell(first.sub) == "1"
            and last.sub is not None
        ):
            return ""
        element = spell(first.base)
        size = self.size(last.sub)
        for each in dict.fromkeys((name, element)):
            known = self.context.sort_of(each)
            if isinstance(known, (Vector, Matrix)):
                self.context.unify_quietly(known.size if isinstance(known, Vector) else known.rows, size)
            else:
                doubly = rf"{re.escape(element)}_\{{\w,?\w\}}"
                if any(re.fullmatch(doubly, written) for written in self.context.cues.alone):
                    self.context.declare(each, Matrix(size, self.context.size(f"n_{{{each}}}")))
                else:
                    self.context.declare(each, Vector(size))
        if name != element:
            self.context.declared.pop(name)
            self.context.define(name, Definition((), Name(left.start, left.end, element)))
        return f"{name} is the vector of the {latex(size)} entries {element}_i"

    def ones(self, name: str) -> str:
        """A name is that of a vector of ones, as long as it is said to be."""
        sort = self.context.sort_of(name)
        size = sort.size.name if isinstance(sort, Vector) and sort.size.head == "symbol" else ""
        self.context.forget(name)
        if size and size in self.context.declared:
            self.context.define(name, Definition((), Script(0, 0, Num(0, 0, Fraction(1)), Name(0, 0, size), None)))
        elif name not in UNIT_ARRAYS:
            self.context.define(name, Definition((), Name(0, 0, r"\mathbf{1}")))
        return f"{name} is a vector of ones"

    def root_of_statistic(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """S and its value, where S^2 = .. is made of data X_1, .., X_n and nothing else is known of an S."""
        return None if self.context.made_of(right).isdisjoint(self.context.samples) else self.root(left, right)

    def root_of_spread(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """The same for a letter of standard deviations, which are no less than 0."""
        found = self.root(left, right)
        return found if found is not None and is_spread(self.name(found[0])) else None

    def root(self, left: Node, right: Node) -> tuple[Node, Node] | None:
        """The S of S^2 = .. and its value, where that defines it."""
        if not is_square(left):
            return None
        inner = Script(left.start, left.end, left.base, left.sub, None) if left.sub is not None else bare(left.base)
        if any(isinstance(part, Name) and part.word in CHANCE_WORDS for part in walk(right)):
            return None
        if self.name(inner) in self.context.closure(right) or not is_definition(self.context, inner, right, said=True):
            return None
        return inner, Root(right.start, right.end, right, None)

    def beside_random(self, right: Node) -> set[str]:
        """Capitals of which nothing is known beside a random variable, Z of X + Z: these may be random as well."""
        context, cues = self.context, self.context.cues
        names = context.names_in(right)
        if not any(isinstance(context.sort_of(name), RandomVariable) or name in cues.drawn for name in names):
            return set()
        known = {*context.declared, *context.definitions, *context.samples, *cues.drawn, *cues.bounds, *cues.parameters}
        return {
            name for name in names - known
            if is_upper(name) and cues.shapes.get(name, "real") == "real" and name not in cues.called
            and not cues.said(name, "matrix", "constant", "scalar", "number")
        }  # fmt: skip

    def limits(self, conditions: Iterable[Node], parameters: tuple[str, ...]) -> tuple[Limit, ...]:
        """Where a function of these parameters is given under conditions."""
        return limits(conditions, parameters, lambda space: self.whole_sort(space, ""), self.constant)

    def of_all(self, left: Node) -> None:
        """x_i = i for i = 1, .., k is no definition of an x that has n entries."""
        if not isinstance(left, Script) or left.sub is None:
            return
        places = tuple(map(spell, Probability(self.context).all_places(left.sub) or ()))
        array = self.context.array_name(spell(left.base), len(places))
        sort = self.context.sort_of(array)
        sizes = (
            (sort.size,) if isinstance(sort, Vector) else (sort.rows, sort.columns) if isinstance(sort, Matrix) else ()
        )
        for place, size in zip(places, sizes, strict=False):
            end = self.context.ends.get(place, "")
            if end in self.context.declared and size.head == "symbol" and size.name != end:
                raise Fault(f"{array} has {size.name} entries, and is given for {place} up to {end}", left.start)

    def running_places(self, left: Node, right: Node) -> tuple[str, ...]:
        """The indices of what is defined, x_i or x_{ij}, where the right side runs over each of them."""
        left = bare(left)
        if not isinstance(left, Script) or left.sub is None or left.sup is not None or left.primes:
            return ()
        places = tuple(map(spell, Probability(self.context).all_places(left.sub) or ()))
        distinct = len(set(places)) == len(places)
        if len(places) == 1 and self.is_sequence(spell(left.base), places[0], right):
            return places
        return places if distinct and all(self.is_running_index(place, right) for place in places) else ()

    def is_sequence(self, base: str, place: str, right: Node) -> bool:
        """Whether a_t is given for every t, where the text has an a_{t-1} or a_{t+1}; not by others of its own."""
        named = names_written(self.context, right)
        return (base, place) in self.context.cues.shifted and place in named and not is_recursive(base, right)

    def is_running_index(self, written: str, right: Node) -> bool:
        """Whether a letter in a subscript of what is defined is an index that the right side runs over."""
        if written not in ("i", "j", "k", "l", "n", "m", "t") or written in self.context.declared:
            return False
        below = [part for part in walk(right) if isinstance(part, Script) and part.sub is not None]
        below = [part for part in below if written in spell(part.sub)]
        bases = {spell(part.base) for part in below}
        arrays = any(isinstance(self.context.sort_of(base), (Vector, Matrix)) for base in bases)
        arrays = arrays or not bases.isdisjoint(self.context.samples)
        return bool(below) and (arrays or written in self.context.cues.summed)
