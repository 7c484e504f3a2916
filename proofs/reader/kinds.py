"""Kinds: what words call a symbol, as symmetric, a density, a random variable, and the equations that say as much."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from fractions import Fraction

from ..errors import Fault, SortError
from ..terms import build
from ..terms.sorts import EVENT, FAMILY, REAL, Function, Matrix, RandomVariable, Scalar, Vector, closure
from ..terms.term import Term
from .context import is_upper, label
from .draws import Draws
from .elaborate import settle
from .named_functions import are_of_values
from .notation import (
    ARRAY_WORDS,
    CONTINUOUS,
    DISCRETE,
    FAMILY_WORDS,
    FUNCTION_WORDS,
    NUMBER_WORDS,
    RANDOM_NUMBERS,
    REAL_WORDS,
    SIGN_WORDS,
    TRAIT_WORDS,
)
from .scope import narrow
from .syntax import Name, Node, Product, bare, spell

_OPPOSITES = {"convex": "concave", "increasing": "decreasing", "even": "odd"}
_OPPOSITES |= {other: one for one, other in _OPPOSITES.items()}


class Kinds(Draws):
    """Takes it that symbols are what words call them."""

    def words(self, names: Sequence[str], phrases: Sequence[str]) -> None:
        """What words say of symbols: `symmetric`, `density`, `random variable`, .."""
        context = self.context
        if not ARRAY_WORDS.isdisjoint(phrases):
            phrases = [phrase for phrase in phrases if phrase not in REAL_WORDS]  # a constant vector is no number
        for name in names:
            node = Name(0, 0, name)
            of_values = are_of_values(context, name, phrases)
            for phrase in phrases:
                context.cues.call(name, phrase)
                if of_values and phrase in (*SIGN_WORDS, *NUMBER_WORDS, *REAL_WORDS):
                    continue  # its values are, and it is none
                if phrase in CONTINUOUS and (phrase != "continuous" or is_upper(name)):  # a function may be so as well
                    context.cues.integrated.add(label(name).lower())
                elif phrase in DISCRETE:
                    context.cues.counted.add(label(name).lower())
                sort = context.sort_of(name)
                function = not {"function", "functions", "differentiable", "random variable"}.isdisjoint(phrases)
                if phrase in TRAIT_WORDS and not function and (sort is None or isinstance(sort, Matrix)):
                    if isinstance(sort, Matrix) or is_upper(name) or name.startswith("\\"):
                        self.trait([node], TRAIT_WORDS[phrase])
                elif phrase in FAMILY_WORDS and sort is None and name not in context.definitions:
                    context.declare(name, FAMILY)
                elif "random v" in phrase and (name in context.definitions or self.is_one_of_many(name)):
                    continue  # it is what it was defined to be
                elif "estimator" in phrase:
                    if sort is None and name not in context.definitions and name in context.cues.random:
                        context.declare(name, RandomVariable(REAL))
                elif "random variable" in phrase and not isinstance(sort, RandomVariable):
                    context.declare(name, RandomVariable(sort or REAL))
                elif phrase in RANDOM_NUMBERS and not isinstance(sort, RandomVariable):
                    context.declare(name, RandomVariable(sort or RANDOM_NUMBERS[phrase]))
                elif phrase.endswith("random vector") and not isinstance(sort, RandomVariable):
                    context.declare(name, RandomVariable(sort or Vector(context.size(f"n_{{{name}}}"))))
                elif phrase.startswith("random matri") and not isinstance(sort, RandomVariable):
                    rows, columns = context.size(f"m_{{{name}}}"), context.size(f"n_{{{name}}}")
                    context.declare(name, RandomVariable(sort or Matrix(rows, columns)))
                elif phrase in ("event", "events"):
                    if sort is None and name not in context.definitions and is_upper(name):
                        context.declare(name, EVENT)
                elif phrase in NUMBER_WORDS and (sort is None or isinstance(sort, Scalar)):
                    whole = NUMBER_WORDS[phrase]
                    bounds = whole if whole.lower is not None or sort is None else replace(sort, integer=True)
                    context.declare(name, bounds)
                elif phrase in SIGN_WORDS and (sort is None or isinstance(sort, Scalar)):
                    if "positive definite" not in phrases:
                        context.declare(name, narrow(sort or REAL, SIGN_WORDS[phrase], Fraction(0)))
                elif phrase in REAL_WORDS:
                    if sort is None and name not in context.definitions:
                        context.declare(name, REAL)
                elif (phrase in FUNCTION_WORDS or phrase == "strictly") and isinstance(sort, Function):
                    opposite = _OPPOSITES.get(phrase, "")
                    if opposite in sort.traits and opposite not in phrases:
                        raise SortError(f"{name} was {opposite} before")
                    context.declare(name, replace(sort, traits=sort.traits | {phrase}))
        if "independent" in phrases and len(names) > 1 and any("random" in phrase for phrase in phrases):
            self.independent([Name(0, 0, name) for name in names])

    def is_one_of_many(self, name: str) -> bool:
        """Whether X_i is an entry of random variables that are declared: X_1, .., X_n."""
        base, _, below = name.partition("_")
        sort = self.context.sort_of(self.context.array_name(base))
        random = isinstance(sort, RandomVariable) and isinstance(sort.value, Vector)
        return random and below.strip("{}") in self.context.cues.running

    def trait(self, nodes: Sequence[Node], trait: str) -> str:
        names = []
        for node in nodes:
            name = self.name(node)
            if not name:
                raise Fault(f"{trait.replace('_', ' ')}: {spell(bare(node))[:40]}", node.start, "the name of a matrix")
            sort = self.context.sort_of(name)
            if sort is None:
                size = self.context.size(f"n_{{{name}}}")
                sort = Matrix(size, size)
            if not isinstance(sort, Matrix):
                raise Fault(f"{name} is {build.describe(sort)}, and cannot be {trait.replace('_', ' ')}", node.start)
            if sort.rows is not sort.columns:
                raise Fault(
                    f"{name} is {build.describe(sort)}, and cannot be {trait.replace('_', ' ')}",
                    node.start,
                    "a square matrix",
                )
            self.context.declare(name, replace(sort, traits=closure(sort.traits | {trait})))
            names.append(name)
        return f"{', '.join(names)} {'are' if len(names) > 1 else 'is'} {trait.replace('_', ' ')}"

    def trait_of_defined(self, name: str, trait: str) -> bool:
        """Take it that a matrix has a trait, or a number a sign, whatever it is defined as; False where no relation
        says so."""
        node = Name(0, 0, name)

        def symmetric() -> Term:
            matrix = self.term(node)
            self.context.unify(*build.shape(matrix))
            return build.equal(build.transpose(matrix), matrix)

        def signed() -> Term:
            return build.relation(SIGN_WORDS[trait], self.term(node), build.ZERO)

        equation = signed if trait in SIGN_WORDS else symmetric if trait == "symmetric" else None
        if equation is not None:
            with suppress(Fault, SortError):
                self.context.suppose(lambda: settle(equation, node))
                return True
        return trait == "orthogonal" and self.orthonormal(name)

    def orthonormal(self, name: str) -> bool:
        """Take it that A^T A = I."""
        node = Name(0, 0, name)

        def equation() -> Term:
            matrix = self.term(node)
            return build.equal(build.matmul(build.transpose(matrix), matrix), build.identity(build.shape(matrix)[1]))

        with suppress(Fault, SortError):
            self.context.suppose(equation)
            return True
        return False

    def matrix_equation(self, left: Node, right: Node) -> str:
        """A = A^T; Q^T Q = I."""
        name = self.name(left)
        transposes = (r"^\top", "^T", r"^{\top}", r"^{\intercal}", "^{T}", r"^{\mathrm{T}}")
        if name and spell(right) in {name + mark for mark in transposes}:
            return self.trait([left], "symmetric")
        if spell(right).startswith(("I", r"\mathbf{I}")) and isinstance(left, Product) and len(left.factors) == 2:
            one, other = (bare(factor) for factor in left.factors)
            for plain, turned in ((one, other), (other, one)):
                if self.name(plain) and spell(turned) in {spell(plain) + mark for mark in transposes}:
                    sort = self.context.sort_of(self.name(plain))
                    if isinstance(sort, Matrix) and sort.rows is sort.columns:
                        return self.trait([plain], "orthogonal")
        return ""
