"""What the notation of a section says about its symbols, gathered before any formula is given a meaning."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from ..terms.term import ORDERS
from .context import Cues, is_upper, label
from .notation import CHANCE_WORDS, FAMILY_LETTERS, IMAGINARY, SPACES, SURE_TRANSPOSES, TRANSPOSES
from .syntax import (
    Big,
    Chain,
    Dots,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Product,
    Script,
    Sum,
    bare,
    children,
    chosen_by,
    joins_events,
    spell,
    walk,
)

_TRANSPOSED = SURE_TRANSPOSES - {"T"}
_OF_E = frozenset({"e", "n", "k", r"\infty", r"\pi"})  # of which the base of the exponential may be made
_DIFFERENTIALS = ("d", r"\partial")


def scan(node: Node, cues: Cues) -> None:
    """Add what a formula shows."""
    operators: set[int] = set()  # names that are called, or differentiated: not `alone`
    for part in walk(node):
        match part:
            case Product():
                _product(part, cues, operators)
                _counts(part, cues)
            case Big():
                _big(part, cues)
            case Chain() if part.relations[0][0] == r"\sim" and part.sides[1] is not None:
                cues.laws.add(spell(part.sides[1]))
                cues.e_is_given = cues.e_is_given or spell(part.sides[0]) == "e"
                drawn = part.sides[0]
                cues.drawn.update(each.text for each in walk(drawn or part) if isinstance(each, Name))
                cues.parameters.update(each.text for each in walk(part.sides[1]) if isinstance(each, Name))
                match bare(part.sides[1]):
                    case Product(factors=(Node() as law, Group(items=items))) if spell(law) not in FAMILY_LETTERS:
                        cues.numbers.update(item.text for item in map(bare, items) if isinstance(item, Name))
            case Chain(sides=(Node() as left, Node() as right)) if part.relations[0][0] == r"\in":
                if spell(right).startswith(SPACES):
                    element = spell(left)  # X \in \mathcal{X} is said of what X may be
                    cues.sets.setdefault(spell(right), element.lower() if len(element) == 1 else element)
            case Group(items=items) if any(isinstance(bare(item), Dots) for item in items):
                cues.dotted.update(
                    spell(item.base) for item in map(bare, items) if isinstance(item, Script) and item.sub
                )
            case Frac():
                _fraction(part, cues, operators)
            case Sum():
                _sum(part, cues)
            case Script(base=Name(text=text), sub=None, sup=sup) if sup is not None and text in FAMILY_LETTERS:
                if not isinstance(bare(sup), Group) and spell(sup) not in ("*", r"\ast", r"\star"):
                    cues.numbers.add(text)
            case Script(base=Name(text="e"), sub=None, sup=sup) if spell(sup) in _TRANSPOSED:
                cues.e_is_given = True
            case Chain(sides=(Name(text="e"), Node() as right, *_), relations=(("=" | ":=", _), *_)):
                cues.e_is_given = cues.e_is_given or _is_of_others(right)
            case Script(base=Name(text="e"), sup=sup) if sup is not None and _has_i(sup):
                cues.imaginary = True
            case Script(base=Name(text=text), sub=sub) if text in (r"\nabla", r"\partial") and sub is not None:
                cues.moving.add(spell(sub))
            case Script(base=Num() | Name(text="I"), sub=sub) if sub is not None:
                cues.numbers.update(each.text for each in walk(sub) if isinstance(each, Name))  # 0_p, I_p
    for part in walk(node):
        if isinstance(part, Name) and id(part) not in operators:
            cues.alone.add(part.text)
        if isinstance(part, Script) and part.sub is not None:
            cues.shifted.update((spell(part.base), letter) for letter in _shifted(part.sub))
        if isinstance(part, Script) and id(part) not in operators and part.sub is not None:
            cues.alone.add(spell(Script(part.start, part.end, part.base, part.sub, None)))


def _shifted(sub: Node) -> Iterator[str]:
    """The t of a subscript t + 1 or t - 1."""
    inner = bare(sub)
    terms = [bare(term) for _, term in inner.terms] if isinstance(inner, Sum) else []
    if len(terms) == 2 and any(isinstance(term, Num) for term in terms):
        yield from (term.text for term in terms if isinstance(term, Name))


def _product(node: Product, cues: Cues, operators: set[int]) -> None:
    for at, factor in enumerate(node.factors):
        factor = bare(factor)
        after = node.factors[at + 1] if at + 1 < len(node.factors) and not node.marks[at + 1] else None
        called = bare(after.base) if isinstance(after, Script) else after
        base = bare(factor.base) if isinstance(factor, Script) else factor
        if not isinstance(base, Name):
            continue
        if base.text == r"\nabla" and after is not None:
            operators.update((id(bare(after)), id(_base(after))))
        if not isinstance(called, Group) or called.fence not in ("()", "[]", r"\{}"):
            continue
        sub = factor.sub if isinstance(factor, Script) else None
        plain = called.fence == "()" and all(_is_variable(item) for item in called.items)
        by_letter = base.text in ("P", "V") and not plain and not _is_algebra(called)
        if base.word == "exp" and _has_i(called):
            cues.imaginary = True
        if base.word in CHANCE_WORDS or by_letter:
            _random(called, sub, cues, base)
            continue
        if base.word == "H" and base.text.removesuffix("}").endswith("h"):  # a differential entropy
            cues.integrated.update(label(part.text).lower() for part in walk(called) if isinstance(part, Name))
        if "||" in called.separators:
            cues.laws.update(spell(item) for item in called.items if isinstance(bare(item), (Name, Script)))
        name = spell(_called(factor))
        if isinstance(factor, Script) and spell(factor.sup) in (r"\top", "T", r"\mathrm{T}", r"\intercal", r"-\top"):
            continue
        if called.fence == "()" and (not base.word or base.text in ("T", "H")):
            operators.update((id(factor), id(base)))
            operators.update(id(item) for item in map(bare, called.items) if is_upper(spell(item)))  # V(G, D)
            cues.called.add(name)
            if plain and base.text not in cues.measures and base.text != "H":
                cues.applied.add(name)
                _density(name, base, sub, called, cues)


def _is_algebra(called: Group) -> bool:
    """Whether a bracket after P or V holds something transposed, or a difference: then these are matrices."""
    if "|" in called.separators:
        return False
    for part in map(bare, called.items):
        if isinstance(part, Chain):
            return False
        if isinstance(part, Sum) or any(
            isinstance(inner, Script) and spell(inner.sup) in (r"\top", "T", r"\mathrm{T}") for inner in walk(part)
        ):
            return True
    return False


def _has_i(node: Node) -> bool:
    """Whether i stands in an exponent, not in a subscript: in e^{i t} it may be the imaginary unit."""
    node = bare(node)
    if isinstance(node, Name):
        return node.text in IMAGINARY
    below = (node.sub,) if isinstance(node, (Script, Big)) else ()
    return any(_has_i(part) for part in children(node) if part not in below)


def _counts(node: Product, cues: Cues) -> None:
    """In n p and in n \\times p the p is a number; in p \\log p and p q it may be a density."""
    factors = [bare(factor) for factor in node.factors]
    plain = [factor for factor in factors if isinstance(factor, (Name, Num))]
    if len(plain) != len(factors) or all(isinstance(each, Name) and each.text in FAMILY_LETTERS for each in plain):
        return
    if not any(isinstance(each, Name) and (each.word or each.text in ("d", r"\partial")) for each in plain):
        cues.numbers.update(each.text for each in plain if isinstance(each, Name))


def _sum(node: Sum, cues: Cues) -> None:
    """In mu_i - mu the two are things of their own: no entry is added to its vector."""
    terms = [bare(term) for _, term in node.terms]
    if any(isinstance(term, Num) or (isinstance(term, Name) and term.text not in FAMILY_LETTERS) for term in terms):
        cues.numbers.update(term.text for term in terms if isinstance(term, Name))
    names = {term.text for term in terms if isinstance(term, Name)}
    for term in terms:
        if isinstance(term, Script) and term.sub is not None and spell(term.base) in names:
            cues.beside.add(spell(term.base))


def _called(node: Node) -> Node:
    """A called name without primes and powers; a star belongs to it."""
    if not isinstance(node, Script):
        return node
    sup = node.sup if node.sup is not None and spell(node.sup) in ("*", r"\ast", r"\star") else None
    if node.sub is None and sup is None:
        return bare(node.base)
    return Script(node.start, node.end, node.base, node.sub, sup)


def _base(node: Node) -> Node:
    node = bare(node)
    return bare(node.base) if isinstance(node, Script) else node


def _is_variable(node: Node) -> bool:
    node = bare(node)
    if isinstance(node, Chain):
        return (
            len(node.relations) == 1
            and node.relations[0][0] == "="
            and node.sides[0] is not None
            and (_is_variable(node.sides[0]))
        )
    return isinstance(node, Name) or (
        isinstance(node, Script)
        and isinstance(_base(node), Name)
        and (node.sup is None or isinstance(bare(node.sup), Group))
    )


def _density(name: str, base: Name, sub: Node | None, called: Group, cues: Cues) -> None:
    if not called.items or (cues.said(name, "function") and "|" not in called.separators):
        return
    subs = _letters(sub)
    by_subscript = bool(subs) and all(is_upper(each) for each in subs) and base.text in ("f", "p", "q")
    if (
        "|" not in called.separators
        and base.text not in FAMILY_LETTERS
        and not by_subscript
        and (name not in cues.laws or is_upper(base.text))  # X ~ F, with the F(x) of a distribution function
        and not cues.said(name, "density", "densities", "pmf", "pdf", "distribution")
    ):
        return
    names = {spell(item) for item in called.items}
    if base.text in _CHANCES and all(map(is_upper, names)) and not names & cues.valued:
        return
    if by_subscript:
        cues.families.setdefault(base.text, subs[0].lower())
        cues.labels.update(each.lower() for each in subs)
        for each in subs:
            cues.owners.setdefault(each, base.text)
        return
    of_values = base.text != "P" or bool(names & cues.valued)
    found: list[str] = []
    capitals: set[str] = set()
    small: set[str] = set()
    for item in called.items:
        item = bare(item)
        if isinstance(item, Chain) and item.sides[0] is not None:
            item = bare(item.sides[0])
        written = (
            spell(item)
            if not isinstance(item, Script)
            else spell(Script(item.start, item.end, item.base, item.sub, None, item.primes))
        )
        if (
            isinstance(item, Script)
            and item.sub is not None
            and len(spell(item.sub)) == 1
            and spell(item.sub).isalpha()
        ):
            found.append(label(spell(item.base)))  # x_i is a point of x
            small.add(found[-1])
        (capitals if is_upper(written) else small).add(label(written))
        found.append(label(written).lower() if is_upper(written) and of_values else label(written))
    cues.apart |= {each for each in capitals if each.lower() in small}
    cues.families.setdefault(name, found[0])
    alone = len(called.items) == 1  # p(x_i) is called with one variable, by either name
    cues.signatures.setdefault(name, set()).add((*(found[:1] if alone else found), *called.separators))
    cues.labels.update(found)


def _letters(sub: Node | None) -> list[str]:
    if sub is None:
        return []
    sub = bare(sub)
    if isinstance(sub, Group):
        return [spell(item) for item in sub.items]
    if isinstance(sub, Product) and not any(sub.marks):
        return [spell(part) for part in sub.factors]
    return [spell(sub)]


def _is_round(node: Node) -> bool:
    return isinstance(node, Group) and node.fence == "()"


_NO_LETTERS = frozenset(TRANSPOSES | {"I", r"\mathbf{I}", "n", "p"})  # in Y Y^T, Y^T I_n Y


def _random(called: Group, sub: Node | None, cues: Cues, base: Name) -> None:
    if sub is not None:
        return
    for item in called.items:
        inner = bare(item)
        if isinstance(inner, Name) and base.text not in ("P", "V") and base.word != "Pr":
            cues.random.add(inner.text)
            cues.moments.add(inner.text)
        if base.text in ("P", r"\mathbb{P}", r"\Pr") and not isinstance(inner, Chain):
            continue
        calls = {
            id(_base(part.factors[at]))
            for part in walk(inner)
            if isinstance(part, Product)
            for at in range(len(part.factors) - 1)
            if _is_round(_base(part.factors[at + 1])) and not part.marks[at + 1]
        }
        letters = {part.text for part in walk(inner) if isinstance(part, Name) and part.text not in _NO_LETTERS}
        cues.sole |= letters if len(letters) == 1 else set()
        for part in walk(inner):
            if isinstance(part, Name) and is_upper(part.text) and not part.word and id(part) not in calls:
                cues.random.add(part.text)


def _big(node: Big, cues: Cues) -> None:
    if node.kind == "integral" and node.by is not None:
        cues.integrated.add(label(spell(node.by)))
        if node.sub is not None and node.sup is None and spell(node.sub).startswith(SPACES):
            cues.sets.setdefault(spell(node.sub), spell(node.by))
    elif node.kind in ("sum", "product"):
        if node.sup is not None and isinstance(bare(node.sup), Name):
            cues.bounds.add(spell(bare(node.sup)))
        elif node.sup is not None and isinstance(bare(node.sup), Script):
            cues.counts.add(spell(_base(node.sup)))
            _ragged(node, cues)
        if node.sub is not None:
            for part in walk(node.sub):
                if isinstance(part, Name):
                    cues.summed.add(part.text)
            cues.running.update(_run(node.sub))
            if node.kind == "sum":
                cues.counted.update(map(label, (*_run(node.sub), spell(bare(node.sub)))))
    elif node.sub is not None:
        sub = bare(node.sub)
        target = sub.sides[0] if isinstance(sub, Chain) and sub.sides[0] is not None else sub
        cues.moving.add(spell(bare(target)))


def _ragged(node: Big, cues: Cues) -> None:
    """A sum over j = 1, .., n_i of y_{ij}: the rows of y are not equally long."""
    assert node.sup is not None
    ends = {part.text for part in walk(node.sup) if isinstance(part, Name)}
    run = set(_run(node.sub)) if node.sub is not None else set()
    for part in walk(node.body):
        if isinstance(part, Script) and isinstance(part.base, Name):
            places = _letters(part.sub)
            if len(places) == 2 and places[0] in ends and places[1] in run:
                cues.ragged.add(part.base.text)


def measures_in(node: Node, cues: Cues) -> set[str]:
    """The p of p(A \\cup B), and of p(A) where A is said to be an event: this is their probability."""
    found = set()
    for part in walk(node):
        for name, called in pairwise(map(bare, part.factors)) if isinstance(part, Product) else ():
            only = called.only if isinstance(called, Group) else None
            if (
                isinstance(name, Name)
                and name.text in FAMILY_LETTERS
                and only
                and (joins_events(only) or chosen_by(only) or cues.said(spell(bare(only)), "event"))
            ):
                found.add(name.text)
    return found


def valued_in(nodes: Iterable[Node]) -> set[str]:
    """The X and Y of \\sum_X P(Y | X) P(X): variables, of which one is summed over, integrated over or drawn.

    None where P(A \\cup B) is written of one of them: they are events.
    """
    ranged: set[str] = set()
    events: set[str] = set()
    together: list[set[str]] = []
    for part in (part for node in nodes for part in walk(node)):
        match part:
            case Big(kind="sum", sub=Node() as sub, sup=None):
                ranged.update(_run(sub))
            case Big(kind="integral", by=Node() as by):
                ranged.add(spell(by))
            case Chain(sides=(Node() as left, Node())) if part.relations[0][0] == r"\sim":
                ranged.update(each.text for each in walk(left) if isinstance(each, Name))
            case Product(factors=factors):
                for letter, called in pairwise(map(bare, factors)):
                    if spell(letter) in _CHANCES and isinstance(called, Group):
                        items = [bare(item) for item in called.items]
                        together.append({spell(item) for item in items if isinstance(item, (Name, Chain))})
                        made = [item for item in items if not isinstance(item, (Name, Chain))]
                        events.update(each.text for item in made for each in walk(item) if isinstance(each, Name))
    found = {each for each in ranged if is_upper(each)}
    while more := {each for names in together if names & found for each in names if is_upper(each)} - found:
        found |= more
    return set() if found & events else found


_CHANCES = ("P", r"\mathbb{P}")


def drawn_from(node: Node) -> set[str]:
    """The pi of a \\sim \\pi."""
    chains = (part for part in walk(node) if isinstance(part, Chain) and part.relations[0][0] == r"\sim")
    return {spell(chain.sides[1]) for chain in chains if chain.sides[1] is not None}


def running_in(node: Node) -> set[str]:
    """The letters that sums and products in a formula run over."""
    big = [part for part in walk(node) if isinstance(part, Big) and part.kind in ("sum", "product")]
    return {letter for part in big if part.sub is not None for letter in _run(part.sub)}


def _run(sub: Node) -> list[str]:
    """The letters that run in what stands below a sum: i in i = 1, i and j in i, j and in i < j."""
    sub = bare(sub)
    items = sub.items if isinstance(sub, Group) and sub.fence == "{}" else (sub,)
    found: list[str] = []
    for item in map(bare, items):
        if isinstance(item, Chain):
            strict = item.relations[0][0] in (*ORDERS, "!=")
            sides = item.sides if strict else item.sides[:1]
            found += [spell(side) for side in sides if side is not None and isinstance(bare(side), Name)]
        elif isinstance(item, Product):
            found += [spell(part) for part in item.factors if isinstance(bare(part), Name)]
        elif isinstance(item, Name):
            found.append(item.text)
    return found


def ranges(items: Sequence[Node], cues: Cues) -> None:
    """The letters that run in i = 1, \\dots, n, and where they end."""
    for at, item in enumerate(items):
        first = bare(item)
        if not isinstance(first, Chain) or first.relations[0][0] not in ("=", r"\in") or first.sides[0] is None:
            continue
        left, right = bare(first.sides[0]), first.sides[-1]
        inside = bare(right) if right is not None else None
        written = inside.items if isinstance(inside, Group) and inside.fence == r"\{}" else items[at + 1 : at + 4]
        dots = [place for place, other in enumerate(written) if isinstance(bare(other), Dots)]
        if isinstance(left, Name) and dots and dots[0] + 1 < len(written):
            cues.running.add(left.text)
            cues.bounds.update(part.text for part in walk(written[dots[0] + 1]) if isinstance(part, Name))


def _is_of_others(value: Node) -> bool:
    return any(isinstance(each, Name) and not each.word and each.text not in _OF_E for each in walk(value))


def _fraction(node: Frac, cues: Cues, operators: set[int]) -> None:
    over, under = bare(node.over), bare(node.under)
    if isinstance(over, Name) and isinstance(under, Num):
        cues.numbers.add(over.text)
    first = bare(over.factors[0]) if isinstance(over, Product) else over
    if isinstance(first, Script):
        first = bare(first.base)
    if spell(first) not in _DIFFERENTIALS or not isinstance(under, Product):
        return
    if isinstance(over, Product) and len(over.factors) == 2:
        operators.update((id(bare(over.factors[1])), id(_base(over.factors[1]))))
    for part in under.factors:
        written = bare(part)
        if spell(written) not in _DIFFERENTIALS:
            cues.moving.add(spell(written.base if isinstance(written, Script) and written.sub is None else written))
