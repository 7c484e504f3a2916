"""Terms: typed, immutable, hash-consed trees. Equal terms are the same object; nothing is simplified here.

A term has a `head` (a row of `OPERATORS`), `args`, `data` (what is not a term: a name, a number, a layout) and a
`sort`. In a binder the first argument is the bound symbol, and it is bound in the last one only, with two
exceptions that the table names: `derivative` and `hessian` bind it in their second argument.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction
from hashlib import blake2b
from typing import Any, ClassVar
from weakref import WeakValueDictionary

from .sorts import DOMAIN, REAL, Event, RandomVariable, Scalar, Sort

# head: (what it is, its arguments, its data). Sorts and shapes are checked in build.py, where every head is made.
OPERATORS: dict[str, tuple[str, str, str]] = {
    # leaves
    "number": ("a rational number", "", "Fraction"),
    "constant": ("a named constant", "", "pi, infinity, euler_gamma"),
    "symbol": ("a variable", "", "(name, serial)"),
    # arithmetic, on scalars or entrywise; `mul` takes any number of scalars and at most one array
    "add": ("sum", "a, b, ..", ""),
    "mul": ("product with commuting factors", "a, b, ..", ""),
    "pow": ("power", "base, exponent", ""),
    "fn": ("a named function, entrywise on arrays", "x", "its name, a row of FUNCTIONS"),
    "max_of": ("largest of some numbers", "a, b, ..", ""),
    "min_of": ("least of some numbers", "a, b, ..", ""),
    "cases": ("the first value whose condition holds, or the last", "condition, value, ..[, value]", ""),
    "factorial": ("n!", "n", ""),
    "binomial": ("binomial coefficient", "n, k", ""),
    "beta": ("Euler's beta function", "a, b", ""),
    "apply": ("value of a function symbol", "f, x, ..", ""),
    "prime": ("partial derivative of a function symbol", "f", "argument positions differentiated by"),
    # arrays
    "matmul": ("matrix product", "A, B, ..", ""),
    "transpose": ("transpose", "A", ""),
    "inverse": ("inverse of a square matrix", "A", ""),
    "trace": ("trace", "A", ""),
    "det": ("determinant", "A", ""),
    "rank": ("rank", "A", ""),
    "norm": ("norm", "x", "1, 2, inf or fro"),
    "diag": ("diagonal matrix of a vector", "x", ""),
    "diagonal": ("diagonal of a matrix", "A", ""),
    "hadamard": ("entrywise product", "a, b", ""),
    "kron": ("Kronecker product", "A, B", ""),
    "vec": ("the columns of a matrix, one below the other", "A", ""),
    "identity": ("identity matrix", "n", ""),
    "fill": ("array with equal entries", "value, rows[, columns]", ""),
    "index": ("entry of an array (one-based)", "A, i[, j]", ""),
    "literal": ("array written out", "entries, row by row", "(rows, columns) or (rows,)"),
    "block": ("array made of arrays side by side", "blocks, row by row", "(rows of blocks, columns of blocks)"),
    "tabulate": ("vector of the values of an expression, or matrix of its rows", "i, size, body", ""),
    "softmax": ("softmax of a vector", "x", ""),
    # domains of binders
    "range": ("integers from lo to hi", "lo, hi", ""),
    "interval": ("real numbers between two ends", "lo, hi", ""),
    "space": ("sample space of a labelled variable", "", "(label, one of MEASURES)"),
    # binders: variable, domain, body
    "sum": ("sum", "i, domain, body", ""),
    "product": ("product", "i, domain, body", ""),
    "integral": ("Lebesgue integral", "x, domain, body", ""),
    "maximum": ("largest value", "x, domain, body", ""),
    "minimum": ("least value", "x, domain, body", ""),
    "argmax": ("where the largest value is taken", "x, domain, body", ""),
    "argmin": ("where the least value is taken", "x, domain, body", ""),
    "limit": ("where the values go as the variable nears a point", "x, point, body", ""),
    "derivative": ("d body / d x at a point; binds x in its second argument", "x, body, point", "layout"),
    "hessian": ("matrix of second derivatives at a point", "x, body, point", ""),
    # probability
    "parametrised": ("a family that depends on parameters", "family, parameters..", ""),
    "density": ("joint, marginal or conditional pmf or density", "family, targets.., givens..", "(targets, givens)"),
    "law": ("a law by its pmf or density", "x, domain, density at x", ""),
    "entrywise": ("the law of independent entries, the i-th with a law of its own", "i, range, law", ""),
    "named": ("a law from the table of distributions", "parameters", "its name"),
    "pdf": ("pmf or density of a law at a point", "law, x", ""),
    "expect": ("expectation over one variable", "x, law, body", ""),
    "mean": ("expectation of what depends on random variables", "body, givens..", ""),
    "variance": ("variance", "body, givens..", ""),
    "covariance": ("covariance", "a, b, givens..", ""),
    "probability": ("probability of an event", "event, givens..", ""),
    "entropy": ("entropy of a law, in nats", "law", ""),
    "cross_entropy": ("cross-entropy, in nats", "p, q", ""),
    "kl": ("Kullback-Leibler divergence, in nats", "p, q", ""),
    "js": ("Jensen-Shannon divergence, in nats", "p, q", ""),
    "uncertainty": ("entropy of variables of a family, given others", "family", "(targets, givens, space by label)"),
    "information": ("mutual information of a family", "family", "(one, other, givens, space by label)"),
    # statements
    "relation": ("a relation", "a, b", "one of RELATIONS"),
    "and": ("conjunction", "p, q, ..", ""),
    "not": ("negation", "p", ""),
    "implies": ("implication", "p, q", ""),
    "iff": ("equivalence", "p, q", ""),
    "forall": ("for every value of a variable", "x, domain, p", ""),
    "independent": ("random variables are independent; of one, its entries", "X, Y, ..", ""),
    "alike": ("the entries of a random vector have one distribution, that of Y if it is given", "X[, Y]", ""),
    "jointly_normal": ("random numbers are jointly normal", "X, Y, ..", ""),
    "distributed": ("a random number, or each entry of a vector, has a distribution function", "X, F", "how it is"),
    "same_law": ("random numbers have one distribution", "X, Y, ..", ""),
    "follows": ("a random variable has a law", "X, law", ""),
    "follows_given": ("a random variable has a law where others are known", "X, law, Y, ..", ""),
    "measured": ("densities of a labelled variable are with respect to a measure", "", "(label, sort, measure)"),
    "indicator": ("1 where a statement holds, else 0", "statement", ""),
}

BINDERS = frozenset(
    "sum product integral maximum minimum argmax argmin limit law entrywise expect tabulate forall".split()
)
DERIVATIVES = frozenset({"derivative", "hessian"})
CHANCE = frozenset({"mean", "variance", "covariance", "probability"})  # what is said of random variables as a whole
OF_LAWS = frozenset("follows follows_given independent alike jointly_normal distributed same_law".split())
ORDERS = ("<", "<=", ">", ">=")
TURNED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "=": "=", "!=": "!="}  # of b and a, for those of a and b
MEASURES = ("counting", "lebesgue", "either")  # either: nothing says which, and what is true holds with both
DENIED = {"<": ">=", "<=": ">", ">": "<=", ">=": "<", "=": "!=", "!=": "="}  # what holds where these do not
RELATIONS = ("=", "!=", *ORDERS, "approx", "propto", "~")  # ~: has the distribution
FUNCTIONS = frozenset(
    "exp log sin cos tan sinh cosh tanh sigmoid softplus relu abs sign gamma loggamma digamma erf normal_cdf "
    "arccos arcsin arctan floor erfinv".split()
)


class Term:
    """One node. Make terms with the functions of `build`, which check sorts and shapes."""

    __slots__ = ("__weakref__", "_digest", "_free", "_heads", "args", "data", "head", "size", "sort")

    head: str
    args: tuple[Term, ...]
    data: Any  # hashable; its type depends on the head, see OPERATORS
    sort: Sort
    size: int  # nodes, counted as a tree
    _free: frozenset[Term] | None
    _heads: frozenset[str] | None
    _digest: bytes | None

    _table: ClassVar[WeakValueDictionary[tuple[str, tuple[Term, ...], Hashable, Sort], Term]] = WeakValueDictionary()

    def __new__(cls, head: str, args: tuple[Term, ...], data: Hashable, sort: Sort) -> Term:
        key = (head, args, data, sort)
        found = cls._table.get(key)
        if found is not None:
            return found
        if head not in OPERATORS:
            raise ValueError(f"no such operator: {head}")
        self = object.__new__(cls)
        put = object.__setattr__
        put(self, "head", head)
        put(self, "args", args)
        put(self, "data", data)
        put(self, "sort", sort)
        put(self, "size", 1 + sum(arg.size for arg in args))
        put(self, "_free", None)
        put(self, "_heads", None)
        put(self, "_digest", None)
        cls._table[key] = self
        return self

    def __setattr__(self, name: str, value: object) -> None:
        raise AttributeError("terms are immutable")

    def __reduce__(self) -> tuple[object, ...]:
        return Term, (self.head, self.args, self.data, self.sort)

    def __repr__(self) -> str:
        if self.head == "symbol":
            return self.name
        if self.head == "number":
            return str(self.data)
        inside = ", ".join(([] if self.data is None else [repr(self.data)]) + [repr(arg) for arg in self.args])
        return f"{self.head}({inside})"

    @property
    def name(self) -> str:
        """The name of a symbol, with primes where a bound one had to be renamed."""
        base, serial = self.data
        return str(base) + "'" * int(serial)

    @property
    def value(self) -> Fraction:
        """The value of a number."""
        assert isinstance(self.data, Fraction)
        return self.data

    @property
    def is_binder(self) -> bool:
        return self.head in BINDERS or self.head in DERIVATIVES

    @property
    def free(self) -> frozenset[Term]:
        """The symbols that occur free, those in sizes of sorts left aside."""
        if self._free is None:
            object.__setattr__(self, "_free", self._find_free())
        assert self._free is not None
        return self._free

    def _find_free(self) -> frozenset[Term]:
        if self.head == "symbol":
            return frozenset((self,))
        if not self.args:
            return frozenset()
        if not self.is_binder:
            return frozenset().union(*(arg.free for arg in self.args))
        variable, other, last = self.args
        body, outside = (other, last) if self.head in DERIVATIVES else (last, other)
        return (body.free - {variable}) | outside.free

    @property
    def heads(self) -> frozenset[str]:
        """The operators that it is made of."""
        if self._heads is None:
            object.__setattr__(self, "_heads", frozenset((self.head,)).union(*(arg.heads for arg in self.args)))
        assert self._heads is not None
        return self._heads

    @property
    def digest(self) -> bytes:
        """A fingerprint that does not depend on the run: for a fixed order of terms."""
        if self._digest is None:
            state = blake2b(f"{self.head}|{self.data!r}|{self.sort!r}".encode(), digest_size=12)
            for arg in self.args:
                state.update(arg.digest)
            object.__setattr__(self, "_digest", state.digest())
        assert self._digest is not None
        return self._digest

    def rebuild(self, args: tuple[Term, ...]) -> Term:
        """The same head over other arguments of the same sorts."""
        return self if args == self.args else Term(self.head, args, self.data, self.sort)


def symbol(name: str, sort: Sort = REAL, serial: int = 0) -> Term:
    """A variable. Two symbols are the same where name, serial and sort are."""
    return Term("symbol", (), (name, serial), sort)


def fresh(variable: Term, avoid: frozenset[Term]) -> Term:
    """A symbol of the same name and sort that is none of `avoid` by name."""
    name, serial = variable.data
    taken = {other.data for other in avoid}
    while (name, serial) in taken:
        serial += 1
    return symbol(name, variable.sort, serial)


def substitute(term: Term, values: Mapping[Term, Term]) -> Term:
    """`term` with symbols replaced, bound symbols renamed where they would capture."""
    memo: dict[Term, Term] = {}

    def walk(node: Term) -> Term:
        found = memo.get(node)
        if found is None:
            found = memo[node] = step(node)
        return found

    def step(node: Term) -> Term:
        if node.head == "symbol":
            return values.get(node, node)
        if not node.args or node.free.isdisjoint(values):
            return node
        if not node.is_binder:
            return node.rebuild(tuple(map(walk, node.args)))
        variable = node.args[0]
        at = 1 if node.head in DERIVATIVES else 2
        inner = {old: new for old, new in values.items() if old is not variable and old in node.args[at].free}
        body = node.args[at]
        incoming = frozenset().union(*(new.free for new in inner.values())) if inner else frozenset()
        if variable in incoming or any(variable.data == other.data for other in incoming):
            renamed = fresh(variable, incoming | body.free)
            inner[variable] = renamed
            variable = renamed
        body = substitute(body, inner) if inner else body
        outside = walk(node.args[3 - at])
        return node.rebuild((variable, body, outside) if at == 1 else (variable, outside, body))

    return walk(term)


def subterms(term: Term) -> Iterator[Term]:
    """A term and all that it is made of, each as often as it stands there."""
    yield term
    for arg in term.args:
        yield from subterms(arg)


def transform(term: Term, change: Callable[[Term], Term]) -> Term:
    """Rebuild from the leaves up, with `change` applied to every node (bound symbols included)."""
    memo: dict[Term, Term] = {}

    def walk(node: Term) -> Term:
        found = memo.get(node)
        if found is None:
            found = memo[node] = change(node.rebuild(tuple(map(walk, node.args))) if node.args else node)
        return found

    return walk(term)


def is_chosen(term: Term) -> bool:
    """Whether chance says what a term is: a random variable, or an event."""
    return isinstance(term.sort, (RandomVariable, Event))


def chosen_in(term: Term) -> frozenset[Term]:
    """The random variables and the events in a term."""
    return frozenset(filter(is_chosen, term.free))


def is_scalar(term: Term) -> bool:
    return isinstance(term.sort, Scalar)


INFINITY = Term("constant", (), "infinity", REAL)
PI = Term("constant", (), "pi", Scalar(lower=Fraction(3), upper=Fraction(4), open_lower=True, open_upper=True))
EULER_GAMMA = Term("constant", (), "euler_gamma", Scalar(lower=Fraction(0), upper=Fraction(1), open_lower=True))


def space(label: str, measure: str) -> Term:
    """The sample space of the variable `label`, with the counting or the Lebesgue measure, or with either of them."""
    if measure not in MEASURES:
        raise ValueError(f"no such measure: {measure}")
    return Term("space", (), (label, measure), DOMAIN)
