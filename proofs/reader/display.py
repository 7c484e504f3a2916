"""Displays -> steps: the rows of one, what each states, and under which conditions."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ..terms import build
from .blocks import Passage
from .chains import DECLARING, Chains
from .context import Context
from .dots import in_one
from .likelihoods import likelihood_in
from .notation import STATED
from .prose import CONCLUDES, CONDITION, Block, Row, changes, qualifies
from .record import Record
from .roles import defined_name, is_definition, names_written
from .series import without_ranges, without_series
from .standing import deduces
from .step import SHOWN, Step, error_step, first_relation
from .syntax import Chain, Group, Name, Node, Product, Script, Words, bare
from .tokens import Macro
from .vocabulary import unknown_words

_ASKED = re.compile(r"\\(?:overset|stackrel)\s*\{\s*(\?|!)")  # a `?=` b


def is_equation(node: Node) -> bool:
    return isinstance(node, Chain) and {relation for relation, _ in node.relations} == {"="}


class Display(Chains):
    """Reads the rows of one display."""

    def __init__(
        self,
        context: Context,
        passage: Passage,
        supposed: bool,
        asks: bool,
        balances: bool,
        zeroed: bool,
        qualified: str,
        previous: Node | None,
        layout: build.Layout | None,
        macros: dict[str, Macro],
        record: Record,
        goal: bool,
        premise: bool,
    ) -> None:
        self.macros, self.record, self.goal, self.premise = macros, record, goal, premise
        self.asks = asks
        self.balances = balances
        self.zeroed = zeroed
        self.qualified = qualified
        self.sign, self.remark, self.asked, self.under = None, "", "", ()
        self.context, self.passage, self.supposed, self.layout = context, passage, supposed, layout
        self.previous, self.previous_statement = previous, None  # the last side of the display above

    def read(self, block: Block) -> Iterator[Step]:
        self.labels = block.labels
        self.changes, self.likelihood = changes(block.before), likelihood_in(block)
        self.known_from = tuple(self.record.stated) if deduces(block.before) else ()
        self.context.goal = self.goal and not self.supposed
        try:
            yield from self.all_rows(block)
        finally:
            self.context.goal = False

    def all_rows(self, block: Block) -> Iterator[Step]:
        for row in block.rows:
            if row.fault is not None:
                wrong = error_step(self.passage, row.fault, first_relation(row.text), row.text[:SHOWN], "")
                for item in row.items[:1]:
                    self.note([(wrong.line, wrong.column)], item, "=", item, unread=True)
                yield wrong
                continue
            yield from self.row(row)
            for item in row.items:
                self.context.seen |= names_written(self.context, item)

    def row(self, row: Row) -> Iterator[Step]:
        """The statements of a row; conditions after `if`, `for`, `where` hold for it alone."""
        self.hear(row)
        main: list[Node] = []
        conditions: list[Node] = []
        target, word = main, ""
        self.context.ends.clear()
        for item in without_series(tuple(without_ranges(row.items, self.context)), self.context):
            inner = bare(item)
            if main and isinstance(inner, Group) and inner.fence == "()" and isinstance(inner.only, Chain):
                conditions.append(inner.only)  # F(x) = 1 - e^{-x} \qquad (x > 0)
                continue
            if isinstance(inner, Words):
                word = inner.text
                target = conditions if CONDITION.search(inner.text) and not CONCLUDES.search(inner.text) else main
                continue
            says = isinstance(inner, Chain) and {relation for relation, _ in inner.relations} == {r"\in"}
            (main if says and main and word.strip() in ("where", "with", "and") else target).append(inner)
        if conditions and not main:
            main, conditions = conditions, []
        saved = None
        bounds = [item for item in main[1:] if self.is_bound(item, declared=is_equation(main[0]))]
        if bounds and isinstance(main[0], Chain) and not self.is_bound(main[0]):
            main = [item for item in main if item not in bounds]
            conditions = [*conditions, *bounds]  # F(x) = 1 - e^{-x}, x > 0
        self.under = tuple(conditions)
        self.context.given_for = tuple(conditions)
        if conditions:
            saved = self.context.save()
            yield from self.conditions(conditions)
        statements: list[tuple[Chain, list[Node]]] = []
        names: list[Node] = []
        for item in main:
            if isinstance(item, Product) and isinstance(item.factors[-1], Words):
                item = bare(Product(item.start, item.end, item.factors[:-1], item.marks[:-1]))
            if isinstance(item, Chain):
                statements.append((in_one(item), names))
                names = []
            elif isinstance(item, (Name, Script)):
                names.append(item)
        last = bare(main[-1]) if main else None
        # y = X b + e, e \sim N(0, 1): what e is comes first
        declaring = [each for each in statements if each[0].relations[0][0] in DECLARING and each[0].sides[0]]
        found = {id(each[0]): list(self.chain(*each)) for each in declaring} if len(statements) > 1 else {}
        named = bool(statements) and statements[0][0].relations[0][0] == ":"
        for chain, before in statements:
            if named and chain is not statements[0][0] and {relation for relation, _ in chain.relations} <= set(STATED):
                yield self.hypothesis(chain)
            elif found and declaring and id(chain) not in found and self.is_of_model(chain):
                yield self.declared(chain, before)
            else:
                yield from found.get(id(chain)) or self.chain(chain, before)
        if last is not None and not isinstance(last, Chain):
            self.previous = last
        self.context.given_for = ()
        if saved is not None:
            self.context.restore(saved)

    def hear(self, row: Row) -> None:
        """What the words and marks in a row say of its relations."""
        items = [bare(item) for item in row.items]
        words = " ".join(item.text for item in items if isinstance(item, Words))
        offsets = [offset for item in items if isinstance(item, Chain) for _, offset in item.relations]
        marks = filter(None, (_ASKED.match(self.passage.text, offset) for offset in offsets))
        alternatives = re.search(r"\bor\b(?! equal)", words) is not None
        self.asked = next((mark[1] for mark in marks), "or" if alternatives else qualifies(words))
        self.remark = self.asked or " ".join(unknown_words(words))

    def is_of_model(self, chain: Chain) -> bool:
        """`y = X b + e, e \\sim N(0, s^2 V), s^2 V = P^{-1}`: an equation beside a draw that defines nothing itself."""
        left, right = chain.sides[:2]
        if left is None or right is None or [relation for relation, _ in chain.relations] != ["="]:
            return False
        return not is_definition(self.context, left, right) and not defined_name(left)[0]
