"""Inverses, determinants and arrays as arguments, as atoms over tables of entries; conditional expectations."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from ..errors import UnsupportedNotion
from ..terms import build
from ..terms.sorts import Matrix, Vector
from ..terms.term import Term
from . import functions
from .contractions import delta, variables_of
from .poly import ONE, ZERO, Atom, Mono, Poly, Var, mono, of_atom, of_mono, of_var, rename
from .products import remake, substitute, times
from .rational import cancel, factor
from .ring import Ring
from .sums import product_over, sum_over

if TYPE_CHECKING:
    from .lower import Lowering


def inverse_entry(at: Lowering, matrix: Term, row: Poly, column: Poly) -> Poly:
    """Entry of the inverse of a matrix."""
    ring = at.ring
    known = build.traits(matrix)
    match matrix.head:
        case "inverse":
            return at.entry(matrix.args[0], row, column)
        case "transpose":
            return inverse_entry(at, matrix.args[0], column, row)
        case "identity":
            return delta(ring, row, column)
        case "diag":
            value = functions.raise_to(ring, at.entry(matrix.args[0], row), -1)
            return times(ring, delta(ring, row, column), value)
        case "mul":
            scale, inner = _scaled(at, matrix)
            value = inverse_entry(at, inner, row, column)
            return times(ring, functions.raise_to(ring, scale, -1), value)
        case "matmul" if _all_square(matrix):
            return _chain(at, tuple(reversed(matrix.args)), row, column)
        case "symbol" if "orthogonal" in known:
            return at.entry(matrix, column, row)
        case "symbol" if "diagonal" in known:
            return times(ring, delta(ring, row, column), functions.raise_to(ring, at.entry(matrix, row, row), -1))
    axis = at.axis(build.shape(matrix)[0])
    r, c = ring.fresh(axis), ring.fresh(axis)
    body = at.entry(matrix, of_var(r), of_var(c))
    return close_inverse(ring, Atom("inverse"), (r, c), (body, row, column))


def _scaled(at: Lowering, matrix: Term) -> tuple[Poly, Term]:
    scale, inner = ONE, matrix
    for part in matrix.args:
        if build.is_array(part):
            inner = part
        else:
            scale = times(at.ring, scale, at.scalar(part))
    return scale, inner


def _all_square(matrix: Term) -> bool:
    return all(build.shape(part)[0] is build.shape(part)[1] for part in matrix.args)


def _chain(at: Lowering, parts: tuple[Term, ...], row: Poly, column: Poly) -> Poly:
    if len(parts) == 1:
        return inverse_entry(at, parts[0], row, column)
    return at.across(
        build.shape(parts[0])[0],
        lambda k: times(at.ring, inverse_entry(at, parts[0], row, k), _chain(at, parts[1:], k, column)),
    )


def _named(atoms: Poly, binds: tuple[Var, ...]) -> tuple[tuple[Var, ...], Poly]:
    height = atoms.height + 1
    names = {var: Var(f"#{height}.{position}", var.span) for position, var in enumerate(binds)}
    return tuple(names.values()), rename(atoms, names)


def _upright(ring: Ring, body: Poly, r: Var, c: Var) -> tuple[tuple[Var, ...], Poly, bool, bool]:
    """The table of a matrix or of its transpose, whichever comes first; whether it was turned; whether symmetric.

    Names of what is bound within depend on those of the indices: both tables are built anew under theirs.
    """
    height = body.height + 1

    def under_names(first: Var, second: Var) -> tuple[tuple[Var, ...], Poly]:
        names = tuple(Var(f"#{height}.{position}", var.span) for position, var in enumerate((first, second)))
        return names, substitute(ring, body, {first: of_var(names[0]), second: of_var(names[1])})

    (binds, own), (turned_binds, other) = under_names(r, c), under_names(c, r)
    turned = other.digest < own.digest
    return (turned_binds, other, True, own == other) if turned else (binds, own, False, own == other)


def close_inverse(ring: Ring, _atom: Atom, binds: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    """(A^-1)_ij from the table of A, which it keeps up to a transpose and a scalar factor."""
    r, c = binds
    body, row, column = slots
    body = cancel(ring, body)
    single = body.atom
    if single is not None and single.head == "inverse" and _plain(single, r, c):
        inner = {single.binds[0]: row, single.binds[1]: column}
        if single.slots[1] == of_var(c):
            inner = {single.binds[0]: column, single.binds[1]: row}
        return substitute(ring, single.slots[0], inner)
    scale = ONE
    if body:
        parts = factor(ring, body)
        outer = mono(f for f in parts.atoms if not f[0].vars.intersection((r, c)))
        scale = of_mono(outer, parts.content)
        for piece, exponent in parts.sums:
            if not piece.vars.intersection((r, c)):
                scale = times(ring, scale, functions.raise_to(ring, piece, exponent))
        body = times(ring, body, functions.raise_to(ring, scale, -1))
        body = cancel(ring, body)
    names, table, turned, symmetric = _upright(ring, body, r, c)
    places = (column, row) if turned else (row, column)
    atom = Atom("inverse", None, (table, *places), names, symmetric=symmetric)
    return times(ring, functions.raise_to(ring, scale, -1), of_atom(atom))


def _plain(atom: Atom, r: Var, c: Var) -> bool:
    return {atom.slots[1], atom.slots[2]} == {of_var(r), of_var(c)} and not atom.slots[0].vars.intersection((r, c))


def determinant(at: Lowering, matrix: Term) -> Poly:
    """det of a matrix."""
    ring = at.ring
    known = build.traits(matrix)
    match matrix.head:
        case "inverse":
            return functions.raise_to(ring, determinant(at, matrix.args[0]), -1)
        case "transpose":
            return determinant(at, matrix.args[0])
        case "identity":
            return ONE
        case "mul":
            scale, inner = _scaled(at, matrix)
            size = at.scalar(build.shape(matrix)[0])
            return times(ring, functions.power(ring, scale, size), determinant(at, inner))
        case "matmul" if _all_square(matrix):
            result = ONE
            for part in matrix.args:
                result = times(ring, result, determinant(at, part))
            return result
        case "diag":
            var = ring.fresh(at.axis(build.shape(matrix)[0]))
            return product_over(ring, var, at.entry(matrix.args[0], of_var(var)))
        case "literal":
            return _leibniz(at, matrix)
        case "symbol" if "orthogonal" in known:
            return of_atom(Atom("orthodet", matrix))
        case "symbol" if "diagonal" in known:
            var = ring.fresh(at.axis(build.shape(matrix)[0]))
            return product_over(ring, var, at.entry(matrix, of_var(var), of_var(var)))
    axis = at.axis(build.shape(matrix)[0])
    r, c = ring.fresh(axis), ring.fresh(axis)
    body = cancel(ring, at.entry(matrix, of_var(r), of_var(c)))
    return close_determinant(ring, Atom("det", "positive" if "positive_definite" in known else "any"), (r, c), (body,))


def close_determinant(ring: Ring, atom: Atom, binds: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    names, table, _, _ = _upright(ring, slots[0], *binds)
    single = table.atom
    definite = single is not None and single.head == "entry" and "positive_definite" in build.traits(single.data)
    return of_atom(Atom("det", "positive" if definite else atom.data, (table,), names))


def _leibniz(at: Lowering, matrix: Term) -> Poly:
    rows, columns = matrix.data
    if rows > 4:
        raise UnsupportedNotion(f"the determinant of a {rows} x {columns} matrix written out")

    def expand(kept: tuple[int, ...], row: int) -> Poly:
        if row == rows:
            return ONE
        total = ZERO
        for position, column in enumerate(kept):
            minor = expand(kept[:position] + kept[position + 1 :], row + 1)
            part = times(at.ring, at.scalar(matrix.args[row * columns + column]), minor)
            total = total - part if position % 2 else total + part
        return total

    return expand(tuple(range(columns)), 0)


def rank(at: Lowering, matrix: Term) -> Poly:
    """A rank, as an atom over the table of entries; invertible factors at either end do not change it."""
    while matrix.head == "matmul":
        first, *middle, last = matrix.args
        if "invertible" in build.traits(first):
            matrix = build.matmul(*middle, last) if middle else last
        elif "invertible" in build.traits(last):
            matrix = build.matmul(first, *middle) if middle else first
        else:
            break
        at.ring.use("a rank does not change with an invertible factor")
    rows, columns = build.shape(matrix)
    if "invertible" in build.traits(matrix):
        return at.scalar(rows)
    r, c = at.ring.fresh(at.axis(rows)), at.ring.fresh(at.axis(columns))
    return close_rank(at.ring, Atom("rank"), (r, c), (at.entry(matrix, of_var(r), of_var(c)),))


def close_rank(ring: Ring, atom: Atom, binds: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    """The rank of a table and of its transpose are the same."""
    names, table, _, _ = _upright(ring, cancel(ring, slots[0]), *binds)
    return of_atom(Atom("rank", atom.data, (table,), names))


# ------------------------------------------------------------------ arrays as arguments


def table(at: Lowering, term: Term) -> Poly:
    """An array as one argument: its entries under canonical indices."""
    rows, columns = build.shape(term)
    sizes = (rows,) if isinstance(build.value_sort(term), Vector) else (rows, columns)
    binds = tuple(at.ring.fresh(at.axis(size)) for size in sizes)
    body = cancel(at.ring, at.entry(term, *map(of_var, binds)))
    return close_table(at.ring, Atom("table"), binds, (body,))


def close_table(_ring: Ring, _atom: Atom, binds: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    body = slots[0]
    single = body.atom
    if single is not None and single.head in ("entry", "random", "coordinate"):
        lead = single.slots[: -len(binds)]
        if single.slots == (*lead, *map(of_var, binds)) and not any(s.vars.intersection(binds) for s in lead):
            if single.head == "coordinate":
                assert isinstance(single.data, Var)
                return of_var(single.data)
            return of_atom(Atom("whole", single.data, lead))
    names, named = _named(body, binds)
    return of_atom(Atom("table", None, (named,), names))


def entries(ring: Ring, argument: Poly) -> Callable[..., Poly]:
    """The entries of an array that stands as an argument."""
    atom = argument.atom
    if atom is not None and atom.head == "whole":
        assert isinstance(atom.data, Term)
        symmetric = "symmetric" in build.traits(atom.data)
        if "diagonal" in build.traits(atom.data):
            return lambda i, j: times(ring, delta(ring, i, j), of_atom(Atom("entry", atom.data, (j, j))))
        head = "random" if atom.slots else "entry"
        return lambda *places: of_atom(
            Atom(head, atom.data, (*atom.slots, *places), symmetric=symmetric and len(places) == 2)
        )
    if atom is not None and atom.head == "var":
        return lambda *places: of_atom(Atom("coordinate", atom.data, places))
    if atom is not None and atom.head == "table":
        return lambda *places: substitute(ring, atom.slots[0], dict(zip(atom.binds, places, strict=True)))
    raise UnsupportedNotion("an array given by cases")


def evaluate_at(at: Lowering, poly: Poly, symbol: Term, point: Term) -> Poly:
    """`poly` with the variable of a derivative replaced by the point where it is taken."""
    array = isinstance(symbol.sort, (Vector, Matrix))

    def change(atom: Atom) -> Poly | None:
        if atom.data is not symbol:
            return None
        if atom.head == "entry":
            places = (remake(at.ring, slot, change, frozenset((symbol,))) for slot in atom.slots)
            return at.entry(point, *places)
        return at.argument(point) if array else at.scalar(point)

    return remake(at.ring, poly, change, frozenset((symbol,)))


# ------------------------------------------------------------------ conditional expectations


def condition(ring: Ring, var: Var, body: Poly, known: frozenset[Term], chance: Poly) -> Poly:
    """E[body | known] at an outcome; `var` is the outcome that the body is read at."""
    result = ZERO
    for factors, c in body:
        taken = [f for f in factors if var in f[0].vars and variables_of(f[0]) <= known]
        inside = mono(f for f in factors if var in f[0].vars and f not in taken)
        outside = mono(f for f in factors if var not in f[0].vars)
        part = times(ring, of_mono(outside, c), substitute(ring, of_mono(mono(taken)), {var: chance}))
        if inside:
            ring.use("conditional expectation")
            part = times(ring, part, _conditional(ring, var, inside, known, chance))
        result += part
    return result


def _conditional(ring: Ring, var: Var, inside: Mono, known: frozenset[Term], chance: Poly) -> Poly:
    variables = frozenset().union(*(variables_of(a) for a, _ in inside))
    if variables and not variables & known and any(variables | known <= group for group in ring.independent):
        ring.use("independence")
        weight = of_atom(Atom("chance", slots=(of_var(var),)))
        return sum_over(ring, var, times(ring, weight, of_mono(inside)))
    names, named = _named(of_mono(inside), (var,))
    data = tuple(sorted(known, key=lambda term: term.digest))
    return of_atom(Atom("given", data, (named, chance), names))


def close_given(ring: Ring, atom: Atom, binds: tuple[Var, ...], slots: tuple[Poly, ...]) -> Poly:
    return condition(ring, binds[0], slots[0], frozenset(atom.data), slots[1])
