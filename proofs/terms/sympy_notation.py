"""What SymPy lacks, as SymPy classes: they print well, and survive `subs` and `func(*args)`.

A symbol of a sort that SymPy's assumptions cannot say is a `Variable` or a `MatrixVariable`. A notion that SymPy does
not have (a gradient by a vector, a density of a family, a divergence) is a `NumberNotion`, an `ArrayNotion` or an
`OtherNotion`, by what it stands for; its first argument names it, the others are its parts.
"""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any, ClassVar

import sympy as sp
from sympy.core.symbol import Str

from .sorts import Scalar
from .term import BINDERS, DERIVATIVES, Term, fresh


class Datum(sp.Atom):
    """What is no mathematics: a name, a layout, the labels of a density."""

    __slots__ = ("value",)
    value: Hashable

    def __new__(cls, value: Hashable) -> Datum:
        self: Datum = sp.Atom.__new__(cls)
        self.value = value
        return self

    def __getnewargs__(self) -> tuple[Hashable]:
        return (self.value,)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Datum) and self.value == other.value

    def __hash__(self) -> int:
        return hash((Datum, self.value))

    def _hashable_content(self) -> tuple[str]:
        return (repr(self.value),)  # what SymPy sorts by; sorts have no order of their own

    def _sympystr(self, _printer: Any) -> str:
        return str(self.value)

    def _latex(self, _printer: Any) -> str:
        return str(self.value)


def assumptions(sort: Scalar) -> dict[str, bool]:
    """What SymPy can be told of a number of that sort."""
    said = {"positive": sort.positive, "negative": sort.negative, "integer": sort.integer}
    if not (sort.positive or sort.negative):
        said |= {"nonnegative": sort.nonnegative, "nonpositive": sort.nonpositive, "nonzero": sort.nonzero}
    return {"real": True} | {name: True for name, holds in said.items() if holds}


class Variable(sp.Symbol):
    """A symbol that SymPy's own cannot stand for: a number in (0, 1), an outcome, a random variable, a law."""

    __slots__ = ("term",)
    term: Term

    def __new__(cls, term: Term) -> Variable:
        known = assumptions(term.sort) if isinstance(term.sort, Scalar) else {"real": True}
        self: Variable = sp.Symbol.__xnew__(cls, term.name, **known)
        self.term = term
        return self

    def __getnewargs_ex__(self) -> tuple[tuple[Term], dict[str, bool]]:
        return (self.term,), {}

    def _hashable_content(self) -> tuple[Hashable, ...]:
        return (*super()._hashable_content(), self.term.digest)


class MatrixVariable(sp.MatrixSymbol):
    """A vector or matrix of which more is known than its shape; `facts` say what."""

    def __new__(cls, name: str | Str, rows: Any, columns: Any, facts: Datum) -> MatrixVariable:
        named = name if isinstance(name, Str) else Str(name)
        self: MatrixVariable = sp.Basic.__new__(cls, named, rows, columns, facts)
        return self

    @property
    def facts(self) -> Any:
        return self.args[3].value


class Entry(sp.Expr):
    """An entry of a vector or matrix, counted from 1; of numbers at a number, the number itself."""

    is_commutative = True

    def __new__(cls, array: Any, *places: Any) -> Any:
        places = tuple(sp.S(place) for place in places)
        if isinstance(array, sp.MatrixBase) and all(place.is_Integer for place in places):
            row, column = (*places, sp.S.One)[:2]
            return array[row - 1, column - 1]
        return sp.Expr.__new__(cls, array, *places)

    def _sympystr(self, printer: Any) -> str:
        return f"{printer._print(self.args[0])}[{', '.join(map(printer._print, self.args[1:]))}]"

    def _latex(self, printer: Any) -> str:
        name, places = printer._print(self.args[0]), ", ".join(map(printer._print, self.args[1:]))
        if not isinstance(self.args[0], sp.MatrixSymbol):
            return rf"\left({name}\right)_{{{places}}}"
        return f"{{{name}}}_{{{places}}}" if "_" in name else f"{name}_{{{places}}}"


class AsNumber(sp.Expr):
    """The number that a 1 by 1 product is: SymPy does not add x^T y to a number."""

    is_commutative = True

    def __new__(cls, matrix: Any) -> Any:
        return matrix[0, 0] if isinstance(matrix, sp.MatrixBase) else sp.Expr.__new__(cls, matrix)

    def doit(self, **hints: Any) -> Any:
        return self.func(self.args[0].doit(**hints))

    def _sympystr(self, printer: Any) -> str:
        return str(printer._print(self.args[0]))

    def _latex(self, printer: Any) -> str:
        return str(printer._print(self.args[0]))


class NamedFunction(sp.Function):
    """A function of the field for which SymPy has no name of its own."""

    tex: ClassVar[str]

    def _latex(self, printer: Any, exp: str | None = None) -> str:
        return rf"{self.tex}{f'^{{{exp}}}' if exp else ''}\left({printer._print(self.args[0])}\right)"


class Sigmoid(NamedFunction):
    tex = r"\sigma"

    def _eval_rewrite_as_exp(self, x: Any, **_: Any) -> Any:
        return 1 / (1 + sp.exp(-x))

    def fdiff(self, _position: int = 1) -> Any:
        return self * (1 - self)

    def _eval_evalf(self, digits: int) -> Any:
        return self.rewrite(sp.exp)._eval_evalf(digits)


class Softplus(NamedFunction):
    tex = r"\operatorname{softplus}"

    def _eval_rewrite_as_log(self, x: Any, **_: Any) -> Any:
        return sp.log(1 + sp.exp(x))

    def fdiff(self, _position: int = 1) -> Any:
        return Sigmoid(self.args[0])

    def _eval_evalf(self, digits: int) -> Any:
        return self.rewrite(sp.log)._eval_evalf(digits)


class Relu(NamedFunction):
    tex = r"\operatorname{relu}"

    def _eval_rewrite_as_Max(self, x: Any, **_: Any) -> Any:
        return sp.Max(x, 0)

    def _eval_evalf(self, digits: int) -> Any:
        return self.rewrite(sp.Max)._eval_evalf(digits)


class NormalCdf(NamedFunction):
    tex = r"\Phi"

    def _eval_rewrite_as_erf(self, x: Any, **_: Any) -> Any:
        return (1 + sp.erf(x / sp.sqrt(2))) / 2

    def fdiff(self, _position: int = 1) -> Any:
        return sp.exp(-(self.args[0] ** 2) / 2) / sp.sqrt(2 * sp.pi)

    def _eval_evalf(self, digits: int) -> Any:
        return self.rewrite(sp.erf)._eval_evalf(digits)


# ------------------------------------------------------------------ notions

# Each with its parts in braces, by place; `*` joins all of them by commas. Heads without a row show as operators.
_LATEX = {
    "norm 1": r"\left\|{0}\right\|_1", "norm 2": r"\left\|{0}\right\|_2", "norm inf": r"\left\|{0}\right\|_\infty",
    "norm fro": r"\left\|{0}\right\|_F", "sum": r"\sum_{{{0}}} {2}", "product": r"\prod_{{{0}}} {2}",
    "integral": r"\int {2} \, d{0}", "maximum": r"\max_{{{0}}} {2}", "minimum": r"\min_{{{0}}} {2}",
    "argmax": r"\arg\max_{{{0}}} {2}", "argmin": r"\arg\min_{{{0}}} {2}", "law": "{2}",
    "entrywise": r"\bigotimes_{{{0}}} {2}",
    "derivative": r"\frac{{\partial}}{{\partial {0}}} \left({1}\right)",
    "hessian": r"\nabla^2_{{{0}}} \left({1}\right)",
    "expect": r"\mathbb{{E}}_{{{0} \sim {1}}}\left[{2}\right]", "mean": r"\mathbb{{E}}\left[{*}\right]",
    "variance": r"\operatorname{{Var}}\left[{*}\right]", "covariance": r"\operatorname{{Cov}}\left[{*}\right]",
    "probability": r"P\left({*}\right)", "entropy": r"H\left({0}\right)", "cross_entropy": r"H\left({0}, {1}\right)",
    "kl": r"D_{{KL}}\left({0} \,\|\, {1}\right)", "js": r"D_{{JS}}\left({0} \,\|\, {1}\right)",
    "pdf": r"{0}\left({1}\right)", "tabulate": r"\left({2}\right)_{{{0}}}", "not": r"\neg \left({0}\right)",
    "implies": r"{0} \Rightarrow {1}", "iff": r"{0} \Leftrightarrow {1}", "follows": r"{0} \sim {1}",
    "forall": r"\forall {0}: {2}", "indicator": r"\mathbb{{1}}\left[{0}\right]",
    "relation approx": r"{0} \approx {1}", "relation propto": r"{0} \propto {1}", "interval": r"\left[{0}, {1}\right]",
    "range": r"\left\{{{0}, \ldots, {1}\right\}}",
}  # fmt: skip


class Notion(sp.Basic):
    """A notion of ours. `args[0]` is the pair (head, data) of the term; `parts` are its arguments."""

    @property
    def head(self) -> str:
        return str(self.args[0].value[0])

    @property
    def data(self) -> Any:
        return self.args[0].value[1]

    @property
    def parts(self) -> tuple[Any, ...]:
        return tuple(self.args[1:])

    def _with_parts(self, parts: tuple[Any, ...]) -> Any:
        return self.func(*self.args[: len(self.args) - len(self.parts)], *parts)

    @property
    def binds(self) -> bool:
        return self.head in BINDERS or self.head in DERIVATIVES

    @property
    def bound_symbols(self) -> list[Any]:
        return [self.parts[0]] if self.binds else []

    @property
    def free_symbols(self) -> set[Any]:
        if not self.binds:
            return {symbol for part in self.args for symbol in part.free_symbols}
        body = 1 if self.head in DERIVATIVES else 2
        inside: set[Any] = self.parts[body].free_symbols - {self.parts[0]}
        return inside.union(self.parts[3 - body].free_symbols)

    def _eval_subs(self, old: Any, new: Any) -> Any:
        """Leaves bound variables alone, and renames them where they would capture."""
        if not self.binds:
            return None
        at = 1 if self.head in DERIVATIVES else 2
        variable, body, outside = self.parts[0], self.parts[at], self.parts[3 - at]
        if variable != old and old in body.free_symbols:
            if variable in new.free_symbols:
                renamed = _renamed(variable, new.free_symbols | body.free_symbols)
                body, variable = body.subs(variable, renamed), renamed
            body = body.subs(old, new)
        outside = outside.subs(old, new)
        rest = (body, outside) if at == 1 else (outside, body)
        lead = [part.subs(old, new) for part in self.args[1 : len(self.args) - 3]]
        return self.func(self.args[0], *lead, variable, *rest)

    def _sympystr(self, printer: Any) -> str:
        parts = [printer._print(part) for part in self.parts]
        match self.head:
            case "density":
                count = 1 + len(self.data[0])
                given = f" | {', '.join(parts[count:])}" if parts[count:] else ""
                return f"{parts[0]}({', '.join(parts[1:count])}{given})"
            case "law":
                return str(parts[2])
            case "space":
                return str(self.data[0])
            case "named":
                return f"{self.data[0]}({', '.join(parts)})"
            case "derivative" | "hessian":
                at = f", at {parts[2]}" if parts[2] != parts[0] else ""
                layout = ", numerator layout" if self.data == "numerator" else ""
                return f"{'gradient' if self.head == 'derivative' else 'hessian'}({parts[1]}, {parts[0]}{at}{layout})"
        said = [str(self.data)] if self.data is not None else []
        return f"{self.head}({', '.join(said + parts)})"

    def _latex(self, printer: Any) -> str:
        parts = [printer._print(part) for part in self.parts]
        joined = ", ".join(parts)
        template = _LATEX.get(f"{self.head} {self.data}", _LATEX.get(self.head))
        if template is None:
            return self._special(parts)
        shown = template.replace("{*}", joined.replace("{", "{{").replace("}", "}}")).format(*parts)
        moved = self.head in DERIVATIVES and self.parts[2] != self.parts[0]
        return rf"{shown}\Big|_{{{parts[0]}={parts[2]}}}" if moved else shown

    def _special(self, parts: list[str]) -> str:
        match self.head:
            case "density":
                targets, _ = self.data
                given = parts[1 + len(targets) :]
                bar = rf" \mid {', '.join(given)}" if given else ""
                return f"{parts[0]}({', '.join(parts[1 : 1 + len(targets)])}{bar})"
            case "parametrised":
                return rf"{parts[0]}_{{{', '.join(parts[1:])}}}"
            case "apply":
                return rf"{parts[0]}\left({', '.join(parts[1:])}\right)"
            case "prime":
                return f"{parts[0]}{len(self.data) * chr(39)}"
            case "and":
                return r" \text{ and } ".join(parts)
            case "independent" if len(parts) == 1:
                return rf"{parts[0]}_i \perp {parts[0]}_j"
            case "independent":
                return r" \perp ".join(parts)
            case "jointly_normal":
                return rf"{', '.join(parts)} \text{{ jointly normal}}"
            case "distributed":
                return rf"{parts[0]} \sim {parts[1]}"
            case "same_law":
                return r" \overset{d}{=} ".join(parts)
            case "follows_given":
                return rf"{parts[0]} \mid {', '.join(parts[2:])} \sim {parts[1]}"
            case "alike":
                return rf"{parts[0]}_i \overset{{d}}{{=}} {parts[1] if len(parts) > 1 else parts[0] + '_j'}"
            case "measured":
                return rf"{self.data[0]} \text{{ is {'discrete' if self.data[2] == 'counting' else 'continuous'}}}"
            case "space":
                return rf"\mathcal{{{self.data[0].upper()}}}"
            case "named":
                name = r"\mathcal{N}" if self.data[0] == "normal" else rf"\mathrm{{{self.data[0].capitalize()}}}"
                return rf"{name}\left({', '.join(parts)}\right)"
            case "diagonal":
                return rf"\operatorname{{diag}}\left({parts[0]}\right)"
        name = self.data if self.head == "fn" else self.head
        return rf"\operatorname{{{name}}}\left({', '.join(parts)}\right)"


def _renamed(variable: Any, taken: set[Any]) -> Any:
    """The bound variable under a name that is not taken."""
    names = {str(other) for other in taken}
    if isinstance(variable, Variable):
        return Variable(fresh(variable.term, frozenset(v.term for v in taken if isinstance(v, Variable))))
    name = variable.name
    while name in names:
        name += "'"
    if isinstance(variable, sp.MatrixSymbol):
        return variable.func(name, *variable.args[1:])
    return sp.Symbol(name, **variable._assumptions_orig)


class NumberNotion(Notion, sp.Expr):
    is_commutative = True
    is_number = False


class ArrayNotion(Notion, sp.MatrixExpr):
    """Of an array; its shape stands after its name, so that sizes are substituted with the rest."""

    @property
    def shape(self) -> tuple[Any, Any]:
        return self.args[1], self.args[2]

    @property
    def parts(self) -> tuple[Any, ...]:
        return tuple(self.args[3:])

    def _entry(self, i: Any, j: Any, **_: Any) -> Any:
        return Entry(self, i + 1, j + 1)


class OtherNotion(Notion):
    """Of what is neither: a law, a statement, a domain."""
