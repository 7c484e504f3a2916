"""What an equation does: whether it introduces a symbol, says what is asked of one, or makes a claim."""

from __future__ import annotations

import re
from collections.abc import Iterable

from ..terms.sorts import EVENT, Family, Function, Matrix, RandomVariable, Scalar, Vector
from .branches import has_cases
from .context import Context, is_spread, is_upper
from .laws import law_name
from .notation import CHANCE_WORDS, GREEK_FUNCTIONS, MEASURE_WORDS
from .syntax import Array, Group, Name, Node, Num, Product, Root, Script, bare, form, joins_events, spell, walk

_STARS = ("*", r"\ast", r"\star")  # x^* is a point


def defined_name(left: Node) -> tuple[str, tuple[str, ...]]:
    """Name and parameters of what a definition's left side defines; ('', ()) where it can define nothing."""
    left = bare(left)
    if isinstance(left, Name) or (isinstance(left, Script) and _is_name(bare(left.base))):
        if isinstance(left, Script) and left.sup is not None and not _is_mark(left.sup):
            return "", ()
        return (
            ("", ()) if isinstance(left, Name) and left.word not in ("", "T", "I", "H", "E", "d") else (spell(left), ())
        )
    if isinstance(left, Product) and len(left.factors) == 2 and not left.marks[1]:
        name, called = bare(left.factors[0]), bare(left.factors[1])
        base = bare(name.base) if isinstance(name, Script) else name
        if (
            isinstance(called, Group)
            and called.fence == "()"
            and isinstance(base, Name)
            and (not base.word or base.text == "T")
            and set(called.separators) <= {",", ";"}
        ):
            if isinstance(name, Script) and (name.primes or (name.sup is not None and spell(name.sup) != "*")):
                return "", ()
            parameters = [bare(item) for item in called.items]
            if all(isinstance(item, (Name, Script)) for item in parameters):
                written = tuple(spell(item) for item in parameters)
                at_point = any(isinstance(item, Script) and spell(item.sup) in _STARS for item in parameters)
                if len(set(written)) == len(written) and not at_point:
                    return spell(name), written
    return "", ()


def _is_name(node: Node) -> bool:
    """A name, with a subscript or without."""
    return isinstance(node, Name) or (isinstance(node, Script) and node.sup is None and isinstance(node.base, Name))


def _is_mark(sup: Node) -> bool:
    """Superscripts that belong to a name: a star, a number in brackets."""
    inner = bare(sup)
    counted = isinstance(inner, Group) and inner.fence == "()" and len(inner.items) == 1
    return spell(sup) in _STARS or (counted and isinstance(bare(inner.items[0]), Num))  # type: ignore[attr-defined]


def law_call_of(left: Node) -> bool:
    """Whether a left side is the density of a distribution by name, N(x; mu, Sigma)."""
    left = bare(left)
    if not isinstance(left, Product) or len(left.factors) != 2:
        return False
    called = bare(left.factors[1])
    return (
        bool(law_name(bare(left.factors[0])))
        and isinstance(called, Group)
        and bool(set(called.separators) & {";", "|"})
    )


UNIT_ARRAYS = frozenset({"I", r"\mathbf{I}", r"\mathbf{1}", r"\mathbb{1}", r"\mathbf{0}"})


def is_reserved(name: str, parameters: tuple[str, ...]) -> bool:
    """Whether a left side has a meaning by custom: the identity matrix I_n, the gamma function."""
    if not parameters:
        return name.split("_")[0] in UNIT_ARRAYS | {"0", "1"} and "_" in name
    return name in GREEK_FUNCTIONS or (len(parameters) == 2 and name in ("B", r"\mathrm{B}"))


def mentions(node: Node, name: str) -> bool:
    for part in walk(node):
        if isinstance(part, (Name, Script)) and (
            spell(part) == name
            or (isinstance(part, Script) and spell(Script(part.start, part.end, part.base, part.sub, None)) == name)
        ):
            return True
    return False


def names_written(context: Context, node: Node) -> set[str]:
    """The names of a formula; that of the n_i is no mention of an n that is something else."""
    scripts = [part for part in walk(node) if isinstance(part, Script) and part.sub is not None]
    below = {id(part.base) for part in scripts if spell(part.base) in context.cues.separate}
    return {spell(part) for part in walk(node) if isinstance(part, (Name, Script)) and id(part) not in below}


def is_mentioned(context: Context, node: Node, name: str) -> bool:
    """Whether a formula speaks of what a name stands for."""
    return mentions(node, name) and not (name in context.cues.separate and name not in names_written(context, node))


def is_definition(context: Context, left: Node, right: Node, *, said: bool = False) -> bool:
    """Whether `left = right` introduces what stands on the left. `said`: prose says that it does, so that also what
    has a meaning by custom (the gamma function, an identity matrix) may get another one."""
    name, parameters = defined_name(left)
    inner = bare(left)
    below = mentions(right, name) and not is_mentioned(context, right, name)  # n in n_i
    if not said and (is_reserved(name, parameters) or (name in context.closure(right) and not below)):
        return False
    if (
        isinstance(inner, Script)
        and spell(inner.base) in context.definitions
        and context.definitions[spell(inner.base)].indexed
    ):
        return False
    if law_call_of(left) or name in context.cues.measures or joins_events(right):
        return False
    if is_of_events(name, parameters) and not any(mentions(right, each) for each in parameters):
        return False  # P(A) = 0.01 is a probability
    if (
        not name
        or name in context.definitions
        or ((name in context.seen or is_told_how(context, name, parameters)) and not said)
    ):
        return False
    if name in context.declared and not is_undefined(context, name, parameters, said=said):
        return False
    if holds_at_points(context, parameters, right):
        return False
    made = is_made_of_laws(context, name.partition("_")[2].strip("{}"))
    sigmoid = name == r"\sigma" and not (said and not parameters and name not in context.cues.called)
    if sigmoid or name in _constants(context) or (has_law(context, name) and not (made and is_by_cases(right))):
        return False
    if is_mentioned(context, right, name):
        return False
    if (
        parameters
        and name in context.cues.families
        and not is_no_density(context, name)
        and (
            has_family(context, right)
            or len(context.cues.signatures.get(name, ())) != 1
            or any("|" in signature for signature in context.cues.signatures[name])
        )
    ):
        return False
    return not (parameters and isinstance(context.sort_of(name), Family))


def is_no_density(context: Context, name: str) -> bool:
    """Whether a letter is a function where densities have the same one: an r is a residual, a reward or a rectifier."""
    cues = context.cues
    nouns = ("distribution", *(noun for nouns in MEASURE_WORDS.values() for noun in nouns))
    family = name in cues.laws or cues.said(name, *nouns)
    return (name == "r" or cues.said(name, "function")) and not family


def undecorated(node: Node) -> str:
    """The m that \\hat{m}, m^* or m_{ML} is a value of, or ''."""
    node = bare(node)
    if isinstance(node, Name):
        found = re.fullmatch(r"\\(?:hat|widehat|tilde|bar)\{(.+)\}", node.text)
        return found[1] if found else ""
    if isinstance(node, Script) and isinstance(bare(node.base), Name):
        star = node.sub is None and node.sup is not None and spell(node.sup) in ("*", r"\ast", r"\star")
        by_words = node.sup is None and node.sub is not None and re.fullmatch(_ESTIMATES, spell(node.sub)) is not None
        return spell(node.base) if star or by_words else ""
    return ""


_ESTIMATES = r"(?:\\(?:mathrm|text|mathit)\{)?(?:ML|MLE|MAP|OLS|LS|opt)\}?"


def is_of_events(name: str, parameters: tuple[str, ...]) -> bool:
    """P(A), P(A^c)."""
    return name == "P" and bool(parameters) and all(is_upper(each.partition("^")[0]) for each in parameters)


def _is_told_of(context: Context, names: Iterable[str]) -> bool:
    return any(not fact.about.isdisjoint(names) for fact in context.facts)


def is_undefined(context: Context, name: str, parameters: tuple[str, ...], *, said: bool) -> bool:
    """Whether f is only said to be a function: f(x) = .. says which, unless it is `said` of a certain x.

    Where more is known of f, that it is so is a claim; but a hypothesis may say all of it.
    """
    sort = context.sort_of(name)
    if not parameters or not isinstance(sort, Function):
        return False
    if said:
        return all(parameter not in context.declared for parameter in parameters)
    return not sort.traits - {"differentiable"} and all(name not in fact.about for fact in context.facts)


def holds_at_points(context: Context, parameters: tuple[str, ...], right: Node) -> bool:
    """Whether f(x) = c is said of an x that is declared, and no other: the c does not speak of it."""
    points = [each for each in parameters if isinstance(context.declared.get(each), (Scalar, Vector, Matrix))]
    return any(each not in context.closure(right) for each in points)


def is_told_how(context: Context, name: str, parameters: tuple[str, ...]) -> bool:
    """Whether the text says how something is, in words, by an equation or by values of a function: another equation is
    a claim about it."""
    facts = [fact for fact in context.facts if name in fact.about]
    equations = any(fact.term.head == "relation" and fact.term.data == "=" for fact in facts)
    return name in context.qualified or (bool(facts) if parameters else equations)


def introduced(context: Context, left: Node, right: Node) -> tuple[Node, Node] | None:
    """The symbol that an equation gives a value to, and the value, where it cannot be a claim about it.

    `\\bar{y} = \\mu + 1/\\lambda` with a \\bar{y} that was never declared nor defined says what \\bar{y} is, or what is
    asked of it: no equation holds of every \\bar{y} unless the other side speaks of \\bar{y} too. So one side must be
    nothing but a name (or a function of variables), of which nothing is known, and the other must not speak of it:
    not by itself, nor by definitions, nor by what is said of its symbols (`\\mathrm{E}(X) = \\mu` is a claim where X
    has a law with a \\mu). Anything else is a claim: `(a+b)^2 = a^2 + b^2`, whatever goes on from the row above, and
    what is said of symbols with a meaning. Nothing is proved by such an equation; it holds within its section, and
    steps that lean on it say so.
    """
    if joins_events(left) or joins_events(right):
        return None  # A \cap B = \emptyset
    for one, other in ((left, right), (right, left)):
        inner = bare(one)
        if isinstance(inner, Product) and law_name(inner.factors[0]):
            continue  # N(x; mu, sigma^2) has its meaning
        if isinstance(inner, Script) and spell(inner.sup) == "2":  # s^2 = ..: s is the root
            inner = inner.base if inner.sub is None else Script(inner.start, inner.end, inner.base, inner.sub, None)
            inner = bare(inner)
            if (isinstance(inner, Script) and inner.sup is not None) or not is_spread(spell(inner)):
                inner = bare(one)  # x^2 = 4: x may be -2
            else:
                one, other = inner, Root(other.start, other.end, other, None)
        name, parameters = defined_name(one)
        base = name.split("_")[0]
        if is_of_events(name, parameters) and _is_told_of(context, [each.partition("^")[0] for each in parameters]):
            continue
        if not name or name in context.declared or name in context.definitions or is_reserved(name, parameters):
            continue
        if is_told_how(context, name, parameters):
            continue
        if name in context.cues.measures:
            continue
        apart = context.is_named_by_size(one)
        if (base in context.declared and not apart) or base in context.definitions:
            continue  # an entry of it
        if has_law(context, name) or is_moment(context, name):
            continue  # the density of a variable whose law is known; the mean of one
        if name in _constants(context) or (parameters and r"\sigma" in name):
            continue
        if parameters and (name in context.cues.families or one is right):
            continue
        entry = context.kind(base) in ("vector", "matrix") and not apart
        if context.kind(name) in ("random", "event", "family") or name in context.cues.random:
            continue
        below = mentions(other, name) and not is_mentioned(context, other, name)  # n in n_i
        if _rests_on_words(context, other):
            continue  # E(X) = p where X \\sim Foo(p)
        if below or context.closure(other).isdisjoint({name, base} if entry else {name}):
            return one, other
    return None


def _constants(context: Context) -> frozenset[str]:
    """Names that no equation gives a value to."""
    return frozenset({r"\pi", "I", r"\infty", r"\nabla", *(() if context.cues.own_e else ("e",))})


def _rests_on_words(context: Context, node: Node) -> bool:
    """Whether an expression is a moment or chance of random variables of which something is said that is not known."""
    if not any(isinstance(part, Name) and part.word in CHANCE_WORDS for part in walk(node)):
        return False
    names, said = context.closure(node), context.opaque.keys() | context.described.keys() | context.lapsed.keys()
    random = any(isinstance(context.sort_of(name), RandomVariable) for name in names & said)
    return random or not names.isdisjoint(context.lawless)


def is_moment_of_unknown(context: Context, left: Node, right: Node) -> bool:
    """Whether an equation gives a mean, variance or covariance to random variables of which nothing is known.

    `\\mathrm{E}(X) = \\mu` is no claim about every X: where no law and no definition of X is there, and the other side
    does not speak of X, it says what X is. `\\mathrm{E}(XY) = \\mathrm{E}(X) \\mathrm{E}(Y)` is a claim.
    """
    for one, other in ((left, right), (right, left)):
        inner = bare(one)
        if not isinstance(inner, Product) or len(inner.factors) != 2 or any(inner.marks):
            continue
        head, called = bare(inner.factors[0]), bare(inner.factors[1])
        if not isinstance(head, Name) or head.word not in ("E", "Var", "Cov") or not isinstance(called, Group):
            continue
        names = [defined_name(item)[0] for item in called.items]
        if not all(names) or "|" in called.separators or any(isinstance(bare(item), Product) for item in called.items):
            continue
        unread = {*context.lawless, *context.opaque, *context.samples, *context.described, *context.lapsed}
        known = any(name in context.definitions or name in unread or context.mean_of(name) for name in names)
        told = any(not fact.about.isdisjoint(names) for fact in context.facts)
        bases = {name.partition("_")[0] for name in names}
        several = {name for name, definition in context.definitions.items() if definition.indexed}
        known = known or not (unread | several).isdisjoint(bases)
        known = known or any(context.sort_of(name.partition("_")[2]) == EVENT for name in names)  # 1_A
        told = told or any(form(definition.body) == form(inner) for definition in context.definitions.values())
        if not known and not told and context.closure(other).isdisjoint({*names, *bases}):
            return True
    return False


def is_by_cases(side: Node) -> bool:
    """Whether a side is given case by case."""
    inner = bare(side)
    return isinstance(inner, Array) and has_cases(inner)


def has_law(context: Context, name: str) -> bool:
    """Whether f_X, F_X or M_X is that of a random variable X whose law is known."""
    letter, _, variable = name.partition("_")
    variable = variable.strip("{}")
    known = any(fact.term.head == "follows" and variable in fact.about for fact in context.facts)
    moments = letter in ("F", "M") and isinstance(context.sort_of(variable), RandomVariable)
    made = letter in ("f", "F") and not context.given_for and is_made_of_laws(context, variable)
    return letter in ("f", "p", "F", "M") and bool(variable) and (known or moments or made)


def is_made_of_laws(context: Context, name: str) -> bool:
    """Whether a name is defined by random variables that follow laws, or have distribution functions."""
    if name not in context.definitions or context.definitions[name].parameters:
        return False
    behind = {each for each in context.made_of(Name(0, 0, name)) if each not in context.definitions}
    random = {each for each in behind if isinstance(context.sort_of(each), RandomVariable)}
    random |= {each for each in behind if each in context.samples and not context.is_copied(each)}
    told = [fact.term for fact in context.facts if fact.term.head in ("follows", "distributed")]
    drawn = {term.args[0].name.strip("{}") for term in told if term.args[1].head != "law"}
    drawn |= {each for each in behind if each in context.samples and context.samples[each].law is not None}
    return bool(random) and random <= drawn


def is_moment(context: Context, name: str) -> bool:
    """Whether a name is in what the document gives as a mean or a variance of random variables."""
    moments = (fact for fact in context.facts if fact.term.head == "relation" and name in fact.about)
    return any(not {"mean", "variance"}.isdisjoint(side.heads) for fact in moments for side in fact.term.args)


def has_family(context: Context, node: Node) -> bool:
    """Whether a density that the section writes as p(..) occurs in an expression."""
    families = context.cues.families.keys() - (context.cues.numbers - context.cues.laws)
    if any(isinstance(part, (Name, Script)) and spell(part) in families for part in walk(node)):
        return True
    for part in walk(node):
        for at, factor in enumerate(part.factors[:-1] if isinstance(part, Product) else ()):
            called = bare(part.factors[at + 1])  # type: ignore[attr-defined]
            if spell(factor) not in context.cues.families or not isinstance(called, Group) or called.fence != "()":
                continue
            if all(isinstance(bare(item), (Name, Script)) for item in called.items):
                return True
    return False
