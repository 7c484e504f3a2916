"""The carrier of the index normal form: polynomials over atoms.

A `Poly` is a sum of rational multiples of monomials; a monomial is a sorted tuple of (atom, exponent); an `Atom` is
anything that is not built by + and * alone: an entry of an array, a logarithm, a density, a closed sum. What an
atom is applied to are its slots, polynomials again. Variables that range over something (indices, outcomes) are
`Var`s; those that an atom binds have canonical names, so that equal things are equal objects' digests.

Nothing here knows a rule of mathematics beyond commutative rings; the rules are in the modules beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from functools import lru_cache
from hashlib import blake2b
from operator import attrgetter
from typing import Any, ClassVar
from weakref import WeakValueDictionary

from flint import fmpq, fmpz

from ..terms.sorts import REAL, Scalar, Sort
from ..terms.term import Term

Exponent = int | Fraction
Factor = tuple["Atom", Exponent]
Mono = tuple[Factor, ...]


_LENGTHS = [length.to_bytes(4, "little") for length in range(256)]


_OF_DIGEST = _LENGTHS[12]


def _digest(*parts: bytes) -> bytes:
    return blake2b(b"".join([_framed(part) for part in parts]), digest_size=12).digest()


def _framed(part: bytes) -> bytes:
    length = len(part)
    return (_LENGTHS[length] if length < 256 else length.to_bytes(4, "little")) + part


_NONE: frozenset[Var] = frozenset()


class Span:
    """What a variable ranges over.

    `kind` is 'range' (integers between two polynomials), 'interval' (reals between two, or infinite), 'space' (the
    outcomes of a labelled variable) or 'chance' (the probability space of the random variables). `data` is the
    label and measure of a space, `sort` that of the values.
    """

    __slots__ = ("data", "digest", "ends", "kind", "sort", "vars")

    def __init__(self, kind: str, ends: tuple[Poly, ...] = (), data: tuple[str, ...] = (), sort: Sort = REAL) -> None:
        self.kind, self.ends, self.data, self.sort = kind, ends, data, sort
        self.digest = _digest(kind.encode(), repr((data, sort)).encode(), *(end.digest for end in ends))
        self.vars: frozenset[Var] = frozenset().union(*(end.vars for end in ends))


class Var:
    """A variable that ranges over a span. Those of one name and span are one object."""

    __slots__ = ("__weakref__", "digest", "poly", "span")

    digest: bytes
    span: Span
    poly: Poly | None  # itself as a polynomial, once that is asked for

    _table: ClassVar[WeakValueDictionary[tuple[str, bytes], Var]] = WeakValueDictionary()

    def __new__(cls, name: str, span: Span) -> Var:
        key = name, span.digest
        found = cls._table.get(key)
        if found is None:
            found = cls._table[key] = object.__new__(cls)
            found.span = span
            found.digest = name.encode()
            found.poly = None
        return found

    def __repr__(self) -> str:
        return self.digest.decode()


class Atom:
    """An opaque factor: a head, what names it (`data`), and the polynomials it is applied to (`slots`).

    `binds` are the canonical variables that it binds in its slots. `symmetric` says that its last two slots may be
    exchanged; they are kept sorted. `vars` are the variables that occur free in it, `symbols` the symbols of the
    claim that occur in it. Atoms of one digest are one object.
    """

    __slots__ = ("__weakref__", "binds", "data", "digest", "head", "height", "slots", "symbols", "symmetric", "vars")

    head: str
    data: Any
    slots: tuple[Poly, ...]
    binds: tuple[Var, ...]
    symmetric: bool
    digest: bytes
    vars: frozenset[Var]
    symbols: frozenset[Term]
    height: int

    _table: ClassVar[WeakValueDictionary[bytes, Atom]] = WeakValueDictionary()

    def __new__(
        cls, head: str, data: Any = None, slots: tuple[Poly, ...] = (), binds: tuple[Var, ...] = (),
        *, symmetric: bool = False,
    ) -> Atom:  # fmt: skip
        if symmetric and slots[-2].digest > slots[-1].digest:
            slots = (*slots[:-2], slots[-1], slots[-2])
        below = b"".join([_OF_DIGEST + slot.digest for slot in slots])
        bound = _framed(b"".join([v.digest + v.span.digest for v in binds])) if binds else _LENGTHS[0]
        digest = blake2b(_framed(head.encode()) + _framed(data_digest(data)) + bound + below, digest_size=12).digest()
        found = cls._table.get(digest)
        if found is None:
            found = cls._table[digest] = object.__new__(cls)
            found.head, found.data, found.slots, found.binds, found.symmetric = head, data, slots, binds, symmetric
            found.digest = digest
            free = frozenset().union(*[slot.vars for slot in slots], *[v.span.vars for v in binds])
            found.vars = (free.difference(binds) if binds else free) | ({data} if isinstance(data, Var) else _NONE)
            ends = [end.symbols for v in binds for end in v.span.ends]
            found.symbols = _symbols(data).union(*[slot.symbols for slot in slots], *ends)
            found.height = max([slot.height for slot in slots], default=0) + bool(binds)
        return found

    def __repr__(self) -> str:
        inside = ", ".join(([] if self.data is None else [repr(self.data)]) + [repr(slot) for slot in self.slots])
        return f"{self.head}{list(self.binds) if self.binds else ''}({inside})"


def data_digest(data: object) -> bytes:
    if data is None:
        return b"None"
    if isinstance(data, Term):
        return data.digest
    if isinstance(data, Var):
        return data.digest + data.span.digest
    if isinstance(data, tuple):
        return _digest(*map(data_digest, data))
    return repr(data).encode()


def _symbols(data: object) -> frozenset[Term]:
    if isinstance(data, Term):
        return data.free
    if isinstance(data, tuple):
        return frozenset().union(*map(_symbols, data))
    return frozenset()


class Poly:
    """A polynomial over atoms with rational coefficients and (for single atoms) rational exponents."""

    __slots__ = ("_digest", "_symbols", "_vars", "own", "terms")

    def __init__(self, terms: Mapping[Mono, fmpq]) -> None:
        self.terms = terms
        self.own: Var | None = None  # the variable that it is, where `of_var` made it
        self._digest: bytes | None = None
        self._vars: frozenset[Var] | None = None
        self._symbols: frozenset[Term] | None = None

    def __repr__(self) -> str:
        return (
            " + ".join(
                f"{c}" + "".join(f"*{a!r}^{e}" if e != 1 else f"*{a!r}" for a, e in m) for m, c in self.terms.items()
            )
            or "0"
        )

    def __iter__(self) -> Iterator[tuple[Mono, fmpq]]:
        return iter(self.terms.items())

    def __bool__(self) -> bool:
        return bool(self.terms)

    def __eq__(self, other: object) -> bool:
        return self is other or (isinstance(other, Poly) and self.digest == other.digest)

    def __hash__(self) -> int:
        return hash(self.digest)

    @property
    def digest(self) -> bytes:
        """A fingerprint: equal polynomials have one, in every run."""
        if self._digest is None:
            self._digest = _digest(*sorted([mono_digest(m) + _text(c) for m, c in self.terms.items()]))
        return self._digest

    @property
    def vars(self) -> frozenset[Var]:
        """The variables that occur free."""
        if self._vars is None:
            self._vars = frozenset().union(*[a.vars for m in self.terms for a, _ in m])
        return self._vars

    @property
    def symbols(self) -> frozenset[Term]:
        """The symbols of the claim that occur."""
        if self._symbols is None:
            self._symbols = frozenset().union(*[a.symbols for m in self.terms for a, _ in m])
        return self._symbols

    @property
    def height(self) -> int:
        """How deep binders nest in it."""
        return max([a.height for m in self.terms for a, _ in m], default=0)

    @property
    def constant(self) -> fmpq | None:
        """Its value, where it is a number."""
        if not self.terms:
            return fmpq(0)
        return self.terms.get(()) if len(self.terms) == 1 else None

    @property
    def only(self) -> tuple[Mono, fmpq] | None:
        """Its monomial and coefficient, where it has just one."""
        return next(iter(self.terms.items())) if len(self.terms) == 1 else None

    @property
    def atom(self) -> Atom | None:
        """The atom it is, where it is one."""
        only = self.only
        if only and only[1] == 1 and len(only[0]) == 1 and only[0][0][1] == 1:
            return only[0][0][0]
        return None

    @property
    def variable(self) -> Var | None:
        """The variable it is, where it is one."""
        if self.own is not None:
            return self.own
        atom = self.atom
        return atom.data if atom is not None and atom.head == "var" else None

    @property
    def atoms(self) -> set[Atom]:
        return {a for m in self.terms for a, _ in m}

    def __add__(self, other: Poly) -> Poly:
        if not self.terms:
            return other
        terms = dict(self.terms)
        for mono, c in other.terms.items():
            new = terms.get(mono, _NOUGHT) + c
            if new != 0:
                terms[mono] = new
            else:
                del terms[mono]
        return Poly(terms)

    def __neg__(self) -> Poly:
        return self.scale(fmpq(-1))

    def __sub__(self, other: Poly) -> Poly:
        return self + -other

    def scale(self, by: fmpq) -> Poly:
        return Poly({m: c * by for m, c in self.terms.items()}) if by != 0 else ZERO


def _text(c: fmpq) -> bytes:
    return b"1" if c == 1 else str(c).encode()  # half of them are: the text of one takes eight times as long


def mono_digest(mono: Mono) -> bytes:
    return b"".join([a.digest + (b"1" if e == 1 else str(e).encode()) for a, e in mono])


def mono(factors: Iterable[Factor]) -> Mono:
    """Factors merged and put in order; those of exponent 0 dropped."""
    merged: dict[Atom, Exponent] = {}
    for atom, exponent in factors:
        merged[atom] = merged[atom] + exponent if atom in merged else exponent
    order = sorted(merged, key=_digest_of) if len(merged) > 1 else merged
    return tuple(
        [(atom, e if type(e) is int else _whole(e)) for atom in order if (e := merged[atom])]
    )  # a call for each takes a fifth of the time


def joined(one: Mono, other: Mono) -> Mono:
    """The product of two monomials."""
    if not one or not other:
        return one or other
    if one[-1][0].digest < other[0][0].digest:
        return one + other
    if other[-1][0].digest < one[0][0].digest:
        return other + one
    return mono(one + other)


def _whole(exponent: Exponent) -> Exponent:
    if type(exponent) is Fraction and exponent.denominator == 1:
        return exponent.numerator
    return exponent


_digest_of = attrgetter("digest")
_NOUGHT = fmpq(0)
_UNIT = fmpq(1)
ZERO = Poly({})
ONE = Poly({(): _UNIT})


def constant(value: Fraction | fmpq | int) -> Poly:
    exact = fmpq(value.numerator, value.denominator) if isinstance(value, Fraction) else fmpq(value)
    return Poly({(): exact}) if exact != 0 else ZERO


def of_atom(atom: Atom, exponent: Exponent = 1) -> Poly:
    return Poly({((atom, _whole(exponent)),): _UNIT})


def of_mono(factors: Mono, coefficient: fmpq = _UNIT) -> Poly:
    return Poly({factors: coefficient})


def of_var(var: Var) -> Poly:
    if var.poly is None:
        var.poly = of_atom(Atom("var", var))
        var.poly.own = var
    return var.poly


def all_added(parts: Iterable[Poly]) -> Poly:
    """The sum of many, gathered in one place: to add them one by one costs the square of their number."""
    found = [part for part in parts if part.terms]
    if len(found) < 2:
        return found[0] if found else ZERO
    terms: dict[Mono, fmpq] = {}
    for part in found:
        for factors, c in part.terms.items():
            terms[factors] = terms[factors] + c if factors in terms else c
    return Poly({factors: c for factors, c in terms.items() if c != 0})


def natural(exponent: Exponent) -> bool:
    return isinstance(exponent, int) and exponent > 0


def to_fraction(value: fmpq) -> Fraction:
    return Fraction(int(value.p), int(value.q))


def content(poly: Poly) -> fmpq:
    """The positive number by which a polynomial is a multiple of one with coprime integer coefficients."""
    below = fmpz(1)
    for c in poly.terms.values():
        below = below.lcm(c.q)
    above = fmpz(0)
    for c in poly.terms.values():
        above = above.gcd((c * below).p)
    return fmpq(above, below)


def rename(poly: Poly, names: Mapping[Var, Var]) -> Poly:
    """Variables for variables: keeps normal forms, so nothing is simplified again."""
    if poly.own is not None:  # half of all calls
        return of_var(names.get(poly.own, poly.own))
    if poly.vars.isdisjoint(names):
        return poly
    return Poly({mono([(rename_atom(a, names), e) for a, e in m]): c for m, c in poly.terms.items()})


def rename_atom(atom: Atom, names: Mapping[Var, Var]) -> Atom:
    if atom.vars.isdisjoint(names):
        return atom
    data = names.get(atom.data, atom.data) if isinstance(atom.data, Var) else atom.data
    binds, inner = atom.binds, names
    if binds and any(not v.span.vars.isdisjoint(names) for v in binds):
        binds = tuple(Var(v.digest.decode(), rename_span(v.span, names)) for v in binds)
        inner = {**names, **dict(zip(atom.binds, binds, strict=True))}
    return Atom(atom.head, data, tuple([rename(slot, inner) for slot in atom.slots]), binds, symmetric=atom.symmetric)


def rename_span(span: Span, names: Mapping[Var, Var]) -> Span:
    if span.vars.isdisjoint(names):
        return span
    return Span(span.kind, tuple(rename(end, names) for end in span.ends), span.data, span.sort)


def shade(atom: Atom, colours: Mapping[Var, bytes]) -> bytes:
    """The digest of an atom with variables replaced by colours."""
    if atom.vars.isdisjoint(colours):
        return atom.digest
    name = colours.get(atom.data, atom.data.digest) if isinstance(atom.data, Var) else data_digest(atom.data)
    slots = [shade_poly(slot, colours) for slot in atom.slots]
    if atom.symmetric:
        slots[-2:] = sorted(slots[-2:])
    spans = (b"".join(shade_poly(end, colours) for end in v.span.ends) for v in atom.binds)
    return _digest(atom.head.encode(), name, *spans, *slots)


def shade_poly(poly: Poly, colours: Mapping[Var, bytes]) -> bytes:
    if poly.vars.isdisjoint(colours):
        return poly.digest
    if poly.own is not None:  # half of all calls
        return _of_variable(colours[poly.own])
    return _digest(*sorted([shade_mono(m, colours) + _text(c) for m, c in poly.terms.items()]))


@lru_cache(maxsize=1 << 10)
def _of_variable(colour: bytes) -> bytes:
    """What a variable of this colour has for its digest as a polynomial."""
    return _digest(_digest(b"var", colour) + b"11")


def shade_mono(factors: Mono, colours: Mapping[Var, bytes]) -> bytes:
    return b"".join(sorted([shade(a, colours) + str(e).encode() for a, e in factors]))


def scalar_span(span: Span) -> Scalar:
    """The sort of the values of a variable."""
    if span.kind == "range":
        low = span.ends[0].constant
        return Scalar(lower=None if low is None else to_fraction(low), integer=True)
    return span.sort if isinstance(span.sort, Scalar) else REAL
