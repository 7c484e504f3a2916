"""What is forgotten in a side: a normaliser, a term, a factor. What there is to forget is looked up in both sides."""

from __future__ import annotations

from .slips import Found, Pair, is_function, is_mean, script
from .syntax import Big, Group, Name, Script, Sum, bare, spell
from .written import Spot, Written

# what is forgotten of a normal density: with the variance as written, and how many there are
NORMALISERS = (r"- \frac{1}{2} \log(2 \pi VARIANCE)", r"- \frac{COUNT}{2} \log(2 \pi VARIANCE)")


def normaliser(pair: Pair, spot: Spot) -> Found:
    """The normaliser of a normal density forgotten, in it or in its logarithm."""
    if spot.role != "root":
        return
    side, whole = pair.side, pair.side.as_factor(spot.node)
    for variance in _variances(pair):
        yield "a normaliser", side.instead(spot.node, rf"\frac{{1}}{{\sqrt{{2 \pi {variance}}}}} {whole}")
        for count in ("", *_counts(pair)):
            form = NORMALISERS[bool(count)].replace("VARIANCE", variance).replace("COUNT", count)
            yield "a normaliser", f"{side.text} {form}"


def _variances(pair: Pair) -> list[str]:
    """The last argument of every \\mathcal{N}(x; mu, sigma^2)."""
    found = []
    for written in (pair.other, pair.side):
        for spot in written.spots:
            before, node = spot.before, spot.node
            named = isinstance(before, Name) and before.text in (r"\mathcal{N}", "N", r"\mathrm{N}")
            if named and isinstance(node, Group) and len(node.items) == 3:
                found.append(written.as_factor(node.items[-1]))
    return list(dict.fromkeys(found))


def _counts(pair: Pair) -> list[str]:
    """The upper bounds of sums and products."""
    found = [
        written.piece(spot.node.sup)
        for written in (pair.other, pair.side)
        for spot in written.spots
        if isinstance(spot.node, Big) and spot.node.sup is not None
    ]
    return list(dict.fromkeys(found))


def added(pair: Pair, spot: Spot) -> Found:
    """A term forgotten: one of the other side, a number, a square, a covariance."""
    if spot.role != "root":
        return
    side = pair.side
    forgotten = [*_terms_of(pair.other), *_companions(pair)]
    for name in _names(pair):
        forgotten += [name, f"{name}^2"] if "^" not in name else [name]
    here = {*_terms_of(side), pair.other.text}  # all of the other side is no term of it
    for term in dict.fromkeys([*forgotten, "1", r"\frac{1}{2}"]):
        if term not in here:
            yield f"the term {term}", f"{side.text} + {term}"
            if " + " not in term:
                yield f"the term {term}", f"{side.text} - {term}"


def _terms_of(written: Written) -> list[str]:
    node = written.root
    return [written.piece(term) for _, term in node.terms] if isinstance(node, Sum) else []


def _companions(pair: Pair) -> list[str]:
    """Var(X + Y) goes with a covariance, E[X^2] with the square of E[X], a square of a sum with a mixed term."""
    found = []
    for written in (pair.other, pair.side):
        for spot in written.spots:
            held = spot.node
            inner = bare(held.items[0]) if isinstance(held, Group) and len(held.items) == 1 else None
            before = spot.before
            if isinstance(before, Name) and before.word == "Var" and isinstance(inner, Sum) and len(inner.terms) == 2:
                one, other = (written.piece(term) for _, term in inner.terms)
                found.append(rf"2 \operatorname{{Cov}}({one}, {other})")
            if isinstance(inner, Sum) and len(inner.terms) == 2 and _is_squared(spot):
                one, other = (written.as_factor(term) for _, term in inner.terms)
                turned = one + script(pair.transpose)
                found += [f"2 {one} {other}", f"{one} {other} + {other} {one}", f"2 {turned} {other}"]
            if before is not None and is_mean(before) and isinstance(inner, Script) and spell(inner.sup) == "2":
                assert isinstance(held, Group)
                base = written.text[written.start(inner) : inner.base.end]
                opening = written.text[written.start(before) : written.start(inner)]
                closing = written.text[inner.end : held.end]
                found.append(f"{opening}{base}{closing}^2")
    return found


def _is_squared(spot: Spot) -> bool:
    above = spot.above.node if spot.above is not None else None
    return isinstance(above, Script) and above.base is spot.node and spell(above.sup) == "2"


def _names(pair: Pair) -> list[str]:
    """The plain names in both sides, with their subscripts."""
    found = []
    for written in (pair.side, pair.other):
        for spot in written.spots:
            node, above = spot.node, spot.above.node if spot.above else None
            if spot.role in ("sub", "sup", "other") or is_function(node):
                continue
            subscripted = isinstance(above, Script) and above.sub is not None
            whole = isinstance(node, Script) and isinstance(node.base, Name) and node.sup is None and not node.primes
            if whole or (isinstance(node, Name) and not subscripted):
                found.append(written.piece(node))
    return list(dict.fromkeys(found))[:8]


def symbol(pair: Pair, spot: Spot) -> Found:
    """A symbol too few in a term: n times it, or one over n of it."""
    if spot.role not in ("root", "term") or isinstance(spot.node, Sum) or not _at_top(spot):
        return
    one = spell(spot.node) == "1"
    for name in dict.fromkeys([*_counts(pair), *_names(pair)]):
        yield f"a factor {name}", pair.side.instead(spot.node, name) if one else pair.side.ahead(spot.node, f"{name} ")
        yield f"a factor 1/{name}", pair.side.ahead(spot.node, rf"\frac{{1}}{{{name}}} ")


def _at_top(spot: Spot) -> bool:
    return spot.above is None or spot.above.above is None
