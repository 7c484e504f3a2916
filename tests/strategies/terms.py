"""Places in terms, and terms put together anew by the makers of `build`, so that sorts stay true after a change."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from probatum.proofs.terms import build
from probatum.proofs.terms.term import Term

Path = tuple[int, ...]

MAKERS: dict[str, Callable[..., Term]] = {
    "add": build.add, "mul": build.mul, "pow": build.power, "max_of": build.max_of, "min_of": build.min_of,
    "factorial": build.factorial, "binomial": build.binomial, "apply": build.apply, "matmul": build.matmul,
    "transpose": build.transpose, "inverse": build.inverse, "trace": build.trace, "det": build.det, "diag": build.diag,
    "diagonal": build.diag, "hadamard": build.hadamard, "identity": build.identity, "fill": build.fill,
    "index": build.index, "softmax": build.softmax, "tabulate": build.tabulate, "range": build.between,
    "interval": build.interval, "sum": build.total, "product": build.product, "integral": build.integral,
    "hessian": build.hessian, "pdf": build.pdf, "expect": build.expect, "mean": build.mean,
    "variance": build.variance, "covariance": build.covariance, "probability": build.probability,
    "entropy": build.entropy, "cross_entropy": build.cross_entropy, "kl": build.kl, "js": build.js, "law": build.law,
    "and": build.both, "not": build.negation, "indicator": build.indicator, "independent": build.independent,
    "follows": build.follows,
}  # fmt: skip


def remake(term: Term, args: tuple[Term, ...]) -> Term:
    """A term of the same head over other arguments, its sort computed anew."""
    match term.head:
        case "fn":
            return build.fn(str(term.data), *args)
        case "norm":
            return build.norm(args[0], term.data)
        case "derivative":
            return build.derivative(*args, layout=term.data)
        case "relation":
            return build.relation(str(term.data), *args)
        case "density":
            targets, givens = term.data
            family, *points = args
            at = dict(zip((*targets, *givens), points, strict=True))
            return build.density(family, {k: at[k] for k in targets}, {k: at[k] for k in givens})
    maker = MAKERS.get(term.head)
    return term.rebuild(args) if maker is None else maker(*args)


def places(term: Term, path: Path = ()) -> Iterator[tuple[Path, Term]]:
    """Every place of a term that holds a value: no bound symbol, no function symbol, no family."""
    yield path, term
    skip = 1 if term.is_binder or term.head in ("apply", "density", "prime") else 0
    for position, arg in enumerate(term.args):
        if position >= skip:
            yield from places(arg, (*path, position))


def put(term: Term, path: Path, new: Term) -> Term:
    """The term with what stands at a path replaced."""
    if not path:
        return new
    args = list(term.args)
    args[path[0]] = put(args[path[0]], path[1:], new)
    return remake(term, tuple(args))


def at(term: Term, path: Path) -> Term:
    for position in path:
        term = term.args[position]
    return term


def scope(term: Term, path: Path) -> dict[Term, Term]:
    """The bound symbols that may occur at a path, with their domains (a derivative has none)."""
    found: dict[Term, Term] = {}
    for position in path:
        inner = 1 if term.head in ("derivative", "hessian") else 2
        if term.is_binder and position == inner:
            found[term.args[0]] = term.args[2 if inner == 1 else 1]
        term = term.args[position]
    return found
