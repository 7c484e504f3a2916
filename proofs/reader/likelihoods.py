"""`The log-likelihood is \\ell(m) = ..`: a formula for what the law of the data says already."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Literal

from ..claim import Claim
from ..terms import build
from ..terms.sorts import Law, Matrix, Scalar, Vector
from ..terms.term import Term, substitute, subterms, symbol
from .context import Sample
from .prose import Block
from .relations import Relations
from .roles import defined_name
from .step import Step
from .syntax import Big, Chain, Group, Name, Node, Num, Product, Script, Sum, bare, open_names, spell, walk

UP_TO_A_CONSTANT = "it is the likelihood but for what does not depend on its parameters"
Kind = Literal["", "likelihood", "log-likelihood", "negative log-likelihood"]
_LIKELIHOOD = re.compile(r"\b(?P<kind>(?:(?:negative\s+)?log[- ]?)?likelihood)(?:\s+function)?\b", re.IGNORECASE)
_ANOTHER = re.compile(  # of something else, or not all of it
    r"\b(?:ratios?|marginal|conditional|penali[sz]ed|profile|complete|joint|average|mean|per|quasi|pseudo|up to|"
    r"proportional|constants?|maxim\w+|derivatives?|gradient|differentiat\w+|score|posterior|prior|log-posterior|"
    r"regulari[sz]ed|expected|partial|relative|each|single|one)\b",
    re.IGNORECASE,
)


def likelihood_in(block: Block) -> Kind:
    """Which likelihood of the data a sentence says that its display is, or ''."""
    sentence = block.sentence
    found = list(_LIKELIHOOD.finditer(sentence))
    if not found or _ANOTHER.search(sentence) is not None:
        return ""
    kind = re.sub(r"\s+", " ", found[-1]["kind"].lower()).replace("log ", "log-").replace("loglike", "log-like")
    return kind  # type: ignore[return-value]


@dataclass(frozen=True)
class Data:
    """The letter of the data as it is written, what is said of them, and how many they are."""

    letter: str
    sample: Sample
    law: Product
    count: Node


class Likelihoods(Relations):
    """Reads what a display says of the likelihood of data whose law is known."""

    likelihood: Kind  # which one the prose before it says that it gives

    def of_data(self, left: Node, right: Node, offset: int) -> Step | None:
        """The step that a formula is the likelihood of the data; from there on it is that by definition."""
        data = self._data(right)
        if data is None or not self.likelihood:
            return None
        saved = self.context.save()
        try:
            step = self.step(right, "=", offset, _likelihood(self.likelihood, data), define=False, local=())
        finally:
            self.context.restore(saved)
        if step.kind != "claim" or len(step.readings) != 1 or "density" in step.readings[0].claim.left.heads:
            return None  # \\log p(x \\mid m) says nothing of the law
        claim = _within_support(step.readings[0].claim)
        weaker = _up_to_a_constant(claim, set(defined_name(left)[1]), data, logarithm=self.likelihood != "likelihood")
        self.step(left, "=", offset, right, define=True, local=())
        readings = (replace(step.readings[0], claim=claim),)
        shown = self.shown(left), self.shown(right)
        return replace(step, lhs=shown[0], rhs=shown[1], readings=readings, again=None, under=None, weaker=weaker)

    def _data(self, right: Node) -> Data | None:
        """The data of which the document says how they are drawn, if they are of one kind."""
        known = [(name, sample) for name, sample in self.context.samples.items() if sample.law is not None]
        if len(known) != 1:
            return None
        (name, sample), named = known[0], open_names(right)
        law = bare(sample.law) if sample.law is not None else None
        letter = next((each for each in (name.lower(), name) if {each, f"{each}_{sample.index}"} & named), name)
        numbers = self.context.sort_of(self.context.numbers_name(letter)) or self.context.sort_of(name)
        size = numbers.size if isinstance(numbers, Vector) else None
        count = Name(0, 0, size.name) if size is not None and size.head == "symbol" else _summed_to(right)
        if not isinstance(law, Product) or len(law.factors) != 2 or not isinstance(bare(law.factors[1]), Group):
            return None
        if any(each.partition("_")[0] == name for each in open_names(law)):
            return None  # each depends on the one before
        return Data(letter, sample, law, count) if count is not None else None


def _likelihood(kind: Kind, data: Data) -> Node:
    """\\prod_{i=1}^n N(x_i; m, v), or \\sum_{i=1}^n \\log N(x_i; m, v), perhaps with a minus."""
    index = Name(0, 0, data.sample.index)
    point = Script(0, 0, Name(0, 0, data.letter), index, None)
    called = bare(data.law.factors[1])
    assert isinstance(called, Group)
    inside = replace(called, items=(point, *called.items), separators=(";", *called.separators))
    density: Node = Product(0, 0, (data.law.factors[0], inside), ("", ""))
    if kind != "likelihood":
        density = Product(0, 0, (Name(0, 0, r"\\log", "log"), Group(0, 0, "()", (density,), ())), ("", ""))
    start = Chain(0, 0, (index, Num(0, 0, Fraction(1))), (("=", 0),))
    whole = Big(0, 0, "product" if kind == "likelihood" else "sum", start, data.count, density)
    return Sum(0, 0, ((-1, whole),)) if kind.startswith("negative") else whole


def _summed_to(formula: Node) -> Node | None:
    """The n of a sum over i = 1, .., n."""
    sums = (part for part in walk(formula) if isinstance(part, Big) and part.kind in ("sum", "product"))
    return next((part.sup for part in sums if part.sup is not None), None)


def _within_support(claim: Claim) -> Claim:
    """The same of data whose entries are values of their law."""
    values: dict[Term, Term] = {}
    for node in subterms(claim.right):
        law, point = node.args if node.head == "pdf" else (None, None)
        array = point.args[0] if point is not None and point.head == "index" else None
        outcome = law.sort.outcome if law is not None and isinstance(law.sort, Law) else None
        if law is not None and law.data == "bernoulli":
            outcome = Scalar(lower=Fraction(0), upper=Fraction(1), integer=True)
        if (
            array is not None
            and array.head == "symbol"
            and isinstance(array.sort, Vector)
            and isinstance(outcome, Scalar)
        ):
            values[array] = symbol(array.name, replace(array.sort, entry=outcome))
    left, right, *facts = (substitute(each, values) for each in (claim.left, claim.right, *claim.assumptions))
    return replace(claim, left=left, right=right, assumptions=tuple(facts))


def _up_to_a_constant(claim: Claim, parameters: set[str], data: Data, *, logarithm: bool) -> Claim:
    """The same, where a factor that does not depend on the parameters is left open; on those of the law, where the
    formula names none."""
    numbers = {each for each in claim.left.free | claim.right.free if not isinstance(each.sort, (Vector, Matrix))}
    named = {each for each in numbers if {each.name, f"{each.name}^2"} & parameters}
    variables = named or {each for each in numbers if each.name != spell(data.count)}
    left, right = (build.exp(side) if logarithm else side for side in (claim.left, claim.right))
    return replace(
        claim,
        left=left,
        right=right,
        relation="propto",
        variables=tuple(sorted(variables, key=lambda each: each.digest)),
    )
