"""A counterexample as a short Python program that computes both sides again, in floating point.

It is printed from the terms, by rules of its own: names are made identifiers and no text of a document gets in.
"""

from __future__ import annotations

import builtins
import keyword
import re
from itertools import count
from typing import Any

from flint import arb, fmpq

from ..claim import Claim
from ..errors import UnsupportedNotion
from ..terms.build import branches_of
from ..terms.sorts import Event, Matrix, Outcome, Scalar, Statement, Vector
from ..terms.term import Term, is_chosen
from .arrays import depth
from .binders import label_at, unbounded
from .certify import Judgement
from .code import Code, text_of
from .evaluate import Evaluator
from .functions import FunctionValue
from .interpretation import Defined, Interpretation
from .spaces import EventTable, RandomTable, SmoothFamily, Space
from .spaces import Family as FamilyTable
from .survey import arguments_by_label, exposed, numeric_use

LAST_OF_SERIES = 150  # terms of an infinite series that a replay adds up
HELPERS = {
    "softmax": "def softmax(u):\n    return np.exp(u) / np.exp(u).sum()",
    "sigmoid": "def sigmoid(u):\n    return 1 / (1 + np.exp(-u))",
    "erfinv": """\
@np.vectorize
def erfinv(u):
    low, high = -6.0, 6.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if math.erf(middle) < u else (low, middle)
    return middle""",
    "derivative": """\
def derivative(f, x, h=1e-3):
    x = np.asarray(x, float)
    slopes = []
    for place in np.ndindex(x.shape):
        e = np.zeros(x.shape)
        e[place] = h
        slopes.append((8 * (f(x + e) - f(x - e)) - (f(x + 2 * e) - f(x - 2 * e))) / (12 * h))
    slopes = np.array(slopes)
    return slopes[0] if x.ndim == 0 else slopes.reshape(x.shape) if slopes.ndim == 1 else slopes""",
    "integral": """\
def integral(f, low, high, n=4000):
    if math.isinf(low) and math.isinf(high):
        return integral(lambda t: f(t / (1 - t * t)) * (1 + t * t) / (1 - t * t) ** 2, -1, 1, n)
    if math.isinf(high):
        return integral(lambda t: f(low + t / (1 - t)) / (1 - t) ** 2, 0, 1, n)
    if math.isinf(low):
        return integral(lambda t: f(-t), -high, math.inf, n)
    h = (high - low) / n
    return sum(f(low + (k + 0.5) * h) for k in range(n)) * h""",
    "place": """\
def place(label, value):
    outcomes, widths, ends = spaces[label]
    if ends is not None:
        return max(k for k in range(len(widths)) if value >= ends[k] or k == 0)
    return next((k for k, outcome in enumerate(outcomes) if np.array_equal(outcome, value)), None)""",
    "density": """\
def density(family, at, given={}):
    labels, table = family
    def mass(known):
        known = {label: place(label, value) for label, value in known.items()}
        return sum(m for key, m in table.items() if all(key[labels.index(a)] == k for a, k in known.items()))
    places = {label: place(label, value) for label, value in at.items()}
    width = math.prod(spaces[label][1][k] for label, k in places.items() if k is not None)
    return mass({**at, **given}) / width / (mass(given) if given else 1)""",
    "member": """\
def member(family, *parameters):
    labels, table = family
    for turn, u in enumerate(np.concatenate([np.ravel(u) for u in parameters])):
        for k, key in enumerate(sorted(table)):
            apart = u - ((k * k + 2 * k * turn + turn) % 7 - 3) / 2
            table = {**table, key: table[key] * (1 + ((k + turn) % 3 + 1) * apart ** 2)}
    total = sum(table.values())
    return labels, {key: mass / total for key, mass in table.items()}""",
    "mixture": """\
def mixture(family, at, given={}):
    rows, spreads = family
    def joint(known):
        total = 0
        for mass, discrete, centres in rows:
            if all(place(a, known[a]) == k for a, k in discrete.items() if a in known):
                for a, centre in centres.items():
                    if a in known:
                        apart, v = np.ravel(known[a]) - np.ravel(centre), spreads[a]
                        mass = mass * math.exp(-(apart @ apart) / (2 * v)) / (2 * math.pi * v) ** (len(apart) / 2)
                total += mass
        return total
    widths = [spaces[a][1][place(a, value)] for a, value in at.items() if a in spaces]
    return joint({**at, **given}) / (joint(given) if given else 1) / math.prod(widths)""",
    "array_pdf": """\
def array_pdf(name, x, *parameters):
    x, first, *rest = (np.asarray(part, float) for part in (x, *parameters))
    det, inv, gamma = np.linalg.det, np.linalg.inv, math.gamma
    if name == "normal":
        d = x - first
        return math.exp(-d @ inv(rest[0]) @ d / 2) / math.sqrt((2 * math.pi) ** len(d) * det(rest[0]))
    if name == "matrix_normal":
        u, v = map(np.atleast_2d, rest)
        d = (x - first).reshape(len(u), len(v))
        scale = (2 * math.pi) ** d.size * det(u) ** len(v) * det(v) ** len(u)
        return math.exp(-np.trace(inv(v) @ d.T @ inv(u) @ d) / 2) / math.sqrt(scale)
    if name == "multivariate_t":
        d, k, p = x - first, float(rest[1]), len(first)
        scale = gamma(k / 2) * math.sqrt((k * math.pi) ** p * det(rest[0]))
        return gamma((k + p) / 2) / scale * (1 + d @ inv(rest[0]) @ d / k) ** (-(k + p) / 2)
    if name == "wishart":
        n, p = float(rest[0]), len(first)
        scale = 2 ** (n * p / 2) * det(first) ** (n / 2) * math.pi ** (p * (p - 1) / 4)
        scale *= math.prod(gamma((n - j) / 2) for j in range(p))
        return det(x) ** ((n - p - 1) / 2) * math.exp(-np.trace(inv(first) @ x) / 2) / scale
    ways = math.factorial(int(first)) / math.prod(math.factorial(int(c)) for c in x)  # multinomial
    return ways * math.prod(rest[0] ** x)""",
    "over": """\
def over(label, f, smooth=False):
    outcomes, widths, ends = spaces[label]
    if smooth:
        return sum(integral(f, a, b, 400) for a, b in zip(ends, ends[1:]))
    return sum(w * f(x) for x, w in zip(outcomes, widths))""",
    "entropy_of": """\
def entropy_of(family, names, given=()):
    labels, table = family
    def mass(key, names):
        return sum(m for k, m in table.items() if all(k[labels.index(a)] == key[labels.index(a)] for a in names))
    def width(key):
        return math.prod(spaces[a][1][key[labels.index(a)]] for a in names)
    return -sum(m * math.log(mass(k, [*names, *given]) / width(k) / (mass(k, given) if given else 1))
                for k, m in table.items())""",
    "plogq": "def plogq(p, q):\n    return 0.0 if p == 0 else p * np.log(q)",
    "mean": "def mean(f, points):\n    return sum(P[w] * f(w) for w in points) / sum(P[w] for w in points)",
    "covariance": """\
def covariance(f, g, points):
    a, b = mean(f, points), mean(g, points)
    return mean(lambda w: np.multiply.outer(f(w) - a, g(w) - b), points)""",
    "grid": """\
def grid(f, low, high, n=20000):
    xs = [low + (high - low) * (k + 0.5) / n for k in range(n)]
    return [(x, f(x) * (high - low) / n) for x in xs]""",
    "dirichlet": """\
def dirichlet(weights, n=300):
    axes = []
    for k in range(len(weights) - 1):
        a, b = weights[k], sum(weights[k + 1:])
        xs = (np.arange(n) + 0.5) / n
        mass = xs ** (a - 1) * (1 - xs) ** (b - 1)
        axes.append(list(zip(xs, mass / mass.sum())))
    points = []
    for shares in itertools.product(*axes):
        left, x, mass = 1.0, [], 1.0
        for share, m in shares:
            x.append(left * share)
            left, mass = left * (1 - share), mass * m
        points.append((np.array([*x, left]), mass))
    return points""",
    "normal": """\
def normal(mean, cov, n=12):
    t, w = np.polynomial.hermite_e.hermegauss(n if np.ndim(mean) else 60)
    root = np.linalg.cholesky(cov) if np.ndim(mean) else np.sqrt(cov)
    if not np.ndim(mean):
        return [(mean + root * a, b / math.sqrt(2 * math.pi)) for a, b in zip(t, w)]
    pairs = itertools.product(zip(t, w), repeat=len(mean))
    return [(mean + root @ np.array([a for a, _ in pair]),
             math.prod(b for _, b in pair) / (2 * math.pi) ** (len(mean) / 2)) for pair in pairs]""",
}  # fmt: skip
_NEEDS = {"density": ("place",), "mixture": ("place",), "over": ("integral",), "covariance": ("mean",)}

_FUNCTIONS = {
    "exp": "np.exp", "log": "np.log", "sin": "np.sin", "cos": "np.cos", "tan": "np.tan", "sinh": "np.sinh",
    "cosh": "np.cosh", "tanh": "np.tanh", "abs": "np.abs", "sign": "np.sign", "arccos": "np.arccos",
    "arcsin": "np.arcsin", "arctan": "np.arctan", "floor": "np.floor", "gamma": "np.vectorize(math.gamma)",
    "loggamma": "np.vectorize(math.lgamma)", "erf": "np.vectorize(math.erf)",
    "softplus": "(lambda u: np.log1p(np.exp(u)))", "relu": "(lambda u: np.maximum(u, 0))",
    "normal_cdf": "np.vectorize(lambda u: math.erfc(-u / math.sqrt(2)) / 2)",
    "digamma": "np.vectorize(lambda u: (math.lgamma(u + 1e-4) - math.lgamma(u - 1e-4)) / 2e-4)",
}  # fmt: skip
_BINARY = {"=": "==", "!=": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
# of a named law: its density as a function of x and the ends between which a grid is laid
_DENSITIES = {
    "exponential": ("{0} * math.exp(-{0} * {x})", "0", "60 / {0}"),
    "gamma": ("math.exp({0} * math.log({1}) - math.lgamma({0}) + ({0} - 1) * math.log({x}) - {1} * {x})", "0",
              "(60 + 4 * {0}) / {1}"),
    "beta": ("math.exp(math.lgamma({0} + {1}) - math.lgamma({0}) - math.lgamma({1})) * {x} ** ({0} - 1) "
             "* (1 - {x}) ** ({1} - 1)", "0", "1"),
    "uniform": ("1 / ({1} - {0})", "{0}", "{1}"),
    "laplace": ("math.exp(-abs({x} - {0}) / {1}) / (2 * {1})", "{0} - 60 * {1}", "{0} + 60 * {1}"),
    "normal": ("math.exp(-({x} - {0}) ** 2 / (2 * {1})) / math.sqrt(2 * math.pi * {1})", "", ""),
}  # fmt: skip
_BOUNDED = frozenset({"exponential", "gamma", "beta", "uniform"})  # those that are zero elsewhere
# densities of laws of which no grid is laid
_FORMULAS = {
    "lognormal": "math.exp(-(math.log({x}) - {0}) ** 2 / (2 * {1})) / ({x} * math.sqrt(2 * math.pi * {1}))",
    "student_t": "math.gamma(({0} + 1) / 2) / math.gamma({0} / 2) / math.sqrt({0} * math.pi)"
                 " * (1 + {x} ** 2 / {0}) ** (-({0} + 1) / 2)",
    "fisher_f": "math.gamma(({0} + {1}) / 2) / math.gamma({0} / 2) / math.gamma({1} / 2) * ({0} / {1}) ** ({0} / 2)"
                " * {x} ** ({0} / 2 - 1) * (1 + {0} * {x} / {1}) ** (-({0} + {1}) / 2)",
    "inverse_gamma": "{1} ** {0} / math.gamma({0}) * {x} ** (-{0} - 1) * math.exp(-{1} / {x})",
}  # fmt: skip
_OF_ARRAYS = frozenset({"normal", "matrix_normal", "multivariate_t", "wishart", "multinomial"})
_MASSES = {
    "bernoulli": "[(0, 1 - {0}), (1, {0})]",
    "binomial": "[(k, math.comb({0}, k) * {1} ** k * (1 - {1}) ** ({0} - k)) for k in range({0} + 1)]",
    "categorical": "list(enumerate({0}, 1))",
    "multinomial": "[(np.array(c), array_pdf('multinomial', c, {0}, {1}))"
    " for c in itertools.product(range({0} + 1), repeat=len({1})) if sum(c) == {0}]",
    "poisson": "[(k, math.exp(k * math.log({0}) - {0} - math.lgamma(k + 1))) for k in range(200)]",
    "geometric": "[(k, {0} * (1 - {0}) ** (k - 1)) for k in range(1, 2000)]",
    "whole": "[(k, 1 / ({1} - {0} + 1)) for k in range({0}, {1} + 1)]",
}
RELATIVE, ABSOLUTE = 1e-7, 1e-9  # what a program takes for equal
_RESERVED = {*keyword.kwlist, *dir(builtins), *HELPERS, *"np math itertools P spaces place left right w".split()}


def replay(claim: Claim, found: Interpretation, symbols: list[Term], judgement: Judgement) -> str:
    """The program. UnsupportedNotion where a notion has no short floating-point form."""
    return _Printer(found).program(claim, symbols, told_apart=_are_told_apart(judgement))


def _are_told_apart(judgement: Judgement) -> bool:
    """Whether both sides are the same, or differ by so much that double precision shows it."""
    left, right = judgement.left, judgement.right
    if not isinstance(left, (fmpq, arb)) or not isinstance(right, (fmpq, arb)):
        return True
    gap, size = abs(arb(left) - arb(right)), abs(arb(right))
    return bool(gap == 0 or gap > arb(ABSOLUTE) + arb(RELATIVE) * size)


class _Printer:
    def __init__(self, found: Interpretation) -> None:
        self.found = found
        self.names: dict[Term, str] = {}
        self.labels: dict[str, str] = {}
        self.taken: set[str] = set()
        self.helpers: list[str] = []
        self.point = ""  # the variable that runs over the common probability space
        self.serial = count(1)

    # -------------------------------------------------------------- names

    def fresh(self, hint: str) -> str:
        plain = re.sub(r"[^A-Za-z0-9]", "", hint)[:12] or "v"
        if plain[0].isdigit():
            plain = "v" + plain
        name = plain
        for serial in count(2):
            if name not in self.taken and name not in _RESERVED:
                break
            name = f"{plain}_{serial}"
        self.taken.add(name)
        return name

    def name(self, symbol: Term) -> str:
        if symbol not in self.names:
            self.names[symbol] = self.fresh(symbol.name)
        return self.names[symbol]

    def label(self, label: str) -> str:
        if label not in self.labels:
            plain = re.sub(r"[^A-Za-z0-9]", "", label)[:12]
            self.labels[label] = plain + (str(len(self.labels)) if self.labels else "")
        return repr(self.labels[label])

    def need(self, helper: str) -> str:
        for other in (*_NEEDS.get(helper, ()), helper):
            if other not in self.helpers:
                self.helpers.append(other)
        return helper

    # -------------------------------------------------------------- the program

    def program(self, claim: Claim, symbols: list[Term], *, told_apart: bool) -> str:
        for symbol in symbols:
            self.name(symbol)
        at_random = bool(exposed(claim.left) | exposed(claim.right))
        if at_random:
            self.point = "w"
        sides = [self.code(side) for side in (claim.left, claim.right)]
        if at_random:
            sides = [f"[{side} for w in range(len(P))]" for side in sides]
        lines = self._spaces()
        if self.found.weights:
            lines.append(f"P = {_plain(self.found.weights)}")
        lines += [line for symbol in symbols for line in self._value(symbol)]
        lines += [f"left = {sides[0]}", f"right = {sides[1]}", 'print("left: ", left)', 'print("right:", right)']
        if not told_apart:
            lines.append('print("they differ by less than double precision shows")')
        elif claim.relation == "=":
            lines.append(f'print("equal:", np.allclose(left, right, rtol={RELATIVE:g}, atol={ABSOLUTE:g}))')
        else:
            holds = f"np.all(np.asarray(left) {_BINARY[claim.relation]} np.asarray(right))"
            lines.append(f'print("left {claim.relation} right:", bool({holds}))')
        helpers = [HELPERS[helper] for helper in self.helpers]
        return "\n".join(["import itertools", "import math", "", "import numpy as np", "", *helpers, *lines]) + "\n"

    def _spaces(self) -> list[str]:
        rows = []
        for label, space in sorted(self.found.spaces.items()):
            rows.append(f"    {self.label(label)}: ({_plain(space.outcomes)}, {_plain(space.widths)}, "
                        f"{_plain(space.ends) if space.ends else None}),")  # fmt: skip
        return ["spaces = {", *rows, "}"]

    def _value(self, symbol: Term) -> list[str]:
        held, name = self.found.values.get(symbol), self.name(symbol)
        if held is None:
            return []
        if isinstance(held, Defined):
            return [f"{name} = {_array(Evaluator(self.found).value(symbol))}"]
        if isinstance(held, FamilyTable):
            labels = ", ".join(self.label(label) for label in held.labels)
            table = ", ".join(f"{key}: {_plain(mass)}" for key, mass in sorted(held.table.items()))
            return [f"{name} = ([{labels}], {{{table}}})"]
        if isinstance(held, SmoothFamily):
            return self._smooth(name, held)
        if isinstance(held, RandomTable):
            return [f"{name} = [{', '.join(map(_array, held.values))}]"]
        if isinstance(held, EventTable):
            return [f"{name} = [{', '.join(str(p in held.points) for p in range(len(self.found.weights)))}]"]
        if isinstance(held, FunctionValue):
            return self._function(name, held)
        return [f"{name} = {_array(held)}"]

    def _smooth(self, name: str, held: SmoothFamily) -> list[str]:
        """A family as its mixture: rows of a mass, the places of the discrete variables, the centres of the others."""
        rows = []
        for places, mass in sorted(held.table.items()):
            at = ", ".join(f"{self.label(label)}: {p}" for label, p in zip(held.labels, places, strict=True))
            centres = ", ".join(f"{self.label(label)}: {_array(c)}" for label, c in held.centres[places].items())
            rows.append(f"({_plain(mass)}, {{{at}}}, {{{centres}}})")
        spreads = ", ".join(f"{self.label(label)}: {_plain(v)}" for label, v in held.spreads.items())
        return [f"{name} = ([{', '.join(rows)}], {{{spreads}}})"]

    def _function(self, name: str, held: FunctionValue) -> list[str]:
        if held.abstract:
            return self._table(name, held)
        run = Evaluator(self.found)
        arguments, parts = [], []
        for place, sort in enumerate(held.sort.arguments):
            arguments.append(f"u{place}")
            sizes = [run.whole(size) for size in _sizes(sort)]
            spots = [""] if not sizes else [f"[{i}]" for i in range(sizes[0])]
            if len(sizes) == 2:
                spots = [f"[{i}, {j}]" for i in range(sizes[0]) for j in range(sizes[1])]
            parts += [Code(f"u{place}{spot}") for spot in spots]
        texts = [text_of(formula(parts)) for formula in held.formulas((), len(parts))]
        body = texts[0]
        if held.shape:
            body = f"np.array([{', '.join(texts)}]).reshape({', '.join(map(str, held.shape))})"
        return [f"def {name}({', '.join(arguments)}):", f"    return {body}"]

    def _table(self, name: str, held: FunctionValue) -> list[str]:
        """A function of outcomes alone."""
        if not all(isinstance(sort, Outcome) for sort in held.sort.arguments) or len(held.shape) > 1:
            raise UnsupportedNotion("a replay of a function of outcomes and numbers")
        rows = []
        for chosen, formulas in sorted(held.known.items()):
            values = [formula([]) for formula in formulas]
            rows.append(f"{chosen}: {_array(values) if held.shape else _plain(values[0])}")
        arguments = ", ".join(f"u{place}" for place in range(len(held.sort.arguments)))
        return [f"def {name}({arguments}):", f"    return {{{', '.join(rows)}}}[({arguments},)]"]

    # -------------------------------------------------------------- terms

    def code(self, term: Term) -> str:
        method = getattr(self, f"_{term.head}", None)
        if method is None:
            raise UnsupportedNotion(f"a replay of {term.head}")
        return str(method(term))

    def codes(self, terms: tuple[Term, ...]) -> list[str]:
        return [self.code(term) for term in terms]

    def _number(self, term: Term) -> str:
        text = str(term.value)
        return f"({text})" if "/" in text or text.startswith("-") else text

    def _constant(self, term: Term) -> str:
        return {"pi": "math.pi", "infinity": "math.inf", "euler_gamma": "0.5772156649015329"}[str(term.data)]

    def _symbol(self, term: Term) -> str:
        name = self.name(term)
        if is_chosen(term):
            return f"{name}[{self.point or 'w'}]"
        return name

    def _add(self, term: Term) -> str:
        return "(" + " + ".join(self.codes(term.args)) + ")"

    def _mul(self, term: Term) -> str:
        return "(" + " * ".join(self.codes(term.args)) + ")"

    def _pow(self, term: Term) -> str:
        return f"{self.code(term.args[0])} ** {self.code(term.args[1])}".join("()")

    def _fn(self, term: Term) -> str:
        name = str(term.data)
        function = self.need(name) if name in ("sigmoid", "erfinv") else _FUNCTIONS[name]
        return f"{function}({self.code(term.args[0])})"

    def _max_of(self, term: Term) -> str:
        return f"max({', '.join(self.codes(term.args))})"

    def _min_of(self, term: Term) -> str:
        return f"min({', '.join(self.codes(term.args))})"

    def _cases(self, term: Term) -> str:
        branches, otherwise = branches_of(term.args)
        code = "math.nan" if otherwise is None else self.code(otherwise)
        for condition, value in reversed(branches):
            code = f"({self.code(value)} if {self.code(condition)} else {code})"
        return code

    def _factorial(self, term: Term) -> str:
        return f"math.factorial({self.code(term.args[0])})"

    def _binomial(self, term: Term) -> str:
        return f"math.comb({', '.join(self.codes(term.args))})"

    def _beta(self, term: Term) -> str:
        a, b = self.codes(term.args)
        return f"(math.gamma({a}) * math.gamma({b}) / math.gamma({a} + {b}))"

    def _apply(self, term: Term) -> str:
        head, arguments = term.args[0], self.codes(term.args[1:])
        if head.head != "prime":
            return f"{self.code(head)}({', '.join(arguments)})"
        positions = head.data
        assert isinstance(positions, tuple)
        names = [f"t{next(self.serial)}" for _ in arguments]
        text = f"{self.code(head.args[0])}({', '.join(names)})"
        for position in positions:
            name = names[position]
            text = f"{self.need('derivative')}(lambda {name}: {text}, {name})"
        return f"(lambda {', '.join(names)}: {text})({', '.join(arguments)})"

    # arrays

    def rows(self, term: Term) -> str:
        """The term as a two-dimensional array."""
        text = self.code(term)
        return {0: f"np.array([[{text}]])", 1: f"{text}[:, None]", 2: text}[depth(term.sort)]

    def of_rows(self, text: str, term: Term) -> str:
        return {0: f"({text})[0, 0]", 1: f"({text})[:, 0]", 2: f"({text})"}[depth(term.sort)]

    def _matmul(self, term: Term) -> str:
        return self.of_rows(" @ ".join(map(self.rows, term.args)), term)

    def _transpose(self, term: Term) -> str:
        return self.of_rows(f"{self.rows(term.args[0])}.T", term)

    def _inverse(self, term: Term) -> str:
        return f"np.linalg.inv({self.code(term.args[0])})"

    def _trace(self, term: Term) -> str:
        return f"np.trace({self.rows(term.args[0])})"

    def _det(self, term: Term) -> str:
        return f"np.linalg.det({self.rows(term.args[0])})"

    def _rank(self, term: Term) -> str:
        return f"np.linalg.matrix_rank({self.rows(term.args[0])})"

    def _norm(self, term: Term) -> str:
        order = {"1": ", 1", "inf": ", np.inf", "2": "", "fro": ""}[str(term.data)]
        return f"np.linalg.norm({self.code(term.args[0])}{order})"

    def _diag(self, term: Term) -> str:
        return f"np.diag({self.code(term.args[0])})"

    _diagonal = _diag

    def _hadamard(self, term: Term) -> str:
        return "(" + " * ".join(self.codes(term.args)) + ")"

    def _kron(self, term: Term) -> str:
        return self.of_rows(f"np.kron({', '.join(map(self.rows, term.args))})", term)

    def _identity(self, term: Term) -> str:
        return f"np.eye({self.code(term.args[0])})"

    def _fill(self, term: Term) -> str:
        value, *sizes = self.codes(term.args)
        return f"np.full(({', '.join(sizes)},), float({value}))"

    def _index(self, term: Term) -> str:
        array, *places = self.codes(term.args)
        return f"{array}[{', '.join(f'{place} - 1' for place in places)}]"

    def _literal(self, term: Term) -> str:
        assert isinstance(term.data, tuple)
        text = f"np.array([{', '.join(self.codes(term.args))}], float)"
        return text if len(term.data) == 1 else f"{text}.reshape({term.data[0]}, {term.data[1]})"

    def _tabulate(self, term: Term) -> str:
        variable, size, body = term.args
        return f"np.array([{self.code(body)} for {self.name(variable)} in range(1, {self.code(size)} + 1)])"

    def _softmax(self, term: Term) -> str:
        return f"{self.need('softmax')}({self.code(term.args[0])})"

    # binders

    def bind(self, variable: Term) -> str:
        return self.name(variable)

    def _range(self, domain: Term) -> str:
        low, high = self.codes(domain.args)
        if unbounded(domain.args[1]):
            return f"range({low}, {low} + {LAST_OF_SERIES})"
        return f"range({low}, {high} + 1)"

    def outcomes(self, domain: Term) -> str:
        if domain.head == "range":
            return self._range(domain)
        if domain.head == "space":
            return f"spaces[{self.label(domain.data[0])}][0]"
        raise UnsupportedNotion("a replay of such a domain")

    def over(self, variables: list[Term], domain: Term, text: str, bodies: list[Term]) -> str:
        """A sum or integral of `text` over a domain."""
        for other in variables[1:]:
            self.names[other] = self.name(variables[0])
        name = self.bind(variables[0])
        label = None
        if domain.head == "space":
            label = str(domain.data[0])
        elif domain.head == "interval":
            label = next((found for body in bodies for v in variables if (found := label_at(body, v))), None)
            if label is None:
                low, high = self.codes(domain.args)
                return f"{self.need('integral')}(lambda {name}: {text}, {low}, {high})"
        if label is None:
            return f"sum({text} for {name} in {self._range(domain)})"
        space: Space = self.found.spaces[label]
        smooth = space.measure == "lebesgue" and any(numeric_use(body, v) for body in bodies for v in variables)
        return f"{self.need('over')}({self.label(label)}, lambda {name}: {text}{', True' if smooth else ''})"

    def _sum(self, term: Term) -> str:
        variable, domain, body = term.args
        return self.over([variable], domain, self.code(body), [body])

    _integral = _sum

    def _product(self, term: Term) -> str:
        variable, domain, body = term.args
        return f"math.prod({self.code(body)} for {self.bind(variable)} in {self.outcomes(domain)})"

    def _maximum(self, term: Term) -> str:
        variable, domain, body = term.args
        return f"{term.head[:3]}({self.code(body)} for {self.bind(variable)} in {self.outcomes(domain)})"

    _minimum = _maximum

    def _argmax(self, term: Term) -> str:
        variable, domain, body = term.args
        return f"{term.head[3:]}({self.outcomes(domain)}, key=lambda {self.bind(variable)}: {self.code(body)})"

    _argmin = _argmax

    def _derivative(self, term: Term) -> str:
        variable, body, point = term.args
        at = self.code(point)
        text = f"{self.need('derivative')}(lambda {self.bind(variable)}: {self.code(body)}, {at})"
        if term.data == "numerator" and depth(variable.sort) > 0:
            text = f"{text}[None, :]" if depth(variable.sort) == 1 and depth(body.sort) == 0 else f"{text}.T"
        return text

    def _hessian(self, term: Term) -> str:
        variable, body, point = term.args
        helper, name, inner = self.need("derivative"), self.bind(variable), f"h{next(self.serial)}"
        return f"{helper}(lambda {inner}: {helper}(lambda {name}: {self.code(body)}, {inner}), {self.code(point)})"

    # probability

    def _density(self, term: Term) -> str:
        assert isinstance(term.data, tuple)
        pairs = [f"{self.label(label)}: {self.code(argument)}" for label, argument in arguments_by_label(term)]
        split = len(term.data[0])
        given = f", {{{', '.join(pairs[split:])}}}" if pairs[split:] else ""
        helper = "mixture" if isinstance(self.found.values.get(term.args[0]), SmoothFamily) else "density"
        return f"{self.need(helper)}({self.code(term.args[0])}, {{{', '.join(pairs[:split])}}}{given})"

    def _parametrised(self, term: Term) -> str:
        return f"{self.need('member')}({', '.join(self.codes(term.args))})"

    def _named_density(self, law: Term, x: str) -> str:
        name, parameters = self._settled(law)
        if name in _OF_ARRAYS and (name != "normal" or any(depth(part.sort) for part in law.args)):
            return f"{self.need('array_pdf')}({', '.join([repr(name), x, *parameters])})"
        if name in _FORMULAS:
            return _FORMULAS[name].format(*parameters, x=x)
        if name not in _DENSITIES or any(depth(part.sort) for part in law.args):
            raise UnsupportedNotion("a replay of this law")
        formula, low, high = (text.format(*parameters, x=x) for text in _DENSITIES[name])
        return f"{formula} if {low} <= {x} <= {high} else 0.0" if name in _BOUNDED else formula

    def _settled(self, law: Term) -> tuple[str, list[str]]:
        parameters = self.codes(law.args)
        if law.data == "chi_square":
            return "gamma", [f"({parameters[0]} / 2)", "0.5"]
        return str(law.data), parameters

    def _pdf(self, term: Term) -> str:
        return f"({self._named_density(term.args[0], self.code(term.args[1]))})"

    def named(self, law: Term) -> str:
        """A law from the table as a list of points with their masses."""
        name, parameters = self._settled(law)
        if name == "dirichlet":
            return f"{self.need('dirichlet')}({parameters[0]})"
        if name == "normal":
            return f"{self.need('normal')}({', '.join(parameters)})"
        if name == "multinomial":
            self.need("array_pdf")
        if name == "finite":
            return f"[{', '.join(f'({x}, {p})' for x, p in zip(parameters[::2], parameters[1::2], strict=True))}]"
        if name in _MASSES:
            return _MASSES[name].format(*parameters)
        if name in _DENSITIES:
            formula, low, high = (text.format(*parameters, x="x") for text in _DENSITIES[name])
            return f"{self.need('grid')}(lambda x: {formula}, {low}, {high})"
        raise UnsupportedNotion("a replay of this law")

    def _expect(self, term: Term) -> str:
        variable, law, body = term.args
        if law.head == "named":
            points = self.named(law)
            weight = f"m{next(self.serial)}"
            return f"sum({weight} * {self.code(body)} for {self.bind(variable)}, {weight} in {points})"
        other, domain, density = law.args
        return self.over([variable, other], domain, self._shared(variable, other, body, density), [body, density])

    def _shared(self, variable: Term, other: Term, body: Term, density: Term) -> str:
        self.names[other] = self.name(variable)
        return f"{self.code(density)} * {self.code(body)}"

    def _of_laws(self, term: Term) -> str:
        first, last = term.args[0], term.args[-1]
        if any(law.head != "law" for law in term.args):
            return self._of_named(term)
        for law in (first, last):
            self.names[law.args[0]] = self.name(first.args[0])
        p, q = self.code(first.args[2]), self.code(last.args[2])
        self.need("plogq")
        text = {
            "entropy": f"-plogq({p}, {p})",
            "cross_entropy": f"-plogq({p}, {q})",
            "kl": f"(plogq({p}, {p}) - plogq({p}, {q}))",
            "js": f"(plogq({p}, {p}) / 2 + plogq({q}, {q}) / 2 - plogq(({p} + {q}) / 2, ({p} + {q}) / 2))",
        }[term.head]
        return self.over([first.args[0], last.args[0]], first.args[1], text, [first.args[2], last.args[2]])

    _entropy = _cross_entropy = _kl = _js = _of_laws

    def _of_named(self, term: Term) -> str:
        first, last = term.args[0], term.args[-1]
        if term.head == "js" or any(law.head != "named" for law in term.args):
            raise UnsupportedNotion("a replay of this divergence")
        x, weight = f"x{next(self.serial)}", f"m{next(self.serial)}"
        if str(first.data) in (*_MASSES, "finite"):
            masses = [self.named(law) for law in (first, last)]
            self.need("plogq")
            text = "-plogq(p[k], q[k])" if term.head != "kl" else "plogq(p[k], p[k]) - plogq(p[k], q[k])"
            return f"(lambda p, q: sum({text} for k in p))(dict({masses[0]}), dict({masses[1]}))"
        mine, theirs = self._named_density(first, x), self._named_density(last, x)
        text = f"-np.log({theirs})" if term.head != "kl" else f"np.log(({mine}) / ({theirs}))"
        return f"sum({weight} * {text} for {x}, {weight} in {self.named(first)} if {weight} > 0)"

    def _names(self, part: Any) -> str:
        return f"[{', '.join(self.label(label) for label, _, _ in part)}]"

    def _uncertainty(self, term: Term) -> str:
        targets, givens = map(self._names, term.data)
        return f"{self.need('entropy_of')}({self.code(term.args[0])}, {targets}, {givens})"

    def _information(self, term: Term) -> str:
        one, other, givens = map(self._names, term.data)
        family = self.code(term.args[0])
        helper = self.need("entropy_of")
        return f"({helper}({family}, {one}, {givens}) - {helper}({family}, {one}, {other} + {givens}))"

    # random variables

    def _given(self, givens: tuple[Term, ...], inner: str) -> str:
        outer, conditions = self.point, []
        for given in givens:
            self.point = inner
            here = self.code(given)
            self.point = outer
            if isinstance(given.sort, (Statement, Event)):
                conditions.append(here)
            else:
                conditions.append(f"np.array_equal({here}, {self.code(given)})")
        test = f" if {' and '.join(conditions)}" if conditions else ""
        return f"[{inner} for {inner} in range(len(P)){test}]"

    def _at(self, term: Term, inner: str) -> str:
        outer, self.point = self.point, inner
        text = self.code(term)
        self.point = outer
        return f"lambda {inner}: {text}"

    def _mean(self, term: Term) -> str:
        inner = f"w{next(self.serial)}"
        return f"{self.need('mean')}({self._at(term.args[0], inner)}, {self._given(term.args[1:], inner)})"

    def _covary(self, left: Term, right: Term, givens: tuple[Term, ...]) -> str:
        inner = f"w{next(self.serial)}"
        both = f"{self._at(left, inner)}, {self._at(right, inner)}"
        return f"{self.need('covariance')}({both}, {self._given(givens, inner)})"

    def _variance(self, term: Term) -> str:
        return self._covary(term.args[0], term.args[0], term.args[1:])

    def _covariance(self, term: Term) -> str:
        return self._covary(term.args[0], term.args[1], term.args[2:])

    def _probability(self, term: Term) -> str:
        inner = f"w{next(self.serial)}"
        return f"{self.need('mean')}({self._at(term.args[0], inner)}, {self._given(term.args[1:], inner)})"

    # statements

    def _relation(self, term: Term) -> str:
        left, right = self.codes(term.args)
        if term.data == "=":
            return f"np.array_equal({left}, {right})"
        return f"({left} {_BINARY[str(term.data)]} {right})"

    def _and(self, term: Term) -> str:
        return "(" + " and ".join(self.codes(term.args)) + ")"

    def _not(self, term: Term) -> str:
        return f"(not {self.code(term.args[0])})"

    def _indicator(self, term: Term) -> str:
        return f"float({self.code(term.args[0])})"


def _sizes(sort: Any) -> tuple[Term, ...]:
    if isinstance(sort, Vector):
        return (sort.size,)
    if isinstance(sort, Matrix):
        return sort.rows, sort.columns
    if isinstance(sort, Scalar):
        return ()
    raise UnsupportedNotion("a replay of such a function")


def _plain(value: Any) -> str:
    """A number or nested list as Python."""
    if isinstance(value, list):
        return "[" + ", ".join(map(_plain, value)) + "]"
    if isinstance(value, arb):
        return repr(float(value))
    if isinstance(value, fmpq) and value.height_bits() > 300:
        return repr(float(arb(value)))
    return str(value)


def _array(value: Any) -> str:
    return f"np.array({_plain(value)}, float)" if isinstance(value, list) else _plain(value)
