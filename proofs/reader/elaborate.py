"""Syntax -> claims: the sides of a relation with their meaning, in the layouts that give them one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal, TypeVar

from ..claim import Claim
from ..errors import Fault, SortError
from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import NATURAL, Family, Function, Law, Matrix, Outcome, RandomVariable, Scalar, Statement, Vector
from ..terms.term import Term, fresh, subterms, symbol, transform
from .antiderivatives import by_slopes
from .context import Again, Context, free_names, names_of, symbols_of
from .functions import LOGARITHM, is_natural
from .general_laws import by_distribution_functions
from .hierarchies import with_hierarchies
from .inverses import without_inverses
from .joint_normals import with_independent_parts
from .laws import law_name
from .normal_regressions import with_regressions
from .notation import DEFINITE, LAWS
from .probability import Probability
from .scope import ALONE
from .statistics import by_custom
from .syntax import Frac, Group, Name, Node, Num, Product, Script, bare, joins_events, spell, walk
from .truncations import with_integrals

_MAX_REPAIRS, _MIN_REPAIRS, _MAX_VISITS = 400, 20, 50_000
_LAYOUTS: tuple[build.Layout, ...] = ("denominator", "numerator")
Found = TypeVar("Found")


@dataclass(frozen=True)
class Reading:
    """A claim, and the derivative layout it was read in ('' where that makes no difference)."""

    claim: Claim
    layout: Literal["", "denominator", "numerator"]


@dataclass(frozen=True)
class Meaning:
    """The readings of a relation, what was guessed for them, and what was said of its symbols and is not known."""

    readings: tuple[Reading, ...]
    assumed: tuple[str, ...]
    caveats: tuple[str, ...] = ()


def settle(attempt: Callable[[], Found], *nodes: Node) -> Found:
    """Try until no guess is corrected any more. A long formula is tried less often: the cost stays bounded."""
    tries, most = 0, _MIN_REPAIRS
    while tries < most:
        try:
            return attempt()
        except Again:
            tries += 1
            if tries == _MIN_REPAIRS:
                length = sum(1 for node in nodes for _ in walk(node))
                most = min(_MAX_REPAIRS, _MAX_VISITS // max(length, 1))
    raise Fault("what the symbols are does not settle", nodes[0].start, "declarations")


@dataclass(frozen=True)
class Side:
    """The meaning of one side, and what the scope noted while it was read. It holds until a name changes."""

    node: Node
    term: Term
    used: dict[str, None]
    opened: dict[str, None]
    remarks: dict[str, None]
    caveats: dict[str, None]
    endless: set[str]
    local: dict[Term, None]
    inverses: dict[Term, str]
    layout_matters: bool


def side(scope: Probability, node: Node) -> Term:
    """The meaning of a side, read once for the relation before it and the one after it, and for both layouts."""
    context = scope.context
    found = context.sides.get((id(node), scope.layout))
    if not isinstance(found, Side) or found.node is not node:
        found = _lent(scope, node)
        for layout in (scope.layout,) if found.layout_matters else _LAYOUTS:
            context.sides[id(node), layout] = found
    scope.used |= found.used
    scope.opened |= found.opened
    scope.remarks |= found.remarks
    scope.caveats |= found.caveats
    scope.endless |= found.endless
    scope.local |= found.local
    scope.inverses |= found.inverses
    scope.layout_matters |= found.layout_matters
    return found.term


def _lent(scope: Probability, node: Node) -> Side:
    """A side as it is read here, or was for another step: where as much was known, and the claim has the same names."""
    context = scope.context
    here = scope.written, context.told()
    found = context.lent.get((id(node), scope.layout, here))
    if isinstance(found, Side) and found.node is node:
        return found
    own = Probability(context, scope.layout)
    own.written = scope.written
    term = own.term(node)
    found = Side(
        node, term, own.used, own.opened, own.remarks, own.caveats, own.endless, own.local, own.inverses,
        own.layout_matters,
    )  # fmt: skip
    for layout in (scope.layout,) if own.layout_matters else _LAYOUTS:
        context.lent[id(node), layout, here] = found
    return found


def side_terms(scope: Probability, left: Node, relation: str, right: Node) -> tuple[Term, Term]:
    """Both sides, made comparable: guesses corrected until their shapes agree, 0 made an array where it must be."""
    if relation == "=" and (joins_events(left) or joins_events(right)):
        return scope.occurrence(left), scope.occurrence(right)
    laws = [scope.law_call(bare(each)) if relation == "=" and _may_be_law(each) else None for each in (left, right)]
    if laws[0] is not None and laws[1] is not None:
        return parameters_of(scope, laws[0], laws[1], right)
    one, other = in_written_base(scope, left, right, side(scope, left), side(scope, right))
    for first, second in ((one, other), (other, one)):
        if isinstance(first.sort, Outcome) and not isinstance(second.sort, Outcome):
            scope.numeric(first)
    if isinstance(one.sort, Statement) or isinstance(other.sort, Statement):
        raise scope.fault("a statement where a value belongs", left)
    if is_array(one) != is_array(other):
        array, plain = (one, other) if is_array(one) else (other, one)
        if plain is build.ZERO:
            rows, columns = shape(array)
            zero = build.fill(build.ZERO, *((rows,) if columns is build.ONE else (rows, columns)))
            return (one, zero) if plain is other else (zero, other)
    if not (isinstance(one.sort, Outcome) or isinstance(other.sort, Outcome)):
        try:
            scope.same_shape(one, other)
        except SortError as wrong:
            raise scope.fault(str(wrong), right) from wrong
    return one, other


def stated_terms(scope: Probability, left: Node, relation: str, right: Node) -> tuple[Term, Term]:
    """Both sides of what is taken for true: no equation up to a constant."""
    one, other = side_terms(scope, left, relation, right)
    if any(each.name in scope.endless for each in one.free | other.free):
        raise scope.fault("an integral without ends, of a variable that is something outside", left, "ends")
    return one, other


def _may_be_law(node: Node) -> bool:
    """Whether a side is a law and no density, N(a, b) and not N(x; a, b)."""
    inner = bare(node)
    if not isinstance(inner, Product) or len(inner.factors) != 2:
        return False
    name, called = law_name(inner.factors[0]), bare(inner.factors[1])
    plain = isinstance(called, Group) and set(called.separators) <= {","}
    return plain and len(called.items) in {row.arity for row in LAWS.get(name, ())}  # type: ignore[attr-defined]


def parameters_of(scope: Probability, one: Term, other: Term, node: Node) -> tuple[Term, Term]:
    """`N(a, b) = N(c, d)`: two laws of one name are the same where their parameters are."""
    if one.data != other.data or one.head != "named" or other.head != "named":
        raise scope.fault("that two distributions are the same is not known here", node)
    for pair in zip(one.args, other.args, strict=True):
        scope.same_shape(*pair)
    columns = [build.block([[build.vec(parameter)] for parameter in law.args]) for law in (one, other)]
    return columns[0], columns[1]


def form_terms(scope: Probability, left: Node, relation: str, right: Node) -> tuple[Term, Term]:
    """`M \\succ N` as v^T (M - N) v > 0, for any v that is not 0."""
    one, other = side_terms(scope, left, "=", right)
    gap = build.sub(one, other)
    if not isinstance(value_sort(gap), Matrix) or shape(gap)[0] is not shape(gap)[1]:
        raise scope.fault(f"{relation} is said of square matrices here", left, "two of one size")
    vector = fresh(symbol("v", Vector(shape(gap)[0])), one.free | other.free)
    if relation in (r"\succ", r"\prec"):
        scope.local[build.relation(">", build.matmul(build.transpose(vector), vector), build.ZERO)] = None
    scope.remarks[f"{relation} says this of the quadratic forms, v^\\top M v"] = None
    return build.matmul(build.transpose(vector), gap, vector), build.ZERO


def drawn_terms(scope: Probability, left: Node, right: Node) -> tuple[Term, Term]:
    """The sides of `Y \\sim law`."""
    with scope.chance():
        one = scope.numeric(scope.term(left))
    law = scope.law_call(right, drawn=True)
    if law is None:
        raise scope.fault(f"the distribution {spell(right)[:40]} is not known", right, "a distribution by name")
    assert isinstance(law.sort, Law)
    for name in scope.context.closure(left):
        known = scope.declared_law(name)
        if known is not None and known.data == "categorical" != law.data:
            scope.caveats[f"the values of {name} are labels of categories"] = None
    outcome = law.sort.outcome
    if isinstance(outcome, (Vector, Matrix)) and not is_array(one):
        scope.make_array(one)
    if isinstance(outcome, Vector) and is_array(one):
        scope.context.unify(shape(one)[0], outcome.size)
    if not any(isinstance(symbol.sort, RandomVariable) for symbol in one.free):
        scope.caveats[f"nothing in {spell(left)[:40]} is known to be random"] = None
    return one, law


def relate(
    context: Context,
    left: Node,
    relation: str,
    right: Node,
    layout: build.Layout | None,
    variables: Callable[[Probability], tuple[Term, ...]],
    local: tuple[Term, ...],
) -> Meaning:
    """The claim that a relation between two expressions makes, in each layout in which it has a meaning.

    Where the document gives some of the densities in it by formulas and others not, none of them is written out: what
    holds of any densities is meant.
    """
    try:
        found = _relate(context, left, relation, right, layout, variables, local)
    except Fault as fault:
        moved = moved_definitions(context, left) | moved_definitions(context, right)
        parts = parts_by_number(context, left, right) if not moved else frozenset()
        if not moved and not parts:
            raise
        aside = [f"what {name} is is set aside here" for name in sorted(moved)]
        aside += [f"that {name} is a part of something is not used here" for name in sorted(parts)]
        try:
            with context.setting_aside(moved | (parts & context.definitions.keys()), parts):
                found = _relate(context, left, relation, right, layout, variables, local)
        except Fault:
            raise fault from None
        return replace(found, caveats=(*found.caveats, *aside))
    claim = found.readings[0].claim
    given = frozenset(name for name in families_in(claim.left) | families_in(claim.right) if name in context.factors)
    says_one = claim.left.head == "density" and not families_in(claim.right)
    if not given or says_one:
        return found
    with context.abstracting(given):
        return _relate(context, left, relation, right, layout, variables, local)


def moved_definitions(context: Context, node: Node) -> frozenset[str]:
    """The names with a value, y = g(x), that a formula has a derivative by: there they stand for any value."""
    found = set()
    for part in walk(node):
        under = bare(part.under) if isinstance(part, Frac) else None
        for each in under.factors[1:] if isinstance(under, Product) else ():
            written = bare(each)
            array = context.array_name(spell(written.base)) if isinstance(written, Script) else ""
            found |= {name for name in (spell(written), array) if name in context.definitions}
    return frozenset(found)


def parts_by_number(context: Context, *nodes: Node) -> frozenset[str]:
    """The X_1 and X_2 of formulas that speak of nothing else of X: things of their own, perhaps blocks of it."""
    names = frozenset[str]().union(*map(context.closure, nodes))
    bodies = [context.definitions[name].body for name in sorted(names) if name in context.definitions]
    parts = [part for node in (*nodes, *bodies) for part in walk(node)]
    scripts = [part for part in parts if isinstance(part, Script) and part.sub is not None]
    below = {id(part.base) for part in scripts}
    alone = {part.text for part in parts if isinstance(part, Name) and id(part) not in below}
    alone |= {spell(part.base) for part in scripts if not isinstance(bare(part.sub or part), Num)}
    found = (replace(part, sup=None, primes=0) for part in scripts if isinstance(part.base, Name))
    return frozenset(spell(part) for part in found if spell(part.base) not in alone)


def families_in(term: Term) -> frozenset[str]:
    """The families whose densities a term speaks of."""
    own: frozenset[str] = frozenset()
    if "density" not in term.heads:
        return own
    if term.head == "density" and term.args[0].head == "symbol":
        own = frozenset({term.args[0].name.removesuffix(r"(\cdot)")})
    return own.union(*(families_in(arg) for arg in term.args))


def _relate(
    context: Context,
    left: Node,
    relation: str,
    right: Node,
    layout: build.Layout | None,
    variables: Callable[[Probability], tuple[Term, ...]],
    local: tuple[Term, ...],
) -> Meaning:
    written = context.names_in(left) | context.names_in(right)
    readings: list[Reading] = []
    assumed: tuple[str, ...] = ()
    caveats: dict[str, None] = {}
    failures: list[Fault] = []
    for tried in _LAYOUTS if layout is None else (layout,):

        def attempt(tried: build.Layout = tried) -> tuple[Probability, Claim, str, str]:
            scope = Probability(context, tried)
            scope.written = written
            laws = relation == r"\sim" and _may_be_law(left) and scope.law_call(bare(left)) is not None
            try:
                if laws:  # N(a, b) \sim N(c, d), in a chain: one law for another
                    one, other = side_terms(scope, left, "=", right)
                elif relation == r"\sim":
                    one, other = drawn_terms(scope, left, right)
                elif relation in DEFINITE:
                    one, other = form_terms(scope, left, relation, right)
                else:
                    one, other = side_terms(scope, left, relation, right)
                size_by_letter(context, one, other)
                size_by_definition(context, one, other)
                facts = related(one, other, context, (*local, *scope.local))
                facts += measures(context, one, other)
                shared = variables(scope) if relation == "propto" else ()
                kind = "=" if laws else "~" if relation == r"\sim" else DEFINITE.get(relation, relation)
                claim = Claim(one, kind, other, facts, shared)
                claim = without_inverses(claim, scope.inverses)
                claim, besides, left_out = with_independent_parts(claim)
                claim = with_hierarchies(scope, claim, lambda one, other: related(one, other, context, ()))
                claim, of_laws = by_distribution_functions(with_integrals(with_regressions(claim)))
                left_out = left_out or of_laws
                claim.statement  # noqa: B018 - raises where the sides cannot be compared
            except SortError as wrong:
                raise _ShapeFault(str(wrong), left.start, context.known(), matters=scope.layout_matters) from wrong
            except Fault as fault:
                fault.layout_matters = scope.layout_matters  # type: ignore[attr-defined]
                raise
            return scope, claim, besides, left_out

        try:
            if readings:  # the second layout is not to bend what the first one showed
                with context.fixed():
                    scope, claim, besides, left_out = settle(attempt, left, right)
            else:
                scope, claim, besides, left_out = settle(attempt, left, right)
        except Fault as fault:
            failures.append(fault)
            if not getattr(fault, "layout_matters", False):
                break
            continue
        one_name_one_thing(claim, left.start)
        if any(each.name in scope.endless for each in claim.left.free | claim.right.free):
            slopes = by_slopes(claim, scope.endless)
            if slopes is None:
                raise scope.fault("an integral without ends, of a variable that is something outside", left, "ends")
            scope.remarks["integrals without ends up to constants: by their derivatives"] = None
            claim = slopes
        one_base(scope, claim, left)
        scope.remarks |= dict.fromkeys(each for each in (besides,) if each)
        caveats |= dict.fromkeys(each for each in (left_out,) if each)
        assumed = assumed or scope.guess_words()
        caveats |= dict.fromkeys(said for said in scope.caveats if _is_of_claim(claim, said))
        caveats |= dict.fromkeys(_inverses_left(claim, scope.inverses))
        caveats |= dict.fromkeys(unsettled(context, claim))
        caveats |= dict.fromkeys(_of_some_size(claim))
        caveats |= dict.fromkeys(_given_elsewhere(context, claim))
        caveats |= dict.fromkeys(_of_one_story(context, claim))
        caveats |= dict.fromkeys(_of_premises(context, claim))
        if context.goal:
            caveats |= dict.fromkeys(_defined_later(context, claim, left.start))
        if not scope.layout_matters:
            return Meaning((Reading(claim, ""),), scope.guess_words(), tuple(caveats))
        if not any(reading.claim == claim for reading in readings):
            readings.append(Reading(claim, tried))
    if not readings:
        raise failures[0]
    return Meaning(tuple(readings), assumed, tuple(caveats))


def _is_of_claim(claim: Claim, said: str) -> bool:
    """Whether a caveat is about the claim, and not about a symbol that is left out of it: y_i in p(y_i) of data y."""
    name, alone, _ = said.partition(ALONE)
    return not alone or any(name in each.name for each in claim.free)


def _inverses_left(claim: Claim, inverses: dict[Term, str]) -> Iterator[str]:
    """Inverses of functions of which all that the claim says is used to no end, and those of distribution functions:
    of these more is true than of any increasing ones."""
    for inverse, name in inverses.items():
        if inverse in claim.free or name.startswith("F_"):
            yield f"that {inverse.name} is the inverse function of {name} is not used here"


def _given_elsewhere(context: Context, claim: Claim) -> Iterator[str]:
    """Densities of a claim that the document gives in other variables: they are not any densities."""
    for each in sorted(claim.left.free | claim.right.free, key=lambda each: each.digest):
        name = each.name.removesuffix(r"(\cdot)")
        if isinstance(each.sort, Family) and name in context.factors:
            yield f"what {name} is was said in other variables"
        elif context.of_all and (said := context.said_of_all(each.sort)):
            yield f"what the text says of all is not known here: {said}"


def _of_premises(context: Context, claim: Claim) -> Iterator[str]:
    """What the text says of symbols that only the assumptions of a claim speak of: with A v = v of a symmetric A.
    That another variable follows a law with the same parameters says nothing of these, whatever it is."""
    spoken = claim.left.free | claim.right.free
    equations = (fact for fact in claim.assumptions if fact.head not in ("follows", "independent", "alike"))
    others = {each.name for fact in equations for each in fact.free - spoken}
    for name in sorted(others):
        for said in (*context.not_known(name), *filter(None, (context.opaque.get(name),))):
            yield f"what was said of {name} is not known here: {said}"


def _of_one_story(context: Context, claim: Claim) -> Iterator[str]:
    """Variables of a claim that words tell what they are in the world, without that they are independent: the number
    of heads, and that of tails."""
    random = (each for each in claim.left.free | claim.right.free if isinstance(each.sort, RandomVariable))
    told = sorted({each.name for each in random} & context.stories)
    known = [{each.name for each in fact.args} for fact in claim.assumptions if fact.head == "independent"]
    pairs = ((one, other) for at, one in enumerate(told) for other in told[at + 1 :])
    if any(not any({one, other} <= names for names in known) for one, other in pairs):
        yield f"how {' and '.join(told)} hang together may be told in words"


class _ShapeFault(Fault):
    def __init__(self, message: str, offset: int, known: str, *, matters: bool) -> None:
        super().__init__(message, offset, "", known)
        self.layout_matters = matters


_SIZED = frozenset({"named", "pdf", "kl", "det", "trace", "entropy"})
_SIZE_LETTERS = frozenset("d k n p m D K N".split())


def size_by_letter(context: Context, one: Term, other: Term) -> None:
    """`(2\\pi)^{-d/2} |\\Sigma|^{-1/2}`: an undeclared d beside a matrix of unsaid size is that size.

    So it is where one size is unsaid, one such letter stands for a number, and a law, a determinant or a trace is
    there, which a size belongs to. Raises Again where that is news.
    """
    letters = [
        each for each in one.free | other.free if each.name in _SIZE_LETTERS and context.kind(each.name) == "real"
    ]  # fmt: skip
    if letters:
        parameters = _in_laws(one) | _in_laws(other)
        letters = [each for each in letters if each not in parameters]
    if len(letters) != 1 or context.frozen or letters[0].name in context.declared:
        return
    sizes = {each for term in (one, other) for each in symbols_of(term) if each in context.flexible}
    if len(sizes) > 1:  # of the laws and determinants alone
        sizes &= {each for term in (one, other) for each in _sizes_of_laws(term)}
    if len(sizes) == 1 and not _SIZED.isdisjoint(one.heads | other.heads):
        context.guesses[letters[0].name].kind = "natural"
        context.corrected(letters[0].name)
        context.unify(sizes.pop(), symbol(letters[0].name, NATURAL))


def size_by_definition(context: Context, one: Term, other: Term) -> None:
    """`y = X b + e`: what a definition says of the size of e, where that is open. Raises Again where it is news."""
    symbols = one.free | other.free
    loose = {each.name for each in symbols if not context.flexible.isdisjoint(symbols_of(each) - {each})}
    for definition in list(context.definitions.values()) if loose and not context.frozen else ():
        if not definition.parameters and not loose.isdisjoint(definition.names):
            with suppress(Fault, SortError):
                side(Probability(context), definition.body)


def _in_laws(term: Term) -> frozenset[Term]:
    """The symbols that are parameters of laws: no sizes."""
    if "named" not in term.heads:
        return frozenset()
    own = term.free if term.head == "named" else frozenset[Term]()
    return own.union(*map(_in_laws, term.args))


def _sizes_of_laws(term: Term) -> Iterator[Term]:
    if term.head in ("named", "det") and term.args:
        yield from (size for size in shape(term.args[0]) if size.head == "symbol")
    for arg in term.args:
        yield from _sizes_of_laws(arg)


def related(one: Term, other: Term, context: Context, more: tuple[Term, ...]) -> tuple[Term, ...]:
    """The facts about the symbols of two sides, and about those that these facts bring in."""
    if not context.facts and not more:
        return ()
    known = set(names_of(one) | names_of(other))
    kept: dict[int, Term] = {}
    around = [(free_names(term), term) for term in more]
    grown = True
    while grown:
        grown = False
        for at, (names, term) in enumerate(around, len(context.facts)):
            if at not in kept and not names.isdisjoint(known):
                kept[at] = term
                known |= names_of(term)
                grown = True
        for at, fact in enumerate(context.facts):
            if at not in kept and not fact.about.isdisjoint(known):
                version = context.version
                try:
                    kept[at] = context.statement(fact)
                except (Fault, SortError) as wrong:  # its symbols stand for other things by now
                    context.facts.remove(fact)
                    for name in fact.about:
                        context.unread.setdefault(name, str(wrong))
                    raise Again from wrong
                if context.version != version:
                    raise Again  # what the sides are made of has changed
                known |= names_of(kept[at])
                grown = True
    return tuple(dict.fromkeys(kept[at] for at in sorted(kept)))


def measures(context: Context, one: Term, other: Term) -> tuple[Term, ...]:
    """What the densities of two sides are with respect to, where that is known and no sum in them shows it."""
    if "density" not in one.heads | other.heads:
        return ()
    parts = {part for side in (one, other) for part in subterms(side) if part.head in ("density", "space")}
    shown = {str(part.data[0]) for part in parts if part.head == "space"}
    labels = {each for part in parts if part.head == "density" for group in part.data for each in group} - shown
    known: list[build.Space] = []
    for each in sorted(labels):
        sort = context.sort_of(each)
        sort = sort.value if isinstance(sort, RandomVariable) else sort
        if isinstance(sort, Scalar) and sort.integer:
            known.append((each, sort, "counting"))
        elif context.cues.measure(each) != "either":
            known.append((each, Outcome(each), context.cues.measure(each)))
    return tuple(map(build.measured, known))


SPECIFIES = "this may say what"  # of a caveat: no claim that is false at all values does
_OF_VALUES = re.compile(
    r"what was said of .* is not known here(?!.*\bfunction)|how the .*_i are drawn is not known here"
    rf"|.*{SPECIFIES}|.* may be a statistic of "
)


def is_of_values(caveat: str) -> bool:
    """Whether a caveat is about what values symbols have, and not about what a formula means."""
    return _OF_VALUES.match(caveat) is not None


_UNSIZED = re.compile(r"n_\{(I|\\math[a-z]+\{[01I]\})@\d+\}")  # the size of an I or a \mathbf{1} that stands there


def _of_some_size(claim: Claim) -> Iterator[str]:
    """The I and \\mathbf{1} of which nothing says how large they are: the text may well have a size for them."""
    for each in sorted(claim.left.free | claim.right.free, key=lambda each: each.digest):
        found = _UNSIZED.fullmatch(each.name)
        if found is not None:
            yield f"the size of {found[1]} is not said"


def unsettled(context: Context, claim: Claim) -> Iterator[str]:
    """Why a counterexample would not speak against a claim: it may say what its symbols are.

    Nothing declares or defines them, and each side has one that the other does not speak of (n = n_1 + n_2), or one
    side has none at all (K lambda = 0): no writer means such an equation of every value.
    """
    spoken = claim.left.free | claim.right.free
    loose = [{s for s in side.free if _is_loose(context, s, spoken)} for side in (claim.left, claim.right)]
    apart = (loose[0] - claim.right.free, loose[1] - claim.left.free)
    numbers = [s for s in apart[0] | apart[1] if not isinstance(s.sort, (Family, Outcome))]
    constant = not (claim.left.free and claim.right.free)  # a side speaks of nothing
    alone = claim.relation == "=" and any(_is_value_of(side, apart[0] | apart[1]) for side in (claim.left, claim.right))
    alone = alone or (claim.relation == "~" and bool(apart[1]))  # X ~ N(m, v) says what m and v are
    if claim.relation != "propto" and (all(apart) or (constant and numbers) or alone):
        names = sorted(s.name for s in apart[0] | apart[1])
        what = "it is" if len(names) == 1 else "they are"
        yield f"nothing is said of {', '.join(names[:6])}: {SPECIFIES} {what}"
    arrays = {s.name for s in spoken if isinstance(s.sort, Vector)}
    for each in sorted(loose[0] | loose[1], key=lambda each: each.digest):
        below = each.name.partition("_")[2].strip("{}")
        if below and arrays.issuperset(below):
            yield f"{each.name} may be a statistic of {', '.join(dict.fromkeys(below))}"
    bases = {s.name.split("_")[0] for s in spoken}
    for each in sorted(loose[0] | loose[1], key=lambda each: each.digest):
        inner = each.name[5:].split("}")[0] if each.name.startswith(r"\bar{") else ""
        if inner in bases:
            yield f"{each.name} may be a mean of {inner}"
    for call in sorted(_calls(claim), key=lambda each: each.digest):
        function, *arguments = call.args
        random = any(isinstance(s.sort, RandomVariable) for argument in arguments for s in argument.free)
        if random and _is_loose(context, function, spoken):
            yield f"nothing is said of {function.name}, of which random variables are the arguments"


def _defined_later(context: Context, claim: Claim, at: int) -> Iterator[str]:
    """What is to be shown of symbols that the proof defines."""
    for each in sorted(claim.free, key=lambda each: each.digest):
        if context.awaited.get(each.name, -1) > at and _is_loose(context, each, claim.free):
            yield f"what {each.name} is is said later"


def _is_value_of(side: Term, loose: set[Term]) -> bool:
    """Whether a side is made of values, or speaks of a function, of which nothing is said; beside arrays whole numbers
    are sizes."""
    arrays = any(isinstance(s.sort, (Vector, Matrix)) for s in side.free)
    values = {s for s in side.free if not (arrays and s.sort == NATURAL)}
    made_of = bool(values) and values <= {s for s in loose if not isinstance(s.sort, (Family, Outcome))}
    return made_of or any(isinstance(s.sort, Function) and s in loose for s in side.free)


def _calls(claim: Claim) -> set[Term]:
    """The values of functions that are symbols."""
    found: set[Term] = set()
    pending, seen = [claim.left, claim.right], set()
    while pending:
        term = pending.pop()
        if term not in seen:
            seen.add(term)
            pending.extend(term.args)
            if term.head == "apply" and term.args[0].head == "symbol":
                found.add(term)
    return found


def _is_loose(context: Context, symbol: Term, spoken: frozenset[Term]) -> bool:
    """Whether nothing is said of a symbol; a law says something of its parameters only where its variable is `spoken`
    of as well."""
    name, names = symbol.name, {each.name for each in spoken}
    for fact in context.facts:
        aside = fact.term.head == "follows" and fact.term.args[0].name not in names
        if name in fact.about and not fact.local and not aside:
            return False
    if name in context.statistics or by_custom(context, name) is not None:
        return False
    called = name in context.functions and not context.cues.words.get(name)
    if context.samples and name in context.cues.running and symbol.sort == NATURAL:
        return False  # the i of X_i
    return name not in context.declared and (name in context.guesses or called)


_TO_BASE = "entropies to the base "
_IN_NATS = frozenset("uncertainty information entropy cross_entropy kl js".split())


def in_written_base(scope: Probability, left: Node, right: Node, one: Term, other: Term) -> tuple[Term, Term]:
    """`H(X) = -\\sum_x p(x) \\log_2 p(x)`: entropies are in the base that all logarithms beside them are written to."""
    if _IN_NATS.isdisjoint(one.heads | other.heads) or scope.opened:
        return one, other
    parts = [part for node in (left, right) for part in walk(node)]
    if scope.context.base is not None and not any(is_natural(part) for part in parts):
        return _in_base(scope, str(scope.context.base), build.number(scope.context.base), one, other)
    based = [part for part in parts if isinstance(part, Script) and part.sub is not None and _is_log(part.base)]
    logs = [part for part in parts if _is_log(part)]
    if len({spell(part.sub) for part in based}) != 1 or len(logs) > len(based) or not based[0].sub:
        return one, other
    return _in_base(scope, spell(based[0].sub), scope.number(based[0].sub), one, other)


def _in_base(scope: Probability, written: str, base: Term, one: Term, other: Term) -> tuple[Term, Term]:
    def change(term: Term) -> Term:
        return build.div(term, build.log(base)) if term.head in _IN_NATS else term

    scope.remarks[f"{_TO_BASE}{written}"] = None
    return transform(one, change), transform(other, change)


def _is_log(node: Node) -> bool:
    node = bare(node)
    return isinstance(node, Name) and node.word == "log"


def one_base(scope: Probability, claim: Claim, node: Node) -> None:
    """H is in nats here; beside a logarithm to another base it may be meant in that."""
    based = [remark for remark in scope.remarks if remark.startswith(LOGARITHM)]
    if (
        based
        and not any(each.startswith(_TO_BASE) for each in scope.remarks)
        and not _IN_NATS.isdisjoint(claim.left.heads | claim.right.heads)
    ):
        raise scope.fault(f"an entropy has two readings beside {based[0]}: in nats, or in those", node, "one base")


def one_name_one_thing(claim: Claim, offset: int) -> None:
    """A claim is over one symbol a name: two would be given two values where the writer means one thing."""
    found: dict[str, Term] = {}
    for term in (claim.left, claim.right, *claim.assumptions, *claim.variables):
        for each in symbols_of(term):
            other = found.setdefault(each.name, each)
            if other is not each:
                one, two = sorted({build.describe(other.sort), build.describe(each.sort)} | {"a thing"})[:2]
                raise Fault(f"{each.name} stands for two things here: {one}, and {two}", offset, "one name for each")
