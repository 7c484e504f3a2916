"""The meaning of arithmetic, arrays and statements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from flint import acb, arb, fmpq

from ..errors import BudgetExceeded, DomainError, UnsupportedNotion
from ..terms.build import MINUS_ONE, branches_of
from ..terms.term import Term
from . import arithmetic, arrays
from .arithmetic import ONE, ZERO, Undecided
from .arrays import depth, entries, of_depth, refill, rows_of
from .dual import Number, primal
from .evaluate import LARGEST_LOOP, Evaluator, Value, handles


@handles("constant")
def _constant(run: Evaluator, term: Term) -> Value:
    if term.data == "pi":
        return arb.pi()
    if term.data == "euler_gamma":
        return arb.const_euler()
    raise DomainError("arithmetic with infinity")


@handles("add")
def _add(run: Evaluator, term: Term) -> Value:
    value = run.value
    total = value(term.args[0])
    if isinstance(total, list):
        for part in term.args[1:]:
            total = arrays.add(total, value(part))
        return total
    for part in term.args[1:]:
        total = total + value(part)
    return total


@handles("mul")
def _mul(run: Evaluator, term: Term) -> Value:
    factor: Number = ONE
    array = None
    for part in term.args:
        if part.head == "pow" and part.args[1] is MINUS_ONE:
            factor = arithmetic.divide(factor, run.value(part.args[0]))
            continue
        try:
            found = run.value(part)
        except DomainError:
            if not (_is_log_of_zero(run, part) and _has_zero_factor(run, term)):
                raise
            found = ZERO
        if isinstance(found, list):
            array = found
        else:
            factor = found if factor is ONE else factor * found
    return factor if array is None else arrays.scale(factor, array)


def _is_log_of_zero(run: Evaluator, term: Term) -> bool:
    if term.head != "fn" or term.data != "log" or depth(term.sort):
        return False
    inside = run.value(term.args[0])
    return isinstance(inside, fmpq) and inside == 0


def _has_zero_factor(run: Evaluator, term: Term) -> bool:
    """Whether a product is zero by the convention 0 log 0 = 0."""
    factors = (part for part in term.args if not (part.head == "pow" and part.args[1] is MINUS_ONE))
    others = [part for part in factors if not (part.head == "fn" and part.data == "log")]
    return any(isinstance(value, fmpq) and value == 0 for value in map(run.value, others))


@handles("pow")
def _pow(run: Evaluator, term: Term) -> Value:
    base, exponent = run.numbers(term.args)
    if isinstance(base, arb) and isinstance(exponent, fmpq):
        exact = _power_of_root(run, term.args[0], exponent)
        if exact is not None:
            return exact
    return arithmetic.power(base, exponent)


def _power_of_root(run: Evaluator, base: Term, exponent: fmpq) -> fmpq | None:
    """The square of a root is exactly what the root is of."""
    defined = run.definition(base)
    if defined is not None:
        with run.outside():
            return _power_of_root(run, defined, exponent)
    if base.head != "pow":
        return None
    inside, inner = run.numbers(base.args)
    if not isinstance(inside, fmpq) or not isinstance(inner, fmpq) or (inner * exponent).q != 1:
        return None
    found = arithmetic.whole_power(inside, int((inner * exponent).p))
    return found if isinstance(found, fmpq) else None


@handles("fn")
def _fn(run: Evaluator, term: Term) -> Value:
    name = str(term.data)
    inner = term.args[0]
    found = run.value(inner)  # also where it is not needed: it may be undefined
    if name == "exp" and inner.head == "fn" and inner.data == "log":
        exact = run.value(inner.args[0])
        if isinstance(exact, fmpq):  # e^(log 2) is 2, and so a power of what is negative
            return exact
    if isinstance(found, list):
        return refill(found, [arithmetic.elementary(name, entry) for entry in entries(found)])
    return arithmetic.elementary(name, found)


@handles("max_of")
def _max_of(run: Evaluator, term: Term) -> Value:
    return arithmetic.largest(run.numbers(term.args))


@handles("min_of")
def _min_of(run: Evaluator, term: Term) -> Value:
    return arithmetic.least(run.numbers(term.args))


@handles("cases")
def _cases(run: Evaluator, term: Term) -> Value:
    """Only the branch that holds is evaluated: the others may be undefined."""
    branches, otherwise = branches_of(term.args)
    for condition, value in branches:
        if run.value(condition):
            return run.value(value)
    if otherwise is None:
        raise DomainError("none of the cases holds")
    return run.value(otherwise)


@handles("factorial")
def _factorial(run: Evaluator, term: Term) -> Value:
    return arithmetic.factorial(run.value(term.args[0]))


@handles("binomial")
def _binomial(run: Evaluator, term: Term) -> Value:
    return arithmetic.binomial(*run.numbers(term.args))


@handles("beta")
def _beta(run: Evaluator, term: Term) -> Value:
    return arithmetic.beta(*run.numbers(term.args))


# ------------------------------------------------------------------ arrays


@handles("matmul")
def _matmul(run: Evaluator, term: Term) -> Value:
    found = arrays.chain([rows_of(value) for value in run.numbers(term.args)])
    return of_depth(found, depth(term.sort))


@handles("transpose")
def _transpose(run: Evaluator, term: Term) -> Value:
    return of_depth(arrays.transpose(rows_of(run.value(term.args[0]))), depth(term.sort))


@handles("inverse")
def _inverse(run: Evaluator, term: Term) -> Value:
    return arrays.inverse(rows_of(run.value(term.args[0])))


@handles("trace")
def _trace(run: Evaluator, term: Term) -> Value:
    return arrays.trace(rows_of(run.value(term.args[0])))


@handles("det")
def _det(run: Evaluator, term: Term) -> Value:
    return arrays.det(rows_of(run.value(term.args[0])))


@handles("rank")
def _rank(run: Evaluator, term: Term) -> Value:
    return fmpq(arrays.rank(rows_of(run.value(term.args[0]))))


@handles("norm")
def _norm(run: Evaluator, term: Term) -> Value:
    numbers = entries(run.value(term.args[0]))
    if term.data in ("2", "fro"):
        return arithmetic.power(arrays.inner(numbers, numbers), arithmetic.HALF)
    sizes = [arithmetic.elementary("abs", number) for number in numbers]
    if term.data == "inf":
        return arithmetic.largest(sizes)
    return sum(sizes[1:], sizes[0])


@handles("diag")
def _diag(run: Evaluator, term: Term) -> Value:
    numbers = run.value(term.args[0])
    return [[x if i == j else ZERO for j in range(len(numbers))] for i, x in enumerate(numbers)]


@handles("diagonal")
def _diagonal(run: Evaluator, term: Term) -> Value:
    return [row[place] for place, row in enumerate(rows_of(run.value(term.args[0])))]


@handles("hadamard")
def _hadamard(run: Evaluator, term: Term) -> Value:
    left, right = run.numbers(term.args)
    return refill(left, [a * b for a, b in zip(entries(left), entries(right), strict=True)])


@handles("kron")
def _kron(run: Evaluator, term: Term) -> Value:
    left, right = run.numbers(term.args)
    return of_depth(arrays.kron(rows_of(left), rows_of(right)), depth(term.sort))


@handles("vec")
def _vec(run: Evaluator, term: Term) -> Value:
    return [x for column in zip(*rows_of(run.value(term.args[0])), strict=True) for x in column]


@handles("identity")
def _identity(run: Evaluator, term: Term) -> Value:
    return arrays.unit(run.whole(term.args[0]))


def _bounded_size(*sizes: int) -> None:
    count = 1
    for size in sizes:
        if size < 1:
            raise DomainError("an array of no entries")
        count *= size
    if count > arrays.LARGEST_ARRAY:
        raise BudgetExceeded(f"an array of more than {arrays.LARGEST_ARRAY} entries")


@handles("fill")
def _fill(run: Evaluator, term: Term) -> Value:
    value = run.value(term.args[0])
    sizes = [run.whole(size) for size in term.args[1:]]
    _bounded_size(*sizes)
    if len(sizes) == 1:
        return [value] * sizes[0]
    return [[value] * sizes[1] for _ in range(sizes[0])]


@handles("index")
def _index(run: Evaluator, term: Term) -> Value:
    found = run.value(term.args[0])
    for place in term.args[1:]:
        at = run.whole(place)
        if not 1 <= at <= len(found):
            raise DomainError(f"entry {at} of {len(found)}")
        found = found[at - 1]
    return found


@handles("literal")
def _literal(run: Evaluator, term: Term) -> Value:
    numbers = run.numbers(term.args)
    shape = term.data
    if len(shape) == 1:
        return numbers
    return [numbers[start : start + shape[1]] for start in range(0, len(numbers), shape[1])]


@handles("block")
def _block(run: Evaluator, term: Term) -> Value:
    count = term.data[1]
    rows: list[list[Value]] = []
    for start in range(0, len(term.args), count):
        parts = [rows_of(value) for value in run.numbers(term.args[start : start + count])]
        rows += [[x for line in lines for x in line] for lines in zip(*parts, strict=True)]
    _bounded_size(len(rows), len(rows[0]))
    return of_depth(rows, depth(term.sort))


@handles("tabulate")
def _tabulate(run: Evaluator, term: Term) -> Value:
    variable, size, body = term.args
    count = run.whole(size)
    _bounded_size(count)
    return list(_loop(run, variable, 1, count, body))


@handles("softmax")
def _softmax(run: Evaluator, term: Term) -> Value:
    weights = [arithmetic.elementary("exp", entry) for entry in run.value(term.args[0])]
    scale = arithmetic.reciprocal(sum(weights[1:], weights[0]))
    return [weight * scale for weight in weights]


# ------------------------------------------------------------------ sums and products over ranges


def _loop(run: Evaluator, variable: Term, low: int, high: int, body: Term) -> Iterator[Value]:
    if high - low >= LARGEST_LOOP:
        raise BudgetExceeded(f"a sum of more than {LARGEST_LOOP} terms")
    with run.binding(variable):
        for place in range(low, high + 1):
            run.spend(1)
            run.bound[variable] = fmpq(place)
            yield run.value(body)


def range_of(run: Evaluator, domain: Term) -> tuple[int, int]:
    low, high = domain.args
    if any(bound.head == "constant" and bound.data == "infinity" for bound in _ends(low, high)):
        raise UnsupportedNotion("an infinite series")
    return run.whole(low), run.whole(high)


def _ends(*ends: Term) -> tuple[Term, ...]:
    return tuple(end.args[-1] if end.head == "mul" else end for end in ends)


def zero_of(run: Evaluator, sort: Any) -> Value:
    """The empty sum of a sort."""
    kind = depth(sort)
    if kind == 0:
        return ZERO
    sizes = [run.whole(size) for size in ((sort.size,) if kind == 1 else (sort.rows, sort.columns))]
    _bounded_size(*sizes)
    return [ZERO] * sizes[0] if kind == 1 else [[ZERO] * sizes[1] for _ in range(sizes[0])]


def sum_over_range(run: Evaluator, term: Term) -> Value:
    variable, domain, body = term.args
    low, high = range_of(run, domain)
    if high < low:
        return zero_of(run, term.sort)
    total: Value = None
    for part in _loop(run, variable, low, high, body):
        if total is None:
            total = part
        else:
            total = arrays.add(total, part) if isinstance(part, list) else arithmetic.slim(total + part)
    return total


def values_over_range(run: Evaluator, variable: Term, domain: Term, body: Term) -> list[Value]:
    low, high = range_of(run, domain)
    return list(_loop(run, variable, low, high, body))


def product_over_range(run: Evaluator, term: Term) -> Value:
    variable, domain, body = term.args
    low, high = range_of(run, domain)
    result: Number = ONE
    for part in _loop(run, variable, low, high, body):
        result = arithmetic.slim(result * part)
    return result


# ------------------------------------------------------------------ statements


def compare(kind: str, left: Value, right: Value) -> bool:
    """Whether a relation holds, where that is certain."""
    if isinstance(left, (bool, int)):
        if kind not in ("=", "!="):
            raise UnsupportedNotion(f"{kind} between statements")
        return (left == right) is (kind == "=")
    pairs = [(primal(a), primal(b)) for a, b in zip(entries(left), entries(right), strict=True)]
    if kind == "!=":
        return not compare("=", left, right)
    undecided = False
    for a, b in pairs:
        found = _compare(kind, a, b)
        if found is False:
            return False
        undecided |= found is None
    if undecided:
        raise Undecided
    return True


def _compare(kind: str, a: Number, b: Number) -> bool | None:
    """Whether a relation holds between two numbers; None where the balls do not say."""
    if isinstance(a, acb) or isinstance(b, acb):  # an integrand is evaluated off the line as well
        raise UnsupportedNotion("an order inside an integral or derivative")
    if kind == "=":
        if isinstance(a, fmpq) and isinstance(b, fmpq):
            return a == b
        return False if a < b or a > b else None
    if kind == "<":
        return True if a < b else False if a >= b else None
    if kind == "<=":
        return True if a <= b else False if a > b else None
    if kind == ">":
        return _compare("<", b, a)
    if kind == ">=":
        return _compare("<=", b, a)
    raise UnsupportedNotion(f"the relation {kind}")


@handles("relation")
def _relation(run: Evaluator, term: Term) -> Value:
    left, right = run.numbers(term.args)
    return compare(str(term.data), left, right)


@handles("and")
def _and(run: Evaluator, term: Term) -> Value:
    return all(run.value(part) for part in term.args)


@handles("not")
def _not(run: Evaluator, term: Term) -> Value:
    return not run.value(term.args[0])


@handles("implies")
def _implies(run: Evaluator, term: Term) -> Value:
    return not run.value(term.args[0]) or run.value(term.args[1])


@handles("iff")
def _iff(run: Evaluator, term: Term) -> Value:
    return run.value(term.args[0]) == run.value(term.args[1])


@handles("indicator")
def _indicator(run: Evaluator, term: Term) -> Value:
    return ONE if run.value(term.args[0]) else ZERO
