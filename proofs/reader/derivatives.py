"""Derivatives and gradients: of what, by which variable, and where they are taken."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from ..terms import build
from ..terms.build import is_array, shape, value_sort
from ..terms.sorts import POSITIVE, Family, Function, Matrix, RandomVariable, Vector
from ..terms.term import DERIVATIVES, Term, fresh, substitute, symbol
from .binders import Binders
from .context import is_spread
from .notation import GREEK_FUNCTIONS, STATED, TRANSPOSES
from .sums import mentions_name
from .syntax import Chain, Evaluated, Frac, Group, Name, Node, Num, Product, Script, bare, spell, walk
from .ties import moved_by

_DIFFERENTIALS = ("d", r"\partial", r"\mathrm{d}")


class Derivatives(Binders):
    """The meaning of derivatives."""

    def head(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> tuple[Term, int] | None:
        node = bare(factors[at])
        if isinstance(node, Frac):
            return self.derivative_fraction(node, factors, marks, at)
        base, order, sub = node, 1, None
        if isinstance(node, Script):
            base, sub = bare(node.base), node.sub
            if isinstance(base, Name) and base.text in (r"\nabla", r"\partial") and node.sup is not None:
                if spell(node.sup) != "2":
                    return None
                order = 2
        if not isinstance(base, Name) or base.text not in (r"\nabla", r"\partial"):
            return None
        if at + 1 >= len(factors) or marks[at + 1]:
            raise self.fault(f"{base.text} of what", node, "a function after it")
        if base.text == r"\nabla" and sub is None:
            return self.gradient(node, order, factors, marks, at + 1)
        if sub is None:
            raise self.fault(r"\partial without a variable", node)
        end = self.gradient_end(factors, marks, at + 1)
        return self.differentiate(sub, order, factors[at + 1 : end], marks[at + 1 : end], node), end

    def gradient_end(self, factors: Sequence[Node], marks: Sequence[str], at: int) -> int:
        """A gradient that is transposed, as in \\nabla_x f(x)^\\top y, is that of the value before the transpose."""
        for place in range(at, min(at + 2, len(factors))):
            node = factors[place]
            if (
                isinstance(node, Script)
                and node.sup is not None
                and spell(node.sup) in TRANSPOSES
                and (isinstance(node.base, Group) and place == at + 1 and isinstance(bare(factors[at]), (Name, Script)))
            ):
                return place + 1
        return len(factors)

    def gradient(
        self,
        node: Node,
        order: int,
        factors: Sequence[Node],
        marks: Sequence[str],
        at: int,
    ) -> tuple[Term, int]:
        """\\nabla f(x): the derivative of f by its one argument, at x."""
        called = bare(factors[at])
        group = factors[at + 1] if at + 1 < len(factors) and not marks[at + 1] else None
        inside = group.base if isinstance(group, Script) else group
        if not isinstance(called, (Name, Script)) or not isinstance(inside, Group) or len(inside.items) != 1:
            raise self.fault("a gradient by what", node, r"\nabla_x, or \nabla f(x)")
        point = self.numeric(self.term(inside.items[0]))
        transposed = isinstance(group, Script) and group.sup is not None and spell(group.sup) in TRANSPOSES
        if transposed and not is_array(point):
            self.make_array(point)
        variable = point if point.head == "symbol" else symbol("u", value_sort(point), 1)  # no written name
        name = spell(called)
        if name in self.context.definitions:
            body = self.unfold(name, (variable,), node)
        else:
            body = build.apply(self.function_symbol(name, [variable], node), variable)
        self.free_of_ties(variable, body, node)
        found = self.by(variable, body, order, node)
        if variable is not point:
            found = substitute(found, {variable: point})
        if isinstance(group, Script):
            found = self.after_call(found, group, node)
        return found, at + 2

    def derivative_fraction(
        self,
        node: Frac,
        factors: Sequence[Node],
        marks: Sequence[str],
        at: int,
    ) -> tuple[Term, int] | None:
        over, under = bare(node.over), bare(node.under)
        parts = over.factors if isinstance(over, Product) else (over,)
        first = bare(parts[0])
        order = 1
        if isinstance(first, Script) and first.sup is not None and spell(first.base) in _DIFFERENTIALS:
            exponent = bare(first.sup)
            if not isinstance(exponent, Num) or not 1 <= exponent.value <= 9 or exponent.value.denominator != 1:
                raise self.fault(f"a derivative of order {spell(exponent)[:20]}", node, "a number up to 9")
            order = int(exponent.value)
            first = bare(first.base)
        if spell(first) not in _DIFFERENTIALS or not isinstance(under, Product):
            return None
        if spell(bare(under.factors[0])) not in _DIFFERENTIALS:
            return None
        variables = self.denominator(under, node)
        if order == 1 and len(under.factors) == 2 and len(variables) > 1:
            variables = [bare(under.factors[1])]  # d / d sigma^2
        if len(variables) != order:
            raise self.fault(f"a derivative of order {order} by {len(variables)} variables", node)
        if len(parts) > 1:
            assert isinstance(over, Product)
            body: tuple[Sequence[Node], Sequence[str]] = (parts[1:], ("", *over.marks[2:]))
            end = at + 1
            if len(parts) == 2:
                found, end = self.plain_function(parts[1], variables, factors, marks, at, node)
                if found is not None:
                    return found, end
        else:
            if at + 1 >= len(factors) or marks[at + 1]:
                raise self.fault("the derivative of what", node, "a function after the fraction")
            end = self.gradient_end(factors, marks, at + 1)
            body = (factors[at + 1 : end], ("", *marks[at + 2 : end]))
        return self.repeated(variables, body, node), end

    def plain_function(
        self, function: Node, variables: list[Node], factors: Sequence[Node], marks: Sequence[str], at: int, node: Node
    ) -> tuple[Term | None, int]:
        """df/dx with f a function: the derivative of f(x). A bracket after it is the point: df/dx (a)."""
        name = self.name_of(function)
        context = self.context
        if not name or name in self.bound or self.is_entry_of_defined(function):
            return None, at + 1
        names = [self.name_of(variable) for variable in variables]
        definition = context.definitions.get(name)
        if definition is not None and definition.parameters:
            values = tuple(self.own_value(parameter, node) for parameter in definition.parameters)
            body = self.unfold(name, values, node)
        elif isinstance(context.sort_of(name), Function) or (
            name in context.cues.called and name not in context.cues.alone and context.sort_of(name) is None
        ):
            variable = self.numeric(self.symbol(names[0], node))
            greek = GREEK_FUNCTIONS.get(name) if context.sort_of(name) is None else None
            body = build.fn(greek, variable) if greek else build.apply(
                self.function_symbol(name, [variable], node), variable)  # fmt: skip
        else:
            return None, at + 1
        for written in variables:
            body = self.partial(written, body, node)
        return body, at + 1

    def denominator(self, under: Product, node: Node) -> list[Node]:
        """The variables of a derivative's denominator, each as often as it counts."""
        found: list[Node] = []
        expect = False
        for part in under.factors:
            part = bare(part)
            if not expect:
                if spell(part) not in _DIFFERENTIALS:
                    raise self.fault("a derivative by several things", node, "d before each variable")
                expect = True
                continue
            count = 1
            if isinstance(part, Script) and part.sup is not None:
                exponent = bare(part.sup)
                if isinstance(exponent, Num) and exponent.value.denominator == 1 and 1 <= exponent.value <= 9:
                    count = int(exponent.value)
                    part = (
                        bare(part.base)
                        if part.sub is None
                        else Script(part.start, part.end, part.base, part.sub, None, part.primes)
                    )
            found.extend([part] * count)
            expect = False
        return found

    def elsewhere(
        self, written: Node, body: tuple[Sequence[Node], Sequence[str]]
    ) -> tuple[tuple[Sequence[Node], Sequence[str]], Node] | None:
        """df(a)/dx is the derivative of f(x) at a, where x is the parameter of f that a stands for.

        Gives f(x) and a.
        """
        factors, marks = body
        called = bare(factors[1]) if len(factors) == 2 and not marks[1] else None
        name = spell(written)
        if not isinstance(called, Group) or called.fence != "()" or name in map(spell, called.items):
            return None
        function = spell(factors[0])
        definition = self.context.definitions.get(function)
        if definition is not None:
            parameters = definition.parameters
        elif len(called.items) == 1 and function.startswith("f_") and function[2:].lower() == name:
            parameters = (name,)
        else:
            return None
        if name not in parameters or len(parameters) != len(called.items) or set(called.separators) > {","}:
            return None
        place = parameters.index(name)
        if mentions_name(called.items[place], name):
            return None
        items = (*called.items[:place], written, *called.items[place + 1 :])
        return ((factors[0], replace(called, items=items)), marks), called.items[place]

    def moved_to(self, written: Node, point: Node, found: Term, node: Node) -> Term:
        variable, value = self.numeric(self.term(written)), self.numeric(self.term(point))
        self.same_shape(variable, value)
        return substitute(found, {variable: value})

    def by_defined(self, written: Node, derivative: Callable[[], Term], node: Node) -> Term:
        """dL/dh where h is defined: by a variable in its place, where L is made of it, and at its value."""
        inner = bare(written)
        name = spell(inner.base) if isinstance(inner, Script) and spell(inner) not in self.context.definitions else ""
        name = name or self.name_of(written)
        definition = self.context.definitions.get(name)
        value = None
        if definition is not None and name not in self.bound and not definition.parameters and self.unfolds(name):
            value = self.numeric(self.symbol(name, node))
        if value is None or value.head == "symbol" or isinstance(value.sort, RandomVariable):
            return derivative()
        own = fresh(symbol(name, build.of_shape(*shape(value))), value.free)
        outer, self.bound = self.bound, {**self.bound, name: own}
        try:
            found = derivative()
        finally:
            self.bound = outer
        return substitute(found, {own: value}) if _moves(found, own) else derivative()

    def repeated(self, variables: list[Node], body: tuple[Sequence[Node], Sequence[str]], node: Node) -> Term:
        if len({spell(each) for each in variables}) > 1:
            return self.repeated_by(variables, body, node)
        return self.by_defined(variables[0], lambda: self.repeated_by(variables, body, node), node)

    def repeated_by(self, variables: list[Node], body: tuple[Sequence[Node], Sequence[str]], node: Node) -> Term:
        moved = self.elsewhere(variables[0], body) if len({spell(each) for each in variables}) == 1 else None
        if moved is not None:
            return self.moved_to(variables[0], moved[1], self.repeated(variables, moved[0], node), node)
        if len(variables) == 2:
            first, second = variables
            bottom = (
                second.base
                if isinstance(second, Script) and second.sup is not None and (spell(second.sup) in TRANSPOSES)
                else second
            )
            variable = self.symbol(self.name_of(first), node) if self.name_of(first) else None
            if (
                variable is not None
                and spell(first) == spell(bottom)
                and (bottom is not second or isinstance(variable.sort, Vector))
            ):
                return self.differentiate(first, 2, *body, node)
        found = self.numeric(self.product(*body))
        if len(variables) == 1 and isinstance(found.sort, RandomVariable) and found.name != self.name_of(variables[0]):
            on = spell(variables[0])
            self.caveats[f"how {found.name} depends on {on} is not known here"] = None
            return self.guessed(rf"\frac{{d{found.name}}}{{d{on}}}", "real")
        self.depends(variables[0], found, node)
        for written in reversed(variables):
            found = self.partial(written, found, node)
        return found

    def depends(self, written: Node, body: Term, node: Node) -> None:
        """dy/dx of a symbol y that is not known to be a function of x has no meaning."""
        if body.head == "symbol" and body.name != self.name_of(written):
            raise self.fault(
                f"{body.name} is not known to depend on {spell(written)}", node, f"a definition of {body.name}"
            )

    def free_of_ties(self, variable: Term, body: Term, node: Node) -> None:
        """What is differentiated has no symbol that the text may have depend on the variable: y, where y = x^2."""
        over = node.over if isinstance(node, Frac) else None
        total = over is not None and not any(isinstance(part, Name) and part.text == r"\partial" for part in walk(over))
        moved = moved_by(variable.name, self.context.ties, self.context.made_of, total=total)
        for name in sorted(moved & {each.name for each in body.free} - self.context.definitions.keys()):
            said = f"{name} may depend on {variable.name} by an equation before"
            raise self.fault(said, node, f"a definition of {name}")

    def differentiate(
        self, written: Node, order: int, factors: Sequence[Node], marks: Sequence[str], node: Node
    ) -> Term:
        return self.by_defined(written, lambda: self.differentiate_by(written, order, factors, marks, node), node)

    def differentiate_by(
        self, written: Node, order: int, factors: Sequence[Node], marks: Sequence[str], node: Node
    ) -> Term:
        moved = self.elsewhere(written, (factors, marks))
        if moved is not None:
            (factors, marks), point = moved
            return self.moved_to(written, point, self.differentiate(written, order, factors, marks, node), node)
        if order == 1:
            found = self.numeric(self.product(factors, marks))
            self.depends(written, found, node)
            return self.partial(written, found, node)
        name = self.name_of(written)
        variable = self.numeric(self.symbol(name, node)) if name else None
        if variable is None or variable.head != "symbol":
            raise self.fault(f"a second derivative by {spell(written)[:40]}", node, "a variable")
        body = self.numeric(self.product(factors, marks))
        self.free_of_ties(variable, body, node)
        return self.by(variable, body, 2, node)

    def partial(self, written: Node, body: Term, node: Node) -> Term:
        """The derivative by a variable, or by one entry of it."""
        variable = self.numeric(self.term(written))
        base = next((each for each in (variable, *variable.args[:1]) if each.head == "symbol"), None)
        if base is not None:
            self.free_of_ties(base, body, node)
        if variable.head == "pow" and variable.args[0].head == "symbol" and variable.args[1].head == "number":
            return self.by_power(variable, body)
        if variable.head == "index":
            array, places = variable.args[0], variable.args[1:]
            if array.head != "symbol" or (len(shape(body)) and is_array(body)):
                raise self.fault(f"a derivative by {spell(written)[:40]}", node, "a variable or an entry of one")
            found = build.index(build.derivative(array, body), *places)
            if isinstance(value_sort(array), Matrix) and len(places) == 1:
                self.layout_matters = True
                return build.transpose(found) if self.layout == "numerator" else found
            return found
        if variable.head != "symbol" or isinstance(variable.sort, (RandomVariable, Function, Family)):
            raise self.fault(f"a derivative by {spell(written)[:40]}, which is no free variable", node)
        return self.by(variable, body, 1, node)

    def by_power(self, power: Term, body: Term) -> Term:
        """d / d sigma^2 of what is written in sigma: by s at sigma^2, where sigma is the root of s."""
        base, exponent = power.args
        if exponent.value % 2 == 0:
            self.context.guess_within(self.free_guess(base), POSITIVE)
            if not build.scalar_sort(base).positive:  # type: ignore[union-attr]
                self.remarks[f"{base.name} > 0"] = None
        root = fresh(symbol("s", POSITIVE), body.free)
        inner = substitute(body, {base: build.power(root, build.div(build.ONE, exponent))})
        return build.derivative(root, inner, power)

    def by(self, variable: Term, body: Term, order: int, node: Node) -> Term:
        if order == 2:
            return build.hessian(variable, body)
        if not is_array(variable) and not is_array(body):
            return build.derivative(variable, body)
        if is_array(variable):
            self.layout_matters = True
        return build.derivative(variable, body, None, self.layout)

    def evaluated(self, node: Evaluated) -> Term:
        at = bare(node.at)
        chains = at.items if isinstance(at, Group) else (at,)
        body = self.term(node.body)
        values: dict[Term, Term] = {}
        for chain in chains:
            if not isinstance(chain, Chain) or len(chain.relations) != 1 or chain.relations[0][0] not in STATED[:1]:
                raise self.fault(f"the point {spell(at)[:40]}", node, "x = a")
            left, right = chain.sides
            if left is None or right is None:
                raise self.fault("half a point", node, "x = a")
            variable, value = self.term(left), self.term(right)
            spread = variable.head == "pow" and variable.args[1] is build.TWO and variable.args[0].head == "symbol"
            if spread and is_spread(variable.args[0].name):  # s^2 = a, for an s that is no less than 0
                variable, value = variable.args[0], build.sqrt(self.numeric(value))
            if variable.head != "symbol":
                raise self.fault(f"the point {spell(at)[:40]}", node, "a variable on the left")
            self.same_shape(variable, value)
            values[variable] = value
        return substitute(body, values)


def _moves(term: Term, variable: Term) -> bool:
    """Whether something in a term is differentiated that depends on a variable."""
    if term.head in DERIVATIVES and variable in (term.args[0], *term.args[1].free):
        return term.args[0] is variable and variable in term.args[1].free
    return any(_moves(arg, variable) for arg in term.args)
