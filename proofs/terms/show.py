"""Terms as LaTeX, for messages and reports. What is shown reads back to the same term."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .term import Term

_NAMES = {
    "exp": r"\exp", "log": r"\log", "sin": r"\sin", "cos": r"\cos", "tan": r"\tan", "sinh": r"\sinh",
    "cosh": r"\cosh", "tanh": r"\tanh", "sigmoid": r"\sigma", "gamma": r"\Gamma", "digamma": r"\psi",
    "loggamma": r"\log\Gamma", "normal_cdf": r"\Phi", "arccos": r"\arccos", "arcsin": r"\arcsin",
    "arctan": r"\arctan", "erfinv": r"\mathrm{erf}^{-1}",
}  # fmt: skip
_CONSTANTS = {"pi": r"\pi", "infinity": r"\infty", "euler_gamma": r"\gamma"}
RELATION_SIGNS = {
    "=": "=", "!=": r"\neq", "<": "<", "<=": r"\leq", ">": ">", ">=": r"\geq", "approx": r"\approx",
    "propto": r"\propto", "~": r"\sim",
}  # fmt: skip
_BIG = {"sum": r"\sum", "product": r"\prod", "maximum": r"\max", "minimum": r"\min", "argmax": r"\arg\max",
        "argmin": r"\arg\min"}  # fmt: skip
# binding strength: sum 1, product 2, prefix 3, power 4, atom 5
_SUM, _PRODUCT, _PREFIX, _POWER, _ATOM = 1, 2, 3, 4, 5


def latex(term: Term) -> str:
    """LaTeX of a term."""
    return _show(term)[0]


def _inside(term: Term, strength: int) -> str:
    text, own = _show(term)
    return text if own >= strength else rf"\left({text}\right)"


def _number(value: Fraction) -> tuple[str, int]:
    if value.denominator == 1:
        return str(value.numerator), _ATOM if value >= 0 else _SUM
    sign = "-" if value < 0 else ""
    return rf"{sign}\frac{{{abs(value.numerator)}}}{{{value.denominator}}}", _PRODUCT if value >= 0 else _SUM


def _sum(terms: tuple[Term, ...]) -> str:
    text = ""
    for position, term in enumerate(terms):
        part = _inside(term, _SUM if position == 0 else _PRODUCT) if not _leading_minus(term) else latex(term)
        text += part if position == 0 or part.startswith("-") else "+" + part
    return text


def _leading_minus(term: Term) -> bool:
    first = term.args[0] if term.head == "mul" else term
    return first.head == "number" and first.value < 0


def _product(factors: tuple[Term, ...]) -> tuple[str, int]:
    below = [f.args[0] for f in factors if _is_reciprocal(f)]
    above = [f for f in factors if not _is_reciprocal(f)]
    if below:
        top = _product(tuple(above))[0] if above else "1"
        return rf"\frac{{{top}}}{{{_product(tuple(below))[0]}}}", _PRODUCT
    if len(above) == 1:
        return _show(above[0])
    sign = ""
    if above[0].head == "number" and above[0].value < 0:
        sign, value = "-", -above[0].value
        texts = [] if value == 1 else [_number(value)[0]]
        rest = above[1:]
    else:
        texts, rest = [], above
    for position, factor in enumerate(rest):
        loose = factor.head in ("sum", "product", "integral", "derivative") and position == len(rest) - 1
        texts.append(latex(factor) if loose else _inside(factor, _PREFIX))
    joined = texts[0]
    for text in texts[1:]:
        joined += (r" \cdot " if text[:1].isdigit() else " ") + text
    return sign + joined, _SUM if sign else _PRODUCT


def _is_reciprocal(term: Term) -> bool:
    return term.head == "pow" and term.args[1].head == "number" and term.args[1].value == -1


def _show(term: Term) -> tuple[str, int]:
    args, data = term.args, term.data
    match term.head:
        case "number":
            return _number(term.value)
        case "constant":
            return _CONSTANTS[str(data)], _ATOM
        case "symbol":
            return term.name, _ATOM
        case "add":
            return _sum(args), _SUM
        case "mul":
            return _product(args)
        case "pow":
            if _is_reciprocal(term):
                return rf"\frac{{1}}{{{latex(args[0])}}}", _PRODUCT
            if args[1].head == "number" and args[1].value == Fraction(1, 2):
                return rf"\sqrt{{{latex(args[0])}}}", _ATOM
            return f"{_inside(args[0], _ATOM)}^{{{latex(args[1])}}}", _POWER
        case "fn":
            if data == "abs":
                return rf"\left|{latex(args[0])}\right|", _ATOM
            name = _NAMES.get(str(data), rf"\operatorname{{{data}}}")
            return rf"{name}\left({latex(args[0])}\right)", _ATOM
        case "max_of" | "min_of":
            return rf"\{term.head[:3]}\left({', '.join(map(latex, args))}\right)", _ATOM
        case "cases":
            pairs = zip(args[: len(args) // 2 * 2 : 2], args[1::2], strict=True)
            rows = [rf"{latex(value)} & {latex(condition)}" for condition, value in pairs]
            rows += [rf"{latex(args[-1])} & \text{{otherwise}}"] * (len(args) % 2)
            return r"\begin{cases}" + r" \\ ".join(rows) + r"\end{cases}", _ATOM
        case "factorial":
            return f"{_inside(args[0], _ATOM)}!", _ATOM
        case "binomial":
            return rf"\binom{{{latex(args[0])}}}{{{latex(args[1])}}}", _ATOM
        case "beta":
            return rf"B\left({latex(args[0])}, {latex(args[1])}\right)", _ATOM
        case "apply":
            return rf"{latex(args[0])}\left({', '.join(map(latex, args[1:]))}\right)", _ATOM
        case "prime":
            assert isinstance(data, tuple)
            if len(args[0].sort.arguments) == 1:  # type: ignore[attr-defined]
                return latex(args[0]) + "'" * len(data), _ATOM
            return "".join(rf"\partial_{{{place + 1}}} " for place in data) + latex(args[0]), _ATOM
        case "matmul":
            return " ".join(_inside(arg, _PREFIX) for arg in args), _PRODUCT
        case "transpose":
            return rf"{_inside(args[0], _ATOM)}^\top", _POWER
        case "inverse":
            return f"{_inside(args[0], _ATOM)}^{{-1}}", _POWER
        case "trace" | "det" | "rank":
            name = {"trace": r"\operatorname{tr}", "det": r"\det", "rank": r"\operatorname{rank}"}[term.head]
            return rf"{name}\left({latex(args[0])}\right)", _ATOM
        case "norm":
            kind = {"1": "1", "2": "2", "inf": r"\infty", "fro": "F"}[str(data)]
            return rf"\left\|{latex(args[0])}\right\|_{{{kind}}}", _ATOM
        case "diag" | "diagonal":
            return rf"\operatorname{{diag}}\left({latex(args[0])}\right)", _ATOM
        case "hadamard":
            return rf"{_inside(args[0], _PREFIX)} \odot {_inside(args[1], _PREFIX)}", _PRODUCT
        case "kron":
            return rf"{_inside(args[0], _PREFIX)} \otimes {_inside(args[1], _PREFIX)}", _PRODUCT
        case "vec":
            return rf"\operatorname{{vec}}\left({latex(args[0])}\right)", _ATOM
        case "identity":
            return f"I_{{{latex(args[0])}}}", _ATOM
        case "fill":
            return _fill(args), _ATOM
        case "index":
            places, base = ", ".join(map(latex, args[1:])), latex(args[0])
            if args[0].head != "symbol":
                return rf"\left({base}\right)_{{{places}}}", _ATOM
            return (f"{{{base}}}_{{{places}}}" if "_" in base else f"{base}_{{{places}}}"), _ATOM
        case "literal":
            return _literal(term), _ATOM
        case "block":
            return _written_out(args, data[1]), _ATOM
        case "tabulate":
            return rf"\left({latex(args[2])}\right)_{{{latex(args[0])}}}", _ATOM
        case "softmax":
            return rf"\operatorname{{softmax}}\left({latex(args[0])}\right)", _ATOM
        case "range" | "interval":
            return rf"[{latex(args[0])}, {latex(args[1])}]", _ATOM
        case "space":
            assert isinstance(data, tuple)
            return rf"\mathcal{{{str(data[0]).upper()}}}", _ATOM
        case "sum" | "product" | "maximum" | "minimum" | "argmax" | "argmin":
            variable, domain, body = args
            if domain.head == "range":
                under = rf"_{{{latex(variable)}={latex(domain.args[0])}}}^{{{latex(domain.args[1])}}}"
            elif domain.head == "interval":
                under = rf"_{{{latex(variable)} \in {latex(domain)}}}"
            else:
                under = rf"_{{{latex(variable)}}}"
            return rf"{_BIG[term.head]}{under} {_inside(body, _PRODUCT)}", _PRODUCT
        case "limit":
            return rf"\lim_{{{latex(args[0])} \to {latex(args[1])}}} {_inside(args[2], _PRODUCT)}", _PRODUCT
        case "integral":
            variable, domain, body = args
            ends = f"_{{{latex(domain.args[0])}}}^{{{latex(domain.args[1])}}}" if domain.head == "interval" else ""
            return rf"\int{ends} {_inside(body, _PRODUCT)} \, d{latex(variable)}", _PRODUCT
        case "derivative" | "hessian":
            variable, body, point = args
            order = "" if term.head == "derivative" else "^2"
            operator = (
                rf"\frac{{\partial{order}}}{{\partial {latex(variable)}{order}}}"
                if not order
                else rf"\nabla^2_{{{latex(variable)}}}"
            )
            at = "" if point is variable else rf"\Big|_{{{latex(variable)}={latex(point)}}}"
            return rf"{operator} {_inside(body, _PREFIX)}{at}", _PRODUCT
        case _:
            return _probability(term), _ATOM if term.head not in ("relation", "and", "not", "implies", "iff") else 0


def _fill(args: tuple[Term, ...]) -> str:
    return rf"\mathbf{{{latex(args[0])}}}_{{{' '.join(map(latex, args[1:]))}}}"


def _literal(term: Term) -> str:
    assert isinstance(term.data, tuple)
    return _written_out(term.args, term.data[1] if len(term.data) == 2 else 1)


def _written_out(parts: tuple[Term, ...], columns: int) -> str:
    entries = list(map(latex, parts))
    rows = [" & ".join(entries[start : start + columns]) for start in range(0, len(entries), columns)]
    return r"\begin{pmatrix}" + r" \\ ".join(rows) + r"\end{pmatrix}"


def _given(givens: tuple[Term, ...]) -> str:
    return r" \mid " + ", ".join(map(latex, givens)) if givens else ""


def _law_name(name: object) -> str:
    return r"\mathcal{N}" if name == "normal" else rf"\mathrm{{{str(name).capitalize()}}}"


def _probability(term: Term) -> str:
    args, data = term.args, term.data
    match term.head:
        case "parametrised":
            return rf"{latex(args[0])}_{{{', '.join(map(latex, args[1:]))}}}"
        case "density":
            assert isinstance(data, tuple)
            count = len(data[0])
            return rf"{latex(args[0])}({', '.join(map(latex, args[1 : 1 + count]))}{_given(args[1 + count :])})"
        case "law":
            return latex(args[2])
        case "entrywise":
            index, domain, of = args
            return rf"\bigotimes_{{{latex(index)}={latex(domain.args[0])}}}^{{{latex(domain.args[1])}}} {latex(of)}"
        case "named":
            return f"{_law_name(data)}({', '.join(map(latex, args))})"
        case "pdf":
            of = args[0]
            if of.head == "named":
                return f"{_law_name(of.data)}({latex(args[1])}; {', '.join(map(latex, of.args))})"
            return rf"{latex(of)}({latex(args[1])})"
        case "expect":
            return rf"\mathbb{{E}}_{{{latex(args[0])} \sim {latex(args[1])}}}\left[{latex(args[2])}\right]"
        case "mean" | "variance":
            name = r"\mathbb{E}" if term.head == "mean" else r"\operatorname{Var}"
            return rf"{name}\left[{latex(args[0])}{_given(args[1:])}\right]"
        case "covariance":
            return rf"\operatorname{{Cov}}\left[{latex(args[0])}, {latex(args[1])}{_given(args[2:])}\right]"
        case "probability":
            return rf"P\left({latex(args[0])}{_given(args[1:])}\right)"
        case "entropy":
            return rf"H\left({latex(args[0])}\right)"
        case "cross_entropy":
            return rf"H\left({latex(args[0])}, {latex(args[1])}\right)"
        case "kl" | "js":
            return rf"D_{{{term.head.upper()}}}\left({latex(args[0])} \,\|\, {latex(args[1])}\right)"
        case "uncertainty" | "information":
            assert isinstance(data, tuple)
            parts = [", ".join(label.upper() for label, *_ in part) for part in data]
            given = rf" \mid {parts[-1]}" if parts[-1] else ""
            return rf"H({parts[0]}{given})" if term.head == "uncertainty" else rf"I({parts[0]}; {parts[1]}{given})"
        case "relation":
            return f"{latex(args[0])} {RELATION_SIGNS[str(data)]} {latex(args[1])}"
        case "and":
            return r" \text{ and } ".join(map(latex, args))
        case "not":
            return rf"\neg \left({latex(args[0])}\right)"
        case "implies" | "iff":
            arrow = r"\Rightarrow" if term.head == "implies" else r"\Leftrightarrow"
            return rf"{latex(args[0])} {arrow} {latex(args[1])}"
        case "forall":
            return rf"\forall {latex(args[0])}: {latex(args[2])}"
        case "independent" if len(args) == 1:
            return rf"{latex(args[0])}_i \perp {latex(args[0])}_j"
        case "alike":
            other = latex(args[1]) if len(args) > 1 else rf"{latex(args[0])}_j"
            return rf"{latex(args[0])}_i \overset{{d}}{{=}} {other}"
        case "independent":
            return r" \perp ".join(map(latex, args))
        case "jointly_normal":
            return rf"{', '.join(map(latex, args))} \text{{ jointly normal}}"
        case "distributed":
            return rf"{latex(args[0])} \sim {latex(args[1])}"
        case "same_law":
            return r" \overset{d}{=} ".join(map(latex, args))
        case "follows":
            return rf"{latex(args[0])} \sim {latex(args[1])}"
        case "follows_given":
            return rf"{latex(args[0])} \mid {', '.join(map(latex, args[2:]))} \sim {latex(args[1])}"
        case "measured":
            assert isinstance(data, tuple)
            return rf"{data[0]} \text{{ is {'discrete' if data[2] == 'counting' else 'continuous'}}}"
        case "indicator":
            return rf"\mathbb{{1}}\left[{latex(args[0])}\right]"
    raise AssertionError(f"no way to show {term.head}")
