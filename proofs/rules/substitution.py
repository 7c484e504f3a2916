"""Equals for equals in terms: what an equation says of a part of a term."""

from __future__ import annotations

from collections import Counter

from ..terms import build
from ..terms.term import Term

_JOINED = {"add": build.add, "mul": build.mul}


def replaced(term: Term, one: Term, other: Term) -> Term:
    """`term` with `other` wherever `one` stands: as a whole, as some of the parts of a sum or product of numbers, or
    as neighbours in a product of matrices. What a binder says of its own variable, the equation does not speak of.
    """
    if term is one:
        return other
    if term.size < one.size or (term.is_binder and term.args[0] in one.free | other.free):
        return term
    kept = 1 if term.is_binder else 0
    term = term.rebuild((*term.args[:kept], *(replaced(arg, one, other) for arg in term.args[kept:])))
    if term.head != one.head:
        return term
    if term.head in _JOINED:
        have, wanted = Counter(term.args), Counter(one.args)
        if wanted <= have:
            return _JOINED[term.head](*(have - wanted).elements(), other)
    if term.head == "matmul":
        count = len(one.args)
        for start in range(len(term.args) - count + 1):
            if term.args[start : start + count] == one.args:
                return build.matmul(*term.args[:start], other, *term.args[start + count :])
    return term
