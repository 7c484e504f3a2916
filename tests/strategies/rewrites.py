"""True rewrites: each takes a place in a term and gives another term with the same value wherever both are defined.

A rule is (rng, term, scope) -> term or None, with `scope` the bound symbols at that place and their domains. The
rules are ours alone, stated on terms: the prover shares none of them.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from random import Random

from probatum.proofs.terms import build
from probatum.proofs.terms.build import (
    HALF,
    MINUS_ONE,
    ONE,
    TWO,
    ZERO,
    add,
    density,
    div,
    dot,
    exp,
    fn,
    hadamard,
    identity,
    index,
    inverse,
    log,
    matmul,
    mean,
    mul,
    neg,
    number,
    power,
    scalar_sort,
    sqrt,
    sub,
    total,
    trace,
    transpose,
)  # fmt: skip
from probatum.proofs.terms.sorts import NATURAL, Family, Matrix, Outcome, RandomVariable, Scalar, Vector
from probatum.proofs.terms.term import Term, substitute, symbol

from .symbols import SPACES, U, V, W
from .symbols import n as N
from .terms import places, put
from .terms import scope as scope_at

Scope = dict[Term, Term]
Rule = Callable[[Random, Term, Scope], Term | None]
RULES: dict[str, tuple[frozenset[str], Rule]] = {}  # name: heads it may apply to (none: all), the rule


def rule(*heads: str) -> Callable[[Rule], Rule]:
    def enter(made: Rule) -> Rule:
        RULES[made.__name__] = frozenset(heads), made
        return made

    return enter


def is_scalar(term: Term) -> bool:
    return isinstance(build.value_sort(term), Scalar)


def positive(term: Term) -> bool:
    found = scalar_sort(term)
    return found is not None and found.positive


def two_parts(rng: Random, term: Term) -> tuple[tuple[Term, ...], tuple[Term, ...]]:
    cut = rng.randrange(1, len(term.args))
    return term.args[:cut], term.args[cut:]


# ------------------------------------------------------------------ arithmetic


@rule("add", "hadamard", "max_of", "min_of")
def commute(rng: Random, term: Term, scope: Scope) -> Term | None:
    made = {"add": add, "hadamard": hadamard, "max_of": build.max_of, "min_of": build.min_of}[term.head]
    return made(*rng.sample(term.args, len(term.args)))


@rule("mul")
def commute_factors(rng: Random, term: Term, scope: Scope) -> Term | None:
    return mul(*rng.sample(term.args, len(term.args)))


@rule("mul")
def distribute(rng: Random, term: Term, scope: Scope) -> Term | None:
    sums = [arg for arg in term.args if arg.head == "add"]
    if not sums:
        return None
    chosen = rng.choice(sums)
    place = term.args.index(chosen)
    return add(*(mul(*term.args[:place], part, *term.args[place + 1 :]) for part in chosen.args))


@rule("add")
def collect(rng: Random, term: Term, scope: Scope) -> Term | None:
    """a f + a g = a (f + g) for the first factor of two neighbours."""
    for k, (one, other) in enumerate(zip(term.args, term.args[1:], strict=False)):
        if one.head == other.head == "mul" and one.args[0] is other.args[0] and is_scalar(one):
            inner = add(*(mul(*part.args[1:]) if len(part.args) > 2 else part.args[1] for part in (one, other)))
            whole = (*term.args[:k], mul(one.args[0], inner), *term.args[k + 2 :])
            return add(*whole)
    return None


@rule()
def add_nothing(rng: Random, term: Term, scope: Scope) -> Term | None:
    if not is_scalar(term) or term.size > 12:
        return None
    extra = rng.choice([t for _, t in places(term) if is_scalar(t)])
    return add(term, extra, neg(extra)) if _stands_alone(extra, term) else None


@rule()
def multiply_by_one(rng: Random, term: Term, scope: Scope) -> Term | None:
    candidates = [t for _, t in places(term) if is_scalar(t) and positive(t) and t.size < 8]
    if not is_scalar(term) or term.size > 12 or not candidates:
        return None
    extra = rng.choice(candidates)
    return mul(term, extra, power(extra, MINUS_ONE)) if _stands_alone(extra, term) else None


def _stands_alone(part: Term, term: Term) -> bool:
    """Whether a part of a term means the same outside of it: no bound symbol, nothing random."""
    bound = {inner.args[0] for _, inner in places(term) if inner.is_binder}
    return part.free.isdisjoint(bound) and not _random(part)


@rule()
def negate_twice(rng: Random, term: Term, scope: Scope) -> Term | None:
    return mul(MINUS_ONE, add(mul(MINUS_ONE, term), ZERO)) if is_scalar(term) and term.size < 10 else None


@rule("pow")
def multiply_out(rng: Random, term: Term, scope: Scope) -> Term | None:
    base, exponent = term.args
    if exponent is TWO:
        if base.head == "add":
            one, other = (add(*part) for part in two_parts(rng, base))
            return add(power(one, TWO), mul(TWO, one, other), power(other, TWO))
        return mul(base, base)
    if exponent.head == "number" and exponent.value == 3:
        return mul(base, power(base, TWO))
    return None


@rule("pow")
def split_power(rng: Random, term: Term, scope: Scope) -> Term | None:
    base, exponent = term.args
    if base.head == "mul" and is_scalar(base) and (exponent is MINUS_ONE or all(map(positive, base.args))):
        return mul(*(power(part, exponent) for part in base.args))
    if exponent.head == "add" and positive(base):
        return mul(*(power(base, part) for part in exponent.args))
    if exponent is HALF and base.head == "pow" and base.args[1] is TWO:
        return fn("abs", base.args[0])
    if positive(base) and exponent.head != "number":
        return exp(mul(exponent, log(base)))
    return None


@rule("number")
def split_number(rng: Random, term: Term, scope: Scope) -> Term | None:
    part = Fraction(rng.randint(1, 3))
    return (
        add(number(term.value - part), number(part))
        if rng.random() < 0.5
        else mul(number(term.value / part), number(part))
    )


# ------------------------------------------------------------------ functions of one scalar


@rule("fn")
def exp_of_sum(rng: Random, term: Term, scope: Scope) -> Term | None:
    inside = term.args[0]
    if term.data != "exp" or not is_scalar(term):
        return None
    if inside.head == "add":
        return mul(*(exp(part) for part in inside.args))
    if inside.head == "mul" and any(arg is TWO for arg in inside.args):
        rest = [arg for arg in inside.args if arg is not TWO] or [ONE]
        return power(exp(mul(*rest, *[TWO] * (len(inside.args) - len(rest) - 1))), TWO)
    return power(exp(neg(inside)), MINUS_ONE)


@rule("fn")
def log_of_product(rng: Random, term: Term, scope: Scope) -> Term | None:
    inside = term.args[0]
    if term.data != "log" or not is_scalar(term):
        return None
    if inside.head == "mul" and all(map(positive, inside.args)):
        return add(*(log(part) for part in inside.args))
    if inside.head == "pow" and positive(inside.args[0]):
        return mul(inside.args[1], log(inside.args[0]))
    if inside.head == "fn" and inside.data == "exp":
        return inside.args[0]
    if inside.head == "sum" or inside.head == "add":
        return neg(log(power(inside, MINUS_ONE)))
    return None


@rule()
def through_log(rng: Random, term: Term, scope: Scope) -> Term | None:
    if not is_scalar(term) or term.size > 8:
        return None
    return exp(log(term)) if positive(term) and rng.random() < 0.5 else log(exp(term))


@rule()
def through_root(rng: Random, term: Term, scope: Scope) -> Term | None:
    return power(sqrt(term), TWO) if is_scalar(term) and positive(term) and term.size < 8 else None


@rule("fn")
def by_definition(rng: Random, term: Term, scope: Scope) -> Term | None:
    x = term.args[0]
    if not is_scalar(term):
        return None
    ways: dict[str, list[Callable[[], Term]]] = {
        "sigmoid": [lambda: power(add(ONE, exp(neg(x))), MINUS_ONE), lambda: sub(ONE, fn("sigmoid", neg(x))),
                    lambda: div(exp(x), add(ONE, exp(x)))],
        "tanh": [lambda: sub(mul(TWO, fn("sigmoid", mul(TWO, x))), ONE), lambda: neg(fn("tanh", neg(x))),
                 lambda: div(sub(exp(x), exp(neg(x))), add(exp(x), exp(neg(x))))],
        "softplus": [lambda: log(add(ONE, exp(x))), lambda: add(x, fn("softplus", neg(x))),
                     lambda: neg(log(fn("sigmoid", neg(x))))],
        "relu": [lambda: build.max_of(x, ZERO), lambda: div(add(x, fn("abs", x)), TWO)],
        "cosh": [lambda: mul(HALF, add(exp(x), exp(neg(x)))), lambda: fn("cosh", neg(x))],
        "abs": [lambda: sqrt(power(x, TWO)), lambda: fn("abs", neg(x)), lambda: build.max_of(x, neg(x))],
        "sin": [lambda: neg(fn("sin", neg(x)))],
        "cos": [lambda: fn("cos", neg(x))],
    }  # fmt: skip
    if term.data == "abs" and x.head == "mul":
        return mul(*(fn("abs", part) for part in x.args))
    return rng.choice(ways[str(term.data)])() if term.data in ways else None


@rule("max_of", "min_of")
def extremes(rng: Random, term: Term, scope: Scope) -> Term | None:
    if len(term.args) != 2:
        return None
    one, other = term.args
    gap = fn("abs", sub(one, other))
    if term.head == "max_of":
        return rng.choice([mul(HALF, add(one, other, gap)), add(one, fn("relu", sub(other, one)))])
    return rng.choice([mul(HALF, add(one, other, neg(gap))), neg(build.max_of(neg(one), neg(other)))])


# ------------------------------------------------------------------ sums and products


@rule("sum", "product", "expect", "law", "integral")
def rename_bound(rng: Random, term: Term, scope: Scope) -> Term | None:
    variable, domain, body = term.args
    other = symbol(rng.choice("kluvr") + "1", variable.sort)
    if other in body.free or other in scope:
        return None
    return _bind(term, other, domain, substitute(body, {variable: other}))


def _bind(term: Term, variable: Term, domain: Term, body: Term) -> Term:
    made = {
        "sum": total,
        "product": build.product,
        "expect": build.expect,
        "law": build.law,
        "integral": build.integral,
    }
    return made[term.head](variable, domain, body)


@rule("sum")
def swap_sums(rng: Random, term: Term, scope: Scope) -> Term | None:
    outer, domain, body = term.args
    if body.head != "sum" or outer in body.args[1].free or body.args[0] is outer:
        return None
    inner, other, deep = body.args
    return total(inner, other, total(outer, domain, deep)) if inner not in domain.free else None


@rule("sum", "expect", "integral")
def split_sum(rng: Random, term: Term, scope: Scope) -> Term | None:
    variable, domain, body = term.args
    if body.head == "add":
        return add(*(_bind(term, variable, domain, part) for part in body.args))
    if body.head == "mul":
        out = [part for part in body.args if variable not in part.free]
        rest = [part for part in body.args if variable in part.free]
        if out and rest and all(map(is_scalar, body.args)):
            return mul(*out, _bind(term, variable, domain, mul(*rest)))
    return None


@rule("mul")
def into_sum(rng: Random, term: Term, scope: Scope) -> Term | None:
    sums = [part for part in term.args if part.head in ("sum", "expect")]
    if not sums or not all(map(is_scalar, term.args)):
        return None
    chosen = rng.choice(sums)
    variable, domain, body = chosen.args
    rest = list(term.args)
    rest.remove(chosen)
    if any(variable in part.free for part in rest):
        return None
    return _bind(chosen, variable, domain, mul(*rest, body))


@rule("pow")
def square_of_sum(rng: Random, term: Term, scope: Scope) -> Term | None:
    base, exponent = term.args
    if exponent is not TWO or base.head != "sum":
        return None
    variable, domain, body = base.args
    other = symbol("l2", variable.sort)
    if other in body.free:
        return None
    twin = substitute(body, {variable: other})
    return total(variable, domain, total(other, domain, mul(body, twin)))


@rule("fn")
def exp_of_sum_over(rng: Random, term: Term, scope: Scope) -> Term | None:
    inside = term.args[0]
    if inside.head == "sum" and term.data == "exp" and is_scalar(term) and inside.args[1].head == "range":
        return build.product(inside.args[0], inside.args[1], exp(inside.args[2]))
    if inside.head == "product" and term.data == "log" and positive(inside.args[2]):
        return total(inside.args[0], inside.args[1], log(inside.args[2]))
    return None


@rule("product")
def split_product(rng: Random, term: Term, scope: Scope) -> Term | None:
    variable, domain, body = term.args
    if body.head == "mul":
        return mul(*(build.product(variable, domain, part) for part in body.args))
    if body.head == "fn" and body.data == "exp":
        return exp(total(variable, domain, body.args[0]))
    if variable not in body.free and domain.args[0] is ONE:
        return power(body, domain.args[1])
    return None


@rule("sum")
def shift_index(rng: Random, term: Term, scope: Scope) -> Term | None:
    variable, domain, body = term.args
    if domain.head != "range":
        return None
    low, high = domain.args
    if rng.random() < 0.4 and low is ONE and high is N:
        first = substitute(body, {variable: ONE})
        return add(first, total(variable, build.between(TWO, high), body))
    if variable not in body.free and low is ONE:
        return mul(high, body) if is_scalar(body) else None
    backwards = substitute(body, {variable: add(low, high, neg(variable))})
    return total(variable, domain, backwards) if rng.random() < 0.3 else None


@rule("index")
def through_delta(rng: Random, term: Term, scope: Scope) -> Term | None:
    """x_j = sum_i [i = j] x_i, for an index j that is bound to the same range."""
    array, *at = term.args
    domain = scope.get(at[0])
    other = symbol("d3", at[0].sort)
    if domain is None or domain.head != "range" or len(at) != 1 or other in term.free:
        return None
    return total(other, domain, mul(build.indicator(build.equal(other, at[0])), index(array, other)))


# ------------------------------------------------------------------ vectors and matrices


def _square(term: Term) -> bool:
    sort = build.value_sort(term)
    return isinstance(sort, Matrix) and sort.rows is sort.columns


@rule("transpose")
def transpose_inwards(rng: Random, term: Term, scope: Scope) -> Term | None:
    inside = term.args[0]
    match inside.head:
        case "add":
            return add(*map(transpose, inside.args))
        case "matmul":
            return matmul(*(transpose(part) for part in reversed(inside.args)))
        case "inverse":
            return inverse(transpose(inside.args[0]))
        case "mul":
            return mul(*(transpose(part) for part in inside.args))
        case "hadamard":
            return hadamard(*map(transpose, inside.args))
    return inside if "symmetric" in build.traits(inside) else None


@rule()
def of_matrices(rng: Random, term: Term, scope: Scope) -> Term | None:
    sort = build.value_sort(term)
    if not isinstance(sort, Matrix) or term.size > 9:
        return None
    if sort.rows is sort.columns:
        known = build.traits(term)
        if "invertible" in known and rng.random() < 0.4:
            return inverse(inverse(term)) if rng.random() < 0.5 else matmul(term, term, inverse(term))
        if "symmetric" in known and rng.random() < 0.4:
            return transpose(term)
        if "orthogonal" in known and rng.random() < 0.5:
            return transpose(inverse(term))
        if rng.random() < 0.3:
            return matmul(term, identity(sort.rows))
    return transpose(add(transpose(term), mul(ZERO, transpose(term)))) if rng.random() < 0.3 else None


@rule("trace")
def trace_cyclic(rng: Random, term: Term, scope: Scope) -> Term | None:
    inside = term.args[0]
    if inside.head == "matmul":
        one, other = two_parts(rng, inside)
        return build.trace(matmul(*other, *one))
    if inside.head == "add":
        return add(*map(trace, inside.args))
    if inside.head == "transpose":
        return trace(inside.args[0])
    if inside.head == "mul":
        return mul(*(trace(part) if build.is_array(part) else part for part in inside.args))
    at = symbol("d", NATURAL)
    if rng.random() < 0.5 or at in term.free:
        return trace(transpose(inside))
    return total(at, build.between(ONE, build.shape(inside)[0]), index(inside, at, at))


@rule("matmul")
def distribute_matrices(rng: Random, term: Term, scope: Scope) -> Term | None:
    for k, part in enumerate(term.args):
        if part.head == "add":
            pieces = [(*term.args[:k], one, *term.args[k + 1 :]) for one in part.args]
            return add(*(matmul(*piece) for piece in pieces))
        if part.head == "mul":
            scale = [p for p in part.args if not build.is_array(p)]
            array = next(p for p in part.args if build.is_array(p))
            return mul(*scale, matmul(*term.args[:k], array, *term.args[k + 1 :]))
        if part.head == "identity" and len(term.args) > 2:
            return matmul(*term.args[:k], *term.args[k + 1 :])
    return None


@rule("matmul")
def scalar_products(rng: Random, term: Term, scope: Scope) -> Term | None:
    """x^T A y = y^T A^T x = tr(A y x^T); x^T y = sum_i x_i y_i."""
    if build.is_array(term):
        return None
    left, right = matmul(*term.args[:-1]) if len(term.args) > 2 else term.args[0], term.args[-1]
    way = rng.randrange(3)
    if way == 0:
        return matmul(*(transpose(part) for part in reversed(term.args)))
    if way == 1:
        return trace(matmul(right, left))
    at = symbol("e", NATURAL)
    if at in term.free:
        return None
    column = transpose(left)
    return total(at, build.between(ONE, build.shape(right)[0]), mul(index(column, at), index(right, at)))


@rule("inverse", "det")
def of_products(rng: Random, term: Term, scope: Scope) -> Term | None:
    inside = term.args[0]
    made = inverse if term.head == "inverse" else build.det
    if inside.head == "matmul" and all(map(_square, inside.args)):
        parts = [made(part) for part in reversed(inside.args)]
        return matmul(*parts) if term.head == "inverse" else mul(*parts)
    if inside.head == "transpose":
        return transpose(made(inside.args[0])) if term.head == "inverse" else made(inside.args[0])
    if inside.head == "inverse":
        return inside.args[0] if term.head == "inverse" else power(made(inside.args[0]), MINUS_ONE)
    if inside.head == "mul":
        scale = mul(*(part for part in inside.args if not build.is_array(part)))
        array = next(part for part in inside.args if build.is_array(part))
        if term.head == "inverse":
            return mul(power(scale, MINUS_ONE), inverse(array))
        return mul(power(scale, build.shape(array)[0]), build.det(array))
    return None


@rule("norm", "hadamard", "softmax", "diag")
def arrays_by_definition(rng: Random, term: Term, scope: Scope) -> Term | None:
    x = term.args[0]
    match term.head:
        case "norm" if term.data in ("2", "fro"):
            return sqrt(dot(x, x))
        case "hadamard" if isinstance(build.value_sort(x), Vector):
            return matmul(build.diag(x), term.args[1])
        case "softmax":
            size = build.shape(x)[0]
            at = symbol("e", NATURAL)
            if at in term.free:
                return None
            return mul(power(total(at, build.between(ONE, size), exp(index(x, at))), MINUS_ONE), exp(x))
    return None


@rule("index")
def entry_of(rng: Random, term: Term, scope: Scope) -> Term | None:
    array, *at = term.args
    match array.head:
        case "add":
            return add(*(index(part, *at) for part in array.args))
        case "matmul":
            middle = symbol("f", NATURAL)
            left, right = array.args[0], matmul(*array.args[1:]) if len(array.args) > 2 else array.args[1]
            size = build.shape(left)[1]
            if size is ONE or middle in term.free:
                return None
            tail = index(right, middle, *at[1:])
            return total(middle, build.between(ONE, size), mul(index(left, at[0], middle), tail))
        case "transpose" if len(at) == 2:
            return index(array.args[0], at[1], at[0])
        case "hadamard":
            return mul(*(index(part, *at) for part in array.args))
        case "fn":
            return fn(str(array.data), index(array.args[0], *at))
    return None


# ------------------------------------------------------------------ derivatives


@rule("derivative")
def differentiate_once(rng: Random, term: Term, scope: Scope) -> Term | None:
    """Linearity, the product rule and the chain rule, one step; by a number, or of a number by an array."""
    variable, body, point = term.args
    if point is not variable or build.is_array(body):
        return None

    def slope(part: Term) -> Term:
        return build.derivative(variable, part, layout=term.data)

    if variable not in body.free:
        rows, columns = build.shape(term)
        return ZERO if rows is ONE and columns is ONE else None
    if body is variable:
        return ONE if is_scalar(variable) else None
    match body.head:
        case "add" if all(variable in part.free for part in body.args):
            return add(*map(slope, body.args))
        case "mul":
            moving = [k for k, part in enumerate(body.args) if variable in part.free]
            return add(*(mul(*body.args[:k], *body.args[k + 1 :], slope(body.args[k])) for k in moving))
        case "pow" if body.args[1].head == "number":
            base, exponent = body.args
            return mul(exponent, power(base, number(exponent.value - 1)), slope(base))
        case "fn" if body.data in _SLOPES:
            inner = body.args[0]
            return mul(_SLOPES[str(body.data)](inner), slope(inner))
        case "apply" if body.args[0].head in ("symbol", "prime"):
            function, inner = body.args
            return mul(build.apply(build.prime(function, 0), inner), slope(inner))
        case "sum" if body.args[1].head == "range":
            return total(body.args[0], body.args[1], slope(body.args[2])) if is_scalar(variable) else None
    return None


_SLOPES: dict[str, Callable[[Term], Term]] = {
    "exp": exp,
    "log": lambda x: power(x, MINUS_ONE),
    "sigmoid": lambda x: mul(fn("sigmoid", x), sub(ONE, fn("sigmoid", x))),
    "tanh": lambda x: sub(ONE, power(fn("tanh", x), TWO)),
    "softplus": lambda x: fn("sigmoid", x),
    "sin": lambda x: fn("cos", x),
    "cos": lambda x: neg(fn("sin", x)),
    "cosh": lambda x: fn("sinh", x),
    "sinh": lambda x: fn("cosh", x),
}


# ------------------------------------------------------------------ densities


def _points(term: Term) -> tuple[Term, dict[str, Term], dict[str, Term]]:
    family, *points = term.args
    targets, givens = term.data
    at = dict(zip((*targets, *givens), points, strict=True))
    return family, {k: at[k] for k in targets}, {k: at[k] for k in givens}


@rule("density")
def condition(rng: Random, term: Term, scope: Scope) -> Term | None:
    """p(x, y | z) = p(x | y, z) p(y | z); p(x | y) = p(x, y) / p(y); Bayes; p(x) = sum_y p(x, y)."""
    family, targets, givens = _points(term)
    way = rng.randrange(3)
    if way == 0 and len(targets) > 1:
        one = rng.choice(sorted(targets))
        rest = {k: v for k, v in targets.items() if k != one}
        return mul(density(family, {one: targets[one]}, {**rest, **givens}), density(family, rest, givens))
    if way == 1 and givens:
        if rng.random() < 0.5 and len(givens) == 1:
            turned = density(family, givens, targets)
            return div(mul(turned, density(family, targets)), density(family, givens))
        return div(density(family, {**targets, **givens}), density(family, givens))
    left = [label for label in ("x", "y", "z") if label not in targets and label not in givens]
    if left and way == 2:
        label = rng.choice(left)
        point = _fresh_point(label, term, scope)
        return total(point, SPACES[label], density(family, {**targets, label: point}, givens))
    return None


def _fresh_point(label: str, term: Term, scope: Scope) -> Term:
    serial = 0
    while (point := symbol(label, Outcome(label), serial)) in term.free | set(scope):
        serial += 1
    return point


@rule()
def sum_of_density(rng: Random, term: Term, scope: Scope) -> Term | None:
    """t = sum_x p(x) t, for an x that t does not hold."""
    families = [s for s in term.free if isinstance(s.sort, Family)]
    if any(part.head == "parametrised" for _, here in places(term) for part in here.args):
        return None
    if not families or not is_scalar(term) or term.size > 12:
        return None
    label = rng.choice("xyz")
    point = _fresh_point(label, term, scope)
    return total(point, SPACES[label], mul(density(families[0], {label: point}), term))


@rule("kl", "js", "entropy", "cross_entropy", "expect", "uncertainty", "information")
def divergences(rng: Random, term: Term, scope: Scope) -> Term | None:
    """By definition; cross-entropy = entropy + KL; H(x | y) = H(x, y) - H(y); I(x; y) = H(x) - H(x | y)."""
    match term.head:
        case "uncertainty":
            targets, givens = term.data
            if givens:
                both = build.uncertainty(term.args[0], targets + givens)
                return sub(both, build.uncertainty(term.args[0], givens))
            if len(targets) > 1:
                return add(build.uncertainty(term.args[0], targets[:1]),
                           build.uncertainty(term.args[0], targets[1:], targets[:1]))  # fmt: skip
            return None
        case "information":
            one, other, givens = term.data
            if givens:
                return None
            if rng.random() < 0.4:
                return build.information(term.args[0], other, one)
            return sub(build.uncertainty(term.args[0], one), build.uncertainty(term.args[0], one, other))
        case "expect":
            variable, law, body = term.args
            if law.head != "law":
                return None
            return total(variable, law.args[1], mul(build.pdf(law, variable), body))
    p = term.args[0]
    laws = term.args
    if any(law.head != "law" for law in laws) or any(law.args[0] is not p.args[0] for law in laws):
        return None
    point, domain, weight = p.args
    other = laws[-1].args[2]
    if term.head == "entropy":
        return neg(total(point, domain, mul(weight, log(weight))))
    if term.head == "cross_entropy":
        return add(build.entropy(p), build.kl(*laws)) if rng.random() < 0.5 else build.expect(point, p, neg(log(other)))
    if term.head == "kl":
        way = rng.randrange(3)
        if way == 0:
            return sub(build.cross_entropy(*laws), build.entropy(p))
        if way == 1:
            return build.expect(point, p, sub(log(weight), log(other)))
        return total(point, domain, mul(weight, log(div(weight, other))))
    if rng.random() < 0.5:
        return build.js(laws[1], laws[0])
    middle = build.law(point, domain, mul(HALF, add(weight, other)))
    return mul(HALF, add(build.kl(laws[0], middle), build.kl(laws[1], middle)))


# ------------------------------------------------------------------ random variables


@rule("mean")
def linear_mean(rng: Random, term: Term, scope: Scope) -> Term | None:
    body, *givens = term.args
    if body.head == "add":
        return add(*(mean(part, *givens) for part in body.args))
    if body.head == "mul":
        out = [part for part in body.args if not _random(part)]
        rest = [part for part in body.args if _random(part)]
        if out and rest:
            return mul(*out, mean(mul(*rest), *givens))
    if not givens and rng.random() < 0.5 and term.size < 8:
        return mean(mean(body, rng.choice((U, V, W))))
    return None


def _random(term: Term) -> frozenset[Term]:
    return frozenset(s for s in term.free if isinstance(s.sort, RandomVariable))


@rule("variance", "covariance")
def second_moments(rng: Random, term: Term, scope: Scope) -> Term | None:
    if term.head == "variance":
        body, *givens = term.args
        if givens:
            return None
        if body.head == "add" and rng.random() < 0.6:
            one, other = (add(*part) for part in two_parts(rng, body))
            return add(build.variance(one), build.variance(other), mul(TWO, build.covariance(one, other)))
        if body.head == "mul" and body.args[0].head == "number":
            return mul(power(body.args[0], TWO), build.variance(mul(*body.args[1:])))
        if rng.random() < 0.3:
            return build.covariance(body, body)
        return sub(mean(power(body, TWO)), power(mean(body), TWO))
    one, other, *givens = term.args
    if givens:
        return None
    if one.head == "add":
        return add(*(build.covariance(part, other) for part in one.args))
    if rng.random() < 0.4:
        return build.covariance(other, one)
    return sub(mean(mul(one, other)), mul(mean(one), mean(other)))


@rule("probability")
def complement(rng: Random, term: Term, scope: Scope) -> Term | None:
    event, *givens = term.args
    if givens:
        return div(build.probability(build.both(event, *givens)), build.probability(build.both(*givens)))
    turned = build.negation(event) if event.head != "not" else event.args[0]
    return sub(ONE, build.probability(turned)) if rng.random() < 0.6 else mean(build.indicator(event))


# ------------------------------------------------------------------ function symbols


@rule("apply")
def parity(rng: Random, term: Term, scope: Scope) -> Term | None:
    function, inside = term.args
    if function.head != "symbol":
        return None
    if "even" in function.sort.traits:
        return build.apply(function, neg(inside))
    if "odd" in function.sort.traits:
        return neg(build.apply(function, neg(inside)))
    return None


def rewrite(rng: Random, term: Term, steps: int, most: int = 90) -> tuple[Term, tuple[str, ...]]:
    """A term with the same value by random rewrites at random places, and the names of the rewrites."""
    done: list[str] = []
    for _ in range(steps * 4):
        if len(done) >= steps or term.size > most:
            break
        path, here = rng.choice(list(places(term)))
        fitting = [name for name, (heads, _) in RULES.items() if here.head in heads]
        open_to_all = [name for name, (heads, _) in RULES.items() if not heads]
        name = rng.choice(fitting) if fitting and rng.random() < 0.8 else rng.choice(open_to_all)
        if not has_value(here):
            continue
        new = RULES[name][1](rng, here, scope_at(term, path))
        if new is None or new is here or new.size > most:
            continue
        term = put(term, path, new)
        done.append(name)
    return term, tuple(done)


def has_value(term: Term) -> bool:
    return isinstance(build.value_sort(term), (Scalar, Vector, Matrix))


__all__ = ["RULES", "rewrite"]
