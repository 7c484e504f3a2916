"""One relation of a display -> a step: a claim, a definition, an assumption, or an error."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..errors import Fault, SortError
from ..terms import build
from ..terms.term import Term
from .context import Context, Definition
from .declarations import Declarations
from .elaborate import relate, settle, stated_terms
from .grounds import Grounds, certain
from .models import is_density
from .notation import DEFINITE, SPACES, STATED
from .probability import Probability
from .record import Stated
from .roles import defined_name, holds_at_points, introduced, is_definition, is_moment_of_unknown, mentions
from .step import SHOWN, Kind, Step, error_step
from .syntax import Chain, Group, Name, Node, Root, Script, bare, spell, walk
from .ties import tie


def mark_unknown(context: Context, statement: Chain, fault: Fault) -> None:
    """Something was said of symbols that the reader does not have: no step may use them as if it had not been said."""
    left = statement.sides[0]
    relation = statement.relations[0][0]
    named = left is not None and isinstance(bare(left), (Name, Script)) and bool(defined_name(left)[0])
    defines = relation == "=" and named
    if relation in (r"\sim", r"\in") and not named:
        return  # the law of something that is made of other symbols follows from theirs
    for part in walk(left if left is not None and (defines or relation in (r"\in", r"\sim", ":=", ":")) else statement):
        if isinstance(part, Name) and part.text in context.cues.summed | context.cues.bounds:
            continue  # an index, or where it ends: nothing is said of it
        notation = isinstance(part, Name) and (part.word or part.text in (r"\pi", "e", r"\top", "I", r"\mathbb{R}"))
        if isinstance(part, Name) and (not notation or (defines and left is not None and part is bare(left))):
            table = context.unread if relation in STATED else context.opaque
            table.setdefault(part.text, fault.message)


class Relations(Grounds):
    """Reads relations, one at a time."""

    goal: bool  # what the display claims is to be shown
    premise: bool
    asks: bool  # the prose before it sets up an equation
    qualified: str  # its words that take back some of what is said: `up to a constant`
    changes: bool  # and says that values change
    labels: frozenset[str]
    remark: str  # words in the row that may take it back, or are not known
    asked: str  # how the row says that it is none that is claimed: `?=`, `or`

    def step(
        self, left: Node, relation: str, offset: int, right: Node, *, define: bool, local: tuple[Term, ...]
    ) -> Step:
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(left), self.shown(right)
        try:
            listed = Declarations(self.context).listing(bare(left), bare(right)) if relation == "=" and define else ""
            if listed:
                return Step(line, column, relation, lhs, rhs, "assumption", (), (), listed)
            if relation == "=" and define and is_definition(self.context, left, right):
                errors = Declarations(self.context).of_errors(left, right)
                Declarations(self.context).define(left, right)
                said = (
                    f"{lhs} := {rhs}"
                    if errors is None
                    else f"{lhs} is data, and {self.shown(errors[0])} the rest of it"
                )
                return Step(line, column, relation, lhs, rhs, "definition", (), (), said)
            root = Declarations(self.context).root_of_statistic(left, right) if relation == "=" and define else None
            if root is not None:
                Declarations(self.context).define(*root)
                return Step(line, column, relation, lhs, rhs, "definition", (), (), f"{lhs} := {rhs}")
            if relation == "=" and define and self.is_set(left, right):
                return Step(line, column, relation, lhs, rhs, "definition", (), (), f"{lhs} := {rhs}")
            if relation not in (*STATED, *DEFINITE, r"\sim"):
                raise Fault(f"the relation {relation} is not known here", offset, "=, <, >, \\approx, ..")
            given = introduced(self.context, left, right) if relation == "=" and define else None
            if given is None and relation == "=" and define and is_moment_of_unknown(self.context, left, right):
                self.suppose(left, right, local=True)
                said = "nothing else is known of what is random here: it is taken to be so"
                return Step(line, column, relation, lhs, rhs, "assumption", (), (), said)
            if given is not None:
                return self.supposition(*given, Step(line, column, relation, lhs, rhs, "assumption"))
            meaning = relate(self.context, left, relation, right, self.layout, local)
        except Fault as fault:
            wrong = error_step(self.passage, fault, relation, lhs, rhs, offset)
            shapes = isinstance(fault.__cause__, SortError) and relation in STATED
            return self.within(wrong, left, right, local) if shapes else wrong
        except RecursionError:
            return error_step(self.passage, Fault("nested too deep", offset), relation, lhs, rhs, offset)
        claim = meaning.readings[0].claim
        if relation == "=" and define and not self.goal and is_density(claim.left, claim.right):
            Declarations(self.context).take_factor(claim.left, left, right, f"{lhs} = {rhs}"[:120])
            said = "the density is taken to be this"
            return Step(line, column, relation, lhs, rhs, "assumption", (), meaning.assumed, said)
        readings, caveats = meaning.readings, self.doubts(meaning)
        if self.asks:
            caveats = (*caveats, "the text may set this equation up")
        for said in filter(None, (self.qualified, self.asked)):
            caveats = (*caveats, f"the text says: {said}")
        if define and self.changes and defined_name(left)[0] in self.context.definitions:
            caveats = (*caveats, f"the text may give {lhs} another value here")
        repeats = self.repeated(left, right) if relation == "=" else ""
        one = certain(self.context, readings)
        step = Step(line, column, relation, lhs, rhs, "claim", readings, meaning.assumed, "", caveats, repeats, one)
        return self.within(step, left, right, local)

    def is_set(self, left: Node, right: Node) -> bool:
        """Whether an equation says what a set \\mathcal{Y} is. To what follows it stays any set."""
        name, inside = spell(bare(left)), bare(right)
        plain = name.startswith(SPACES) and not name.startswith(r"\mathbb") and name not in self.context.declared
        return plain and isinstance(inside, Group) and inside.fence == r"\{}"

    def repeated(self, left: Node, right: Node) -> str:
        """The symbol of an equation that only what is to be shown gives a value to."""
        definitions = self.context.definitions
        sides = ((defined_name(one)[0], other) for one, other in ((left, right), (right, left)))
        names = [name for name, other in sides if name in definitions and not mentions(other, name)]
        return next((name for name in names if definitions[name].goal), "")

    def supposition(self, name: Node, value: Node, step: Step) -> Step:
        """An equation that says what a symbol is, or what is asked of it: it holds from here to the section's end."""
        try:
            settle(lambda: Probability(self.context).term(value), value)  # its faults are told here
        except SortError as wrong:
            raise Fault(str(wrong), value.start, "", self.context.known()) from wrong
        said = f"{step.lhs} = {step.rhs}"
        written, parameters = defined_name(name)
        places = Declarations(self.context).running_places(name, value)
        inner = bare(name)
        array = self.context.array_name(spell(inner.base), len(places)) if isinstance(inner, Script) else ""
        if holds_at_points(self.context, parameters, value) and not self.goal:
            self.suppose(name, value, local=True)
            self.context.note_points(written, said, parameters)
            return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")
        known = self.context.definitions.get(array)
        if places and (known is None or known.model):
            model = Declarations(self.context).awaits_chance(inner, value)
            self.context.define(array, Definition(places, value, indexed=True, supposed=said[:120], model=model))
            return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")
        base = self.context.kind(written.split("_")[0])
        if base in ("vector", "matrix") and "_" in written and not self.context.is_named_by_size(name):
            self.suppose(name, value, local=True)  # an entry of an array
            return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")
        if isinstance(value, Root) and value.start == value.body.start:
            said += rf", {written} \geq 0"  # of a square
        self.context.define(written, Definition(parameters, value, supposed=said[:120]))
        return replace(step, because=f"{self.shown(name)} is taken to be this: nothing else is known of it")

    def suppose(self, left: Node, right: Node, *, local: bool = False) -> None:
        """Take an equation for true from here on."""

        def attempt() -> Term:
            return build.equal(*stated_terms(Probability(self.context), left, "=", right))

        try:
            if local:
                with self.context.within_section():
                    self.context.suppose(lambda: settle(attempt, left, right))
            else:
                self.context.suppose(lambda: settle(attempt, left, right))
        except SortError as wrong:
            raise Fault(str(wrong), left.start, "", self.context.known()) from wrong

    def declared(self, chain: Chain, names: list[Node]) -> Step:
        relation, offset = chain.relations[0]
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(chain.sides[0]), self.shown(chain.sides[-1])
        try:
            said = Declarations(self.context).state(names, chain)
        except Fault as fault:
            mark_unknown(self.context, chain, fault)
            return error_step(self.passage, fault, relation, lhs, rhs, offset)
        if relation == ":" and len(chain.sides) == 2 and chain.sides[1] is not None:  # H_0: \\mu = 0
            self.note([(line, column)], chain.sides[1], "=", chain.sides[1], unread=True, hypothesis=True)
        if relation == ":":  # H_0: \\mu_1 = \\mu_2
            test = lhs.startswith("H_")
            self.note_all(chain, 1, line, column, ("H", lhs) if test else None)
        kind: Kind = "definition" if relation in (":=", "=:") else "assumption"
        said = f"{lhs} := {rhs}" if kind == "definition" else said[:SHOWN]
        return Step(line, column, relation, lhs, rhs, kind, (), (), said)

    def hypothesis(self, chain: Chain) -> Step:
        """What holds here alone: of a parameter in a named model (`m_0: y \\sim \\mathrm{Bin}(n, p), p = 1/2`), or of a
        symbol in a special case (`c = 0 \\in \\mathbb{R}`).
        """
        relation, offset = chain.relations[0]
        line, column = self.passage.place(offset)
        lhs, rhs = self.shown(chain.sides[0]), self.shown(chain.sides[-1])
        self.note_all(chain, 0, line, column)
        return Step(line, column, relation, lhs, rhs, "assumption", (), (), f"{lhs} {relation} {rhs}, here")

    def note_all(
        self, chain: Chain, start: int, line: int, column: int, alternative: tuple[str, str] | None = None
    ) -> None:
        for at in range(start, len(chain.relations)):
            one, other = chain.sides[at : at + 2]
            if one is not None and other is not None and chain.relations[at][0] in STATED:
                relation = chain.relations[at][0]
                self.note([(line, column)], one, relation, other, hypothesis=True, alternative=alternative)

    def note(
        self,
        steps: list[tuple[int, int]],
        left: Node,
        relation: str,
        right: Node,
        *,
        unread: bool = False,
        hypothesis: bool = False,
        conditions: Sequence[Node] = (),
        alternative: tuple[str, str] | None = None,
    ) -> None:
        """A row with a left side of its own is something that later steps may rest on."""
        if relation == "=":
            self.context.ties.append(tie(left, right, local=True))
        if steps:
            self.record.add(
                Stated(
                    steps[-1][0], tuple(steps), left, relation, right, self.record.block, self.labels,
                    self.goal and not hypothesis, unread or bool(self.qualified or self.remark), self.premise,
                    (*self.under, *conditions), alternative,
                )
            )  # fmt: skip
