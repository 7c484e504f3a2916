"""Tokens -> syntax. Recursive descent without backtracking; each token is looked at a bounded number of times."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

from ..errors import Fault
from .notation import (
    BIG,
    CLOSERS,
    COMMAND_WORDS,
    CONSTANT,
    DECORATIONS,
    DISPLAYS,
    DISTRIBUTED,
    DOTS,
    FONTS,
    GREEK,
    IN_LAW,
    JOINED,
    MATRICES,
    OPENERS,
    PRODUCTS,
    RELATIONS,
    ROWED,
    TRANSPARENT,
    UP_TO_CONSTANT,
    WORDS,
)
from .syntax import (
    Array,
    Big,
    Binom,
    Chain,
    Dots,
    Evaluated,
    Factorial,
    Frac,
    Group,
    Name,
    Node,
    Num,
    Product,
    Root,
    Script,
    Sum,
    Words,
    bare,
    spell,
)
from .tokens import Token, braced

MAX_DEPTH = 60  # of nesting: some ten frames of Python a level, here and in elaboration
_SEPARATORS = {",": ",", ";": ";", "|": "|", r"\mid": "|", r"\vert": "|", r"\|": "||", "||": "||", r"\Vert": "||",
               r"\parallel": "||", r"\quad": r"\quad", ".": "."}  # fmt: skip
SIGNS = {"+": 1, "-": -1, r"\pm": 2, r"\mp": -2}
_SINGLE, _DOUBLE = ("|", r"\vert"), ("||", r"\|", r"\Vert")
_CLOSING_BAR = {"|": _SINGLE, r"\vert": _SINGLE, "||": _DOUBLE, r"\|": _DOUBLE, r"\Vert": _DOUBLE}
_EXTREMA = {"max": "maximum", "min": "minimum", "argmax": "argmax", "argmin": "argmin", "lim": "lim"}


class Parser:
    """Parses one row of a display (or one inline formula)."""

    def __init__(self, tokens: list[Token], end: int) -> None:
        self.tokens = tokens
        self.at = 0
        self.end = end
        self.depth = 0
        self.integrals = 0
        self.bars: list[str] = []
        self.caught: Node | None = None
        self.ahead, self.singles = _bars_ahead(tokens)

    # ---------------------------------------------------------------- tokens

    @property
    def text(self) -> str:
        return self.tokens[self.at].text if self.at < len(self.tokens) else ""

    @property
    def kind(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else "end"

    @property
    def offset(self) -> int:
        return self.tokens[self.at].start if self.at < len(self.tokens) else self.end

    @property
    def last(self) -> int:
        return self.tokens[self.at - 1].end if self.at else self.offset

    def take(self) -> Token:
        token = self.tokens[self.at]
        self.at += 1
        return token

    def shown(self) -> str:
        return f"'{self.text[:30]}'" if self.at < len(self.tokens) else "the end of the formula"

    # ---------------------------------------------------------------- lists and chains

    def row(self) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        """The statements of a row, and what separates them."""
        items, separators = self.items("")
        if self.at < len(self.tokens):
            raise Fault(f"{self.shown()} where a formula should go on", self.offset, "an operator or the end")
        return conditional_draws(items, separators)

    def items(self, closer: str) -> tuple[tuple[Node, ...], tuple[str, ...]]:
        items: list[Node] = []
        separators: list[str] = []
        saved, self.bars = self.bars, []
        integrals, self.integrals = self.integrals, 0
        while True:
            while self.text in (",", r"\quad", ";", ".", "&") and not (items and len(separators) < len(items)):
                self.take()  # a separator that separates nothing
            if self.finished(closer):
                break
            if self.kind == "text" and not self.is_named():
                token = self.take()
                items.append(Words(token.start, token.end, token.text))
                separators.append("text")
                continue
            items.append(self.chain())
            signed = self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].text == "+"
            if self.text == "," and signed and closer != r"\}":  # but {-1, +1}
                raise Fault("a comma before a plus sign", self.offset, "one of them")
            if self.text == "," and not closer:
                self.no_number(alone=len(items) == 1 and isinstance(items[0], Num))
            if self.text in _SEPARATORS and not self.finished(closer):
                separators.append(_SEPARATORS[self.take().text])
            elif self.text == "&":
                self.take()
                separators.append("&")
            elif self.kind == "text" and not self.is_named():
                separators.append("text")
            else:
                break
        self.bars, self.integrals = saved, integrals
        return tuple(items), tuple(separators[: max(len(items) - 1, 0)])

    def no_number(self, *, alone: bool) -> None:
        """A comma between digits may be that of a number: 10,000 x, and of one that is `alone`, 1,5 x."""
        near = self.tokens[self.at - 1 : self.at + 2]
        if len(near) < 3 or {near[0].kind, near[2].kind} != {"number"}:
            return
        before, comma, after = near
        if before.end == comma.start and comma.end == after.start and (alone or len(after.text) == 3):
            raise Fault(f"{before.text},{after.text} may be a number or a list", before.start, "{,} or a space")

    def is_named(self) -> bool:
        """Whether a word in text is a name: one with a subscript, \\text{BF}_{12}."""
        after = self.tokens[self.at + 1].text if self.at + 1 < len(self.tokens) else ""
        return after == "_" and self.text.strip().isalnum()

    def finished(self, closer: str) -> bool:
        if self.at >= len(self.tokens):
            return True
        text = self.text
        return CLOSERS.get(text) is not None or text == "}" or (closer in ("|", "||") and text in _CLOSING_BAR)

    def chain(self) -> Node:
        start = self.offset
        sides: list[Node | None] = [None if self.relation_ahead() else self.sum()]
        relations: list[tuple[str, int]] = []
        while found := self.relation_ahead():
            relations.append((found, self.offset))
            self.take_relation()
            sides.append(None if self.relation_ahead() or self.side_ends() else self.sum())
        if not relations and sides[0] is not None:
            return sides[0]
        return Chain(start, self.last, tuple(sides), tuple(relations))

    def side_ends(self) -> bool:
        return self.finished("") or self.text in (",", ";", ".", r"\quad", r"\mid", "&")

    def relation_ahead(self) -> str:
        """The relation that stands here; '' for none."""
        at = self.at
        if at >= len(self.tokens):
            return ""
        text = self.tokens[at].text
        if text == r"\not" and at + 1 < len(self.tokens):
            return {"=": "!=", r"\in": r"\notin"}.get(self.tokens[at + 1].text, "")
        if text in (r"\overset", r"\stackrel", r"\underset", r"\xrightarrow"):
            return self.stacked(at)
        if text == "{" and at + 2 < len(self.tokens) and self.tokens[at + 2].text == "}":
            text = self.tokens[at + 1].text
        found = RELATIONS.get(text, "")
        if found == ":" and at + 1 < len(self.tokens) and self.tokens[at + 1].text == "=":
            return ":="
        return found

    def stacked(self, at: int) -> str:
        first, last = braced(self.tokens, at + 1)
        over = "".join(token.text for token in self.tokens[first:last])
        first, last = braced(self.tokens, last + (self.tokens[at + 1].text == "{"))
        inside = [token.text for token in self.tokens[first:last] if token.text != "&"]
        found = RELATIONS.get(inside[0], "") if len(inside) == 1 else ""
        if found == "=" and over in DISTRIBUTED:
            return IN_LAW
        return UP_TO_CONSTANT if found == "=" and over in CONSTANT else found

    def take_relation(self) -> None:
        text = self.take().text
        if text in (r"\overset", r"\stackrel", r"\underset"):
            for _ in range(2):
                opened = self.text == "{"
                self.at = braced(self.tokens, self.at)[1] + opened
        elif text == "{":
            self.at += 2
        elif (
            text == r"\not"
            or (text in (":", r"\colon") and self.text == "=")
            or (text == r"\perp" and self.text == r"\perp")
        ):
            self.take()

    # ---------------------------------------------------------------- sums and products

    def deeper(self) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise Fault(f"nested more than {MAX_DEPTH} levels deep", self.offset)

    def sum(self) -> Node:
        self.deeper()
        start = self.offset
        terms: list[tuple[int, Node]] = []
        sign = self.sign()
        while True:
            terms.append((1 if sign is None else sign, self.product()))
            sign = self.sign()
            if sign is None:
                break
        self.depth -= 1
        if len(terms) == 1 and terms[0][0] == 1:
            return terms[0][1]
        return Sum(start, self.last, tuple(terms))

    def sign(self) -> int | None:
        """Signs that stand here, taken together."""
        found: int | None = None
        while self.text in SIGNS:
            found = (1 if found is None else found) * SIGNS[self.take().text]
        return found

    def product(self) -> Node:
        """Factors up to a sign, a relation, a separator, or the differential of an open integral."""
        start = self.offset
        factors: list[Node] = [self.factor()]
        marks = [""]
        while True:
            if self.text == r"\evaluated":
                factors, marks = [self.evaluated(start, factors, marks)], [""]
                continue
            mark = ""
            if self.text in PRODUCTS:
                mark = PRODUCTS[self.take().text]
                if self.integrals > 0 and self.differential_ahead():
                    break  # f(x) \\cdot dx
                if self.text in ("-", "+"):
                    at = self.offset
                    sign = self.sign() or 0
                    factors.append(Sum(at, self.last, ((sign, self.factor()),)))
                    marks.append(mark)
                    continue
            elif self.product_ends():
                break
            factors.append(self.factor())
            marks.append(mark)
        if len(factors) == 1:
            return factors[0]
        return Product(start, self.last, tuple(factors), tuple(marks))

    def evaluated(self, start: int, factors: list[Node], marks: list[str]) -> Node:
        """All of the product so far, at the point at the foot of the bar."""
        body = factors[0] if len(factors) == 1 else Product(start, self.last, tuple(factors), tuple(marks))
        if isinstance(body, Evaluated):
            raise Fault("a second evaluation bar", self.offset)
        self.take()
        if self.text != "_":
            raise Fault(f"{self.shown()} after an evaluation bar", self.offset, "_{x = a}")
        self.take()
        point = self.argument("a point")
        return Evaluated(start, self.last, body, point)

    def product_ends(self) -> bool:
        if self.at >= len(self.tokens) or (self.kind == "text" and not self.is_named()):
            return True
        text = self.text
        if text in ("+", "-", r"\pm", r"\mp", "}", "&", r"\\", r"\end"):
            return True
        if (
            text in (",", ";", r"\quad", ".", r"\mid", r"\parallel", r"\choose")
            or text in CLOSERS
            or self.relation_ahead()
        ):
            return True
        if text in _SINGLE or text in _DOUBLE:
            if self.bars:
                return True  # closes, or the caller says what is wrong
            return self.ahead[self.at] % 2 == 1
        return self.integrals > 0 and self.differential_ahead()

    def differential_ahead(self) -> bool:
        """Whether `d x` stands here, or an upright d before brackets, `\\mathrm{d}(s x + m)`."""
        tokens, at = self.tokens, self.at
        if at < len(tokens) and tokens[at].text in (r"\mathrm", r"\rm", r"\operatorname"):
            first, last = braced(tokens, at + 1)
            if [token.text for token in tokens[first:last]] != ["d"]:
                return False
            at = last + (tokens[at + 1].text == "{")
            if at < len(tokens) and tokens[at].text in ("(", "["):
                return True
        elif at < len(tokens) and tokens[at].text == "d":
            at += 1
        else:
            return False
        if at >= len(tokens):
            return False
        after = tokens[at]
        return after.kind == "letter" or after.text in GREEK or after.text in FONTS or after.text in DECORATIONS

    def differential(self) -> Node:
        """The variable after `d`, or what is written in brackets there."""
        if self.text == "d":
            self.take()
        else:
            self.take()
            opened = self.text == "{"
            self.at = braced(self.tokens, self.at)[1] + opened
        integrals, self.integrals = self.integrals, 0
        found = self.scripts(self.atom())
        self.integrals = integrals
        return found

    # ---------------------------------------------------------------- factors

    def factor(self) -> Node:
        self.deeper()
        found = self.scripts(self.atom())
        self.depth -= 1
        return found

    def scripts(self, base: Node) -> Node:
        start = base.start
        while True:
            text = self.text
            if text in ("^", "_", "'"):
                base = self.script(base, start)
            elif text == "!":
                self.take()
                if isinstance(base, Factorial) and base.double:
                    raise Fault("a factorial with three marks", start)
                twice = isinstance(base, Factorial)
                base = Factorial(start, self.last, base.body if isinstance(base, Factorial) else base, twice)
            elif text in (r"\limits",):
                self.take()
            else:
                return base

    def script(self, base: Node, start: int) -> Node:
        sub: Node | None = None
        sup: Node | None = None
        primes = 0
        while True:
            text = self.text
            if text == "'":
                self.take()
                primes += 1
                if primes > 9:
                    raise Fault("more than nine primes", start)
            elif text == "_" and sub is None:
                self.take()
                sub = self.lone("a subscript")
            elif text == "^" and sup is None and not self.prime_above():
                self.take()
                sup = self.lone("a superscript")
            elif text == "^" and self.prime_above():
                at = self.at
                self.at = braced(self.tokens, at + 1)[1] + (self.tokens[at + 1].text == "{")
                primes += 1
            else:
                break
        if text in ("^", "_"):
            raise Fault("a second " + ("superscript" if text == "^" else "subscript"), self.offset, "braces")
        return Script(start, self.last, base, sub, sup, primes)

    def prime_above(self) -> bool:
        if self.at + 1 >= len(self.tokens):
            return False
        first, last = braced(self.tokens, self.at + 1)
        return [token.text for token in self.tokens[first:last]] == [r"\prime"]

    def lone(self, what: str) -> Node:
        """A script, in braces where it is more than one letter or digit: x^10 is set as x^1 0, and so is e^-x."""
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        after = self.tokens[self.at + 1] if self.at + 1 < len(self.tokens) else None
        if token is not None and token.kind == "number" and len(token.text) > 1:
            found = f"only the {token.text[0]} of {token.text} is {what} in LaTeX"
            raise Fault(found, token.start, "braces around all of it")
        signed = token is not None and token.text in ("+", "-") and after is not None and after.start == token.end
        if token is not None and after is not None and signed and after.kind in ("number", "letter"):
            found = f"only the {token.text} of {token.text}{after.text} is {what} in LaTeX"
            raise Fault(found, token.start, "braces around all of it")
        return self.argument(what)

    def argument(self, what: str) -> Node:
        """A group in braces, or a single token."""
        if self.at >= len(self.tokens):
            raise Fault(f"{what} is missing at the end", self.end)
        start = self.offset
        if self.text == "{":
            return self.braces()
        token = self.tokens[self.at]
        if token.kind == "number" and len(token.text) > 1:  # x^12 is x^1 2 in TeX
            self.tokens[self.at] = Token("number", token.text[1:], token.start + 1, token.end)
            return Num(start, start + 1, Fraction(token.text[0] if token.text[0] != "." else "0"))
        if token.text in ("+", "-", "*", r"\ast", r"\bullet", "/", r"\circ"):
            self.take()
            return Name(start, self.last, token.text)
        if token.text in CLOSERS or token.text in ("}", "&", "^", "_") or token.text in RELATIONS:
            raise Fault(f"{what} is missing before '{token.text}'", start)
        self.deeper()
        found = self.atom()
        self.depth -= 1
        return found

    def braces(self) -> Node:
        start = self.offset
        self.take()
        self.deeper()
        sign = self.signs_only()
        items: tuple[Node, ...]
        separators: tuple[str, ...] = ()
        if sign:
            items = (Name(start, self.last, sign),)
        else:
            items, separators = self.items("}")
            if self.text == r"\choose" and len(items) == 1:
                self.take()
                at = self.offset
                below, marks = self.items("}")
                if not below:
                    raise Fault("a binomial coefficient", start, r"n \choose k")
                under = below[0] if len(below) == 1 else Group(at, self.last, "{}", below, marks)
                items = (Binom(start, self.last, items[0], under),)
        self.depth -= 1
        self.close("}", start, "brace")
        if len(items) == 1:
            return items[0]
        return Group(start, self.last, "{}", items, separators)

    def signs_only(self) -> str:
        """The signs of \\mathbb{R}_{+}, _{++}, _{>0}, which stand for no expression; '' for anything else."""
        first, last = braced(self.tokens, self.at - 1)
        texts = [token.text for token in self.tokens[first : min(last, first + 4)]]
        if not texts or last - first > 3:
            return ""
        if all(text in ("+", "-", "*") for text in texts) or (
            texts[0] in (">", r"\geq", r"\ge") and texts[1:] == ["0"]
        ):
            self.at = last
            return "".join(texts)
        return ""

    def close(self, closer: str, start: int, what: str) -> None:
        if self.text != closer:
            where = "" if self.at >= len(self.tokens) else f" before {self.shown()}"
            raise Fault(f"the {what} that opens here is not closed{where}", start, f"'{closer}'")
        self.take()

    def atom(self) -> Node:
        if self.at >= len(self.tokens):
            raise Fault("the formula ends", self.end, "an expression")
        token = self.tokens[self.at]
        text, start = token.text, token.start
        if token.kind == "number":
            self.take()
            return Num(start, token.end, Fraction(text))
        if token.kind == "word":
            self.take()
            return self.operator(Name(start, token.end, text, WORDS[text]))
        if token.kind == "letter":
            self.take()
            return Name(start, token.end, text, text if text in ("E", "H", "I", "T", "d") else "")
        if token.kind == "text" and self.is_named():
            self.take()
            return Name(start, token.end, text.strip())
        if token.kind == "text":
            self.take()
            return Words(start, token.end, text)
        if text == "{":
            return self.braces()
        if text in OPENERS:
            return self.bracket(text)
        if text in _CLOSING_BAR:
            return self.bar()
        if token.kind == "command":
            return self.command(text)
        if text == "#":
            raise Fault("'#' stands for an argument of a macro", start)
        raise Fault(f"{self.shown()} where an expression should stand", start, "an expression")

    def bracket(self, opener: str) -> Node:
        start = self.take().start
        self.deeper()
        items, separators = self.items(OPENERS[opener])
        self.depth -= 1
        only = bare(items[0]) if len(items) == 1 else None
        if opener in (r"\{", r"\lbrace") and isinstance(only, Array) and self.text not in (r"\}", r"\rbrace"):
            if self.text == r"\right.":
                self.take()
            return Array(start, self.last, "cases", only.rows)  # \left\{ array \right.
        closer = CLOSERS.get(self.text, "")
        fits = closer == OPENERS[opener] or {closer, OPENERS[opener]} == {")", "]"}
        if not fits:
            where = "" if self.at >= len(self.tokens) else f" before {self.shown()}"
            raise Fault(f"the bracket '{opener}' is not closed{where}", start, f"'{OPENERS[opener]}'")
        self.take()
        name = {r"\{": "{", r"\lbrace": "{", r"\lbrack": "["}.get(opener, opener)
        fence = {r"\lvert": "||", r"\lVert": r"\|", r"\langle": "<>"}.get(opener) or name + closer.replace(r"\}", "}")
        if fence == "{}":
            fence = r"\{}"
        return Group(start, self.last, fence, items, separators)

    def bar(self) -> Node:
        """An absolute value, determinant or norm that opens with a plain bar."""
        opener = self.take()
        closing = _CLOSING_BAR[opener.text]
        self.deeper()
        saved, self.bars = self.bars, [*self.bars, opener.text]
        items: tuple[Node, ...] = (self.sum(),)
        self.bars = saved
        self.depth -= 1
        if self.text == "||" and closing is _SINGLE:  # |A||B|: the first of the two closes, the second opens
            token = self.tokens[self.at]
            self.tokens[self.at] = Token("mark", "|", token.start + 1, token.end)
            self.ahead[self.at] = self.singles[self.at] + 1
        elif self.text not in closing:
            raise Fault(f"the bar '{opener.text}' is not closed", opener.start, f"'{opener.text}'")
        else:
            self.take()
        return Group(opener.start, self.last, "||" if closing is _SINGLE else r"\|", items, ())

    def command(self, text: str) -> Node:
        start = self.offset
        if text in (r"\frac", r"\dfrac", r"\tfrac", r"\cfrac", r"\nicefrac", r"\sfrac"):
            self.take()
            over, under = self.argument("a numerator"), self.argument("a denominator")
            return self.fraction(Frac(start, self.last, over, under))
        if text in (r"\binom", r"\dbinom", r"\tbinom"):
            self.take()
            above, below = self.argument("a number"), self.argument("a number")
            return Binom(start, self.last, above, below)
        if text in (r"\sqrt", r"\surd"):
            self.take()
            degree: Node | None = None
            if self.text == "[":
                self.deeper()
                found = self.bracket("[")
                self.depth -= 1
                degree = found.items[0] if isinstance(found, Group) and len(found.items) == 1 else found
            body = self.argument("a radicand")
            return Root(start, self.last, body, degree)
        if text in JOINED and self.at + 1 < len(self.tokens) and self.tokens[self.at + 1].text == "_":
            return self.big(JOINED[text], 1)
        if text in BIG:
            return self.big(BIG[text], {r"\iint": 2, r"\iiint": 3}.get(text, 1))
        if text in COMMAND_WORDS:
            self.take()
            return self.operator(Name(start, self.last, text, WORDS.get(text[1:], "Pr")))
        if text in FONTS or text in DECORATIONS:
            return self.styled(text)
        if text in DOTS:
            self.take()
            return Dots(start, self.last)
        if text in GREEK or text in (r"\reals", r"\cdot", "?"):
            self.take()
            return Name(start, self.last, text)
        if text in (r"\underbrace", r"\overbrace"):
            self.take()
            found = self.argument("an expression")
            if self.text in ("_", "^"):
                self.take()
                self.argument("a remark")
            return found
        if text in (r"\overset", r"\stackrel", r"\underset"):
            return self.stack(text)
        if text == r"\substack":
            return self.substack()
        if text in TRANSPARENT:
            self.take()
            return self.argument("an expression")
        if text == r"\begin":
            return self.environment()
        if text in (r"\bigl", r"\middle"):
            raise Fault(f"{self.shown()} without a bracket", start)
        raise Fault(f"the command {text[:40]} is not known", start)

    def stack(self, text: str) -> Node:
        """\\underset{x}{\\max} is \\max_x; what is written over an expression is passed over."""
        self.take()
        over, base = self.argument("a remark"), self.argument("an expression")
        if text == r"\underset" and isinstance(base, Name) and base.word in _EXTREMA:
            return self.extremum(base, over)
        return base

    def substack(self) -> Node:
        """Conditions below a sum, one above the other."""
        start = self.take().start
        if self.text != "{":
            raise Fault(r"\substack lacks its lines", start, "'{'")
        opened = self.take().start
        items: list[Node] = []
        self.deeper()
        while self.text not in ("}", ""):
            if self.text in (r"\\", ","):
                self.take()
                continue
            items.append(self.chain())
        self.depth -= 1
        self.close("}", opened, "brace")
        return Group(start, self.last, "{}", tuple(items), (",",) * max(len(items) - 1, 0))

    def fraction(self, found: Frac) -> Node:
        """A differential in the numerator closes an open integral."""
        over = bare(found.over)
        factors = over.factors if isinstance(over, Product) else (over,)
        if self.integrals and len(factors) > 1 and self.caught is None and spell(factors[-2]) == "d":
            rest = factors[:-2]
            if isinstance(bare(factors[-1]), (Name, Script)) and not _is_differential(found.under):
                self.caught = factors[-1]
                kept: Node = Num(over.start, over.end, Fraction(1))
                if rest:
                    kept = rest[0] if len(rest) == 1 else Product(over.start, over.end, rest, ("",) * len(rest))
                return Frac(found.start, found.end, kept, found.under)
        return found

    def styled(self, text: str) -> Node:
        """A letter in a font or with a hat; a word in upright letters."""
        start = self.take().start
        if self.at >= len(self.tokens):
            raise Fault(f"{text} lacks its letter", start)
        first, last = braced(self.tokens, self.at)
        inside = self.tokens[first:last]
        style = FONTS.get(text, "")
        letters = "".join(token.text for token in inside)
        plain = all(token.kind in ("letter", "number", "word") or token.text in ("-", " ") for token in inside)
        if plain and inside and (style == "upright" or (len(letters) > 1 and style)):
            self.at = last + (self.tokens[self.at].text == "{")
            end = self.last
            if letters.isdigit():
                return Name(start, end, rf"\mathbf{{{letters}}}")
            word = WORDS.get(letters, "") if style in ("upright", "bb") else ""
            name = letters if len(letters) > 1 else rf"\mathrm{{{letters}}}"
            return self.operator(Name(start, end, "d" if word == "d" else name, word))
        if style == "bb" and letters in ("E", "V", "P", "I", "1", "R", "N", "Z"):
            self.at = last + (self.tokens[self.at].text == "{")
            word = {"E": "E", "V": "Var", "P": "Pr"}.get(letters, "")
            return Name(start, self.last, rf"\mathbb{{{letters}}}", word)
        base = self.argument("a letter")
        end = self.last
        command = {"bold": r"\mathbf", "cal": r"\mathcal", "bb": r"\mathbb", "frak": r"\mathfrak"}.get(style, text)
        command = {r"\widehat": r"\hat", r"\overline": r"\bar", r"\widetilde": r"\tilde"}.get(command, command)
        if isinstance(base, Script) and isinstance(base.base, Name):
            return Script(
                start, end, Name(start, end, f"{command}{{{base.base.text}}}"), base.sub, base.sup, base.primes
            )
        if isinstance(base, Num) and base.value.denominator == 1:
            return Name(start, end, rf"{command}{{{base.value}}}")
        if style == "upright" and isinstance(base, Sum):
            return Group(start, end, "()", (base,), ())  # \mathrm{1 - R^2}: type that says nothing
        if not isinstance(base, Name):
            raise Fault(f"{text} over more than one symbol", start, "one symbol")
        if style == "italic":
            return base
        return Name(start, end, f"{command}{{{base.text}}}")

    def operator(self, name: Name) -> Node:
        """max, argmax and their like cover what follows, when something stands below them."""
        if name.word == "arg" and self.text in (r"\max", r"\min", "max", "min"):
            found = self.take()
            name = Name(name.start, found.end, name.text + found.text, "arg" + found.text.lstrip("\\"))
        elif name.word == "arg" and self.text in FONTS:
            after = self.styled(self.text)
            if isinstance(after, Name):
                name = Name(name.start, after.end, name.text + after.text, "arg" + after.word)
        if name.word in _EXTREMA and self.text == "_":
            self.take()
            return self.extremum(name, self.argument("a variable"))
        return name

    def extremum(self, name: Name, sub: Node) -> Node:
        self.deeper()
        if name.word == "lim":
            at, sign = self.offset, self.sign()
            body = self.product()
            body = body if sign in (None, 1) else Sum(at, self.last, ((sign or 0, body),))
        else:
            body = self.sum()
        self.depth -= 1
        return Big(name.start, self.last, _EXTREMA[name.word], sub, None, body)

    def big(self, kind: str, times: int) -> Node:
        start = self.take().start
        sub: Node | None = None
        sup: Node | None = None
        while self.text in ("_", "^") and (sub is None or self.text == "^") and (sup is None or self.text == "_"):
            if self.take().text == "_":
                sub = self.argument("a range")
            else:
                sup = self.argument("a bound")
        self.deeper()
        if kind in ("union", "intersection"):
            found: Node = Big(start, self.last, kind, sub, sup, self.factor())
            found = replace(found, end=self.last)
        elif kind == "integral":
            found = self.integral(start, sub, sup, times)
        else:
            at = self.offset
            sign = self.sign()
            body = self.product()
            found = Big(
                start,
                self.last,
                kind,
                sub,
                sup,
                body if sign in (None, 1) else Sum(at, self.last, ((sign or 0, body),)),
            )
        self.depth -= 1
        return found

    def integral(self, start: int, sub: Node | None, sup: Node | None, times: int) -> Node:
        self.integrals += 1
        outer, self.caught = self.caught, None
        terms: list[tuple[int, Node]] = []
        at = self.offset
        variables: list[Node] = []
        while self.differential_ahead() and len(variables) < times:
            variables.append(self.differential())  # \int dx f(x)
        first = bool(variables)
        sign = self.sign()
        while not self.product_ends() or len(terms) + len(variables) == 0:
            terms.append((1 if sign is None else sign, self.product()))
            if self.take_caught() or first or self.differential_ahead():
                break
            sign = self.sign()
            if sign is None:
                break
        self.integrals -= 1
        if not first:
            variables += self.take_caught()
        while len(variables) < times and self.differential_ahead():
            variables.append(self.differential())
        self.caught = outer
        if len(variables) < times:
            raise Fault("this integral has no differential", start, "'dx'")
        body: Node
        if not terms:
            body = Num(at, at, Fraction(1))
        elif len(terms) == 1 and terms[0][0] == 1:
            body = terms[0][1]
        else:
            body = Sum(at, self.last, tuple(terms))
        for variable in variables[: times - 1]:
            body = Big(start, self.last, "integral", sub, sup, body, variable)
        return Big(start, self.last, "integral", sub, sup, body, variables[times - 1])

    def take_caught(self) -> list[Node]:
        """The variable of a differential that stood in a numerator."""
        return [] if self.caught is None else [self.caught]

    # ---------------------------------------------------------------- environments

    def environment(self) -> Node:
        start = self.take().start
        first, last = braced(self.tokens, self.at) if self.at < len(self.tokens) else (0, 0)
        name = "".join(token.text for token in self.tokens[first:last])
        self.at = last + 1
        if name in ROWED or name in DISPLAYS:
            raise Fault(f"the environment {name} cannot stand within a formula", start)
        if name not in MATRICES and name not in ("cases", "dcases", "rcases"):
            raise Fault(f"the environment {name[:30]} is not known", start)
        if name == "array" and self.text == "{":
            self.at = braced(self.tokens, self.at)[1] + 1
        rows: list[tuple[Node, ...]] = []
        row: list[Node] = []
        self.deeper()
        while self.text != r"\end":
            if self.at >= len(self.tokens):
                raise Fault(f"the environment {name} does not end", start, rf"\end{{{name}}}")
            if self.text == "&":
                self.take()
                continue
            if self.text == r"\\":
                self.take()
                if row:
                    rows.append(tuple(row))
                row = []
                continue
            row.append(self.entry())
        self.depth -= 1
        self.take()
        self.at = braced(self.tokens, self.at)[1] + 1
        if row:
            rows.append(tuple(row))
        fence = {"vmatrix": "||", "Vmatrix": r"\|"}.get(name)
        found: Node = Array(start, self.last, name, tuple(rows))
        return Group(start, self.last, fence, (found,), ()) if fence else found

    def entry(self) -> Node:
        start = self.offset
        parts: list[Node] = []
        saved, self.bars = self.bars, []
        while self.text not in ("&", r"\\", r"\end") and self.at < len(self.tokens):
            if self.text in (",", ".", ";", r"\quad"):
                self.take()
            elif self.text == "}" or self.text in CLOSERS:
                raise Fault(f"{self.shown()} closes nothing here", self.offset)
            elif self.kind == "text":
                token = self.take()
                parts.append(Words(token.start, token.end, token.text))
            else:
                parts.append(self.chain())
        self.bars = saved
        return parts[0] if len(parts) == 1 else Group(start, self.last, "{}", tuple(parts), (",",) * (len(parts) - 1))


def _is_differential(node: Node) -> bool:
    node = bare(node)
    return isinstance(node, Product) and spell(node.factors[0]) == "d"


def _bars_ahead(tokens: list[Token]) -> tuple[list[int], list[int]]:
    """For each bar: how many bars of its kind, and how many single ones, stand from it to the end of its side."""
    ahead, singles = [0] * len(tokens), [0] * len(tokens)
    counts = [[0, 0]]  # single and double bars, for every open bracket
    for at in range(len(tokens) - 1, -1, -1):
        text = tokens[at].text
        if text in CLOSERS or text == "}":
            counts.append([0, 0])
        elif (text in OPENERS or text == "{") and len(counts) > 1:
            counts.pop()
        elif text in _CLOSING_BAR:
            double = text not in _SINGLE
            counts[-1][double] += 1
            ahead[at], singles[at] = counts[-1][double], counts[-1][False]
        elif text in RELATIONS or text in (",", ";"):
            counts[-1] = [0, 0]
    return ahead, singles


def conditional_draws(items: tuple[Node, ...], marks: tuple[str, ...]) -> tuple[tuple[Node, ...], tuple[str, ...]]:
    """`y \\mid w \\sim N(w, 1)` is one statement, of y given w: its left side holds both, with the bar between them; so
    does that of `y \\mid W = w \\sim N(w, 1)`, where W = w is what is given."""
    for last, item in enumerate(items):
        known, item = known_value(item) if isinstance(item, Chain) else (None, item)
        if not isinstance(item, Chain) or item.relations[0][0] != r"\sim" or item.sides[0] is None:
            continue
        first = last
        while first > 0 and isinstance(items[first - 1], (Name, Script)) and marks[first - 1] in (",", "|"):
            first -= 1
        if "|" in marks[first:last]:
            start = items[first].start
            left = Group(
                start, item.sides[0].end, "{}", (*items[first:last], known or item.sides[0]), marks[first:last]
            )
            whole = Chain(start, item.end, (left, *item.sides[1:]), item.relations)
            return conditional_draws((*items[:first], whole, *items[last + 1 :]), (*marks[:first], *marks[last:]))
    return items, marks


def known_value(chain: Chain) -> tuple[Chain | None, Chain]:
    """The N = n of `X \\mid N = n \\sim ..`, and what is drawn: of `N = n \\sim ..` as it is read."""
    if [relation for relation, _ in chain.relations[:2]] != ["=", r"\sim"] or chain.sides[1] is None:
        return None, chain
    value = Chain(chain.start, chain.sides[1].end, chain.sides[:2], chain.relations[:1])
    return value, Chain(chain.sides[1].start, chain.end, chain.sides[1:], chain.relations[1:])
