"""The page: complete, self-contained, and nothing on it that a document put there as markup."""

from html.parser import HTMLParser

from probatum.proofs.report.html import fragment, page
from probatum.proofs.verdict import Counterexample, DocumentReport, Mend, Report, StepReport, Verdict

ATTACK = "</td><script>alert(1)</script><img src=x onerror='y' a=\"b\">&amp;\x00"
EMPTY = {"meta"}


class Reader(HTMLParser):
    """The tags, attributes and text of a page; fails where tags do not match."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: set[str] = set()
        self.texts: list[str] = []
        self._open: list[str] = []
        self.feed(html)
        self.close()
        assert not self._open

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes |= {name for name, _ in attrs}
        if tag not in EMPTY:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


def test_everything_is_on_the_page(report: Report) -> None:
    text = "\n".join(Reader(page(report)).texts)
    for step in report:
        assert f"{step.lhs} {step.relation} {step.rhs}" in text
        assert step.because in text
        assert str(step.verdict) in text
    for said in (
        "x = 1, y = 1/2", "    print(x)", "the right side needs x > 0", "homework.tex", "1 refuted",
        r"2 \log x (proved; without the term 1)", "did you mean:", "true if you also assume:", "x > 0 (confirmed)",
    ):  # fmt: skip
        assert said in text


def test_the_page_needs_nothing_else(report: Report) -> None:
    read = Reader(page(report))
    assert not {"script", "link", "img", "iframe"} & set(read.tags)
    assert not {"src", "href", "style"} & read.attributes
    assert "url(" not in page(report)


def test_text_of_the_document_is_text() -> None:
    step = StepReport(
        1, 1, ATTACK, ATTACK, ATTACK, Verdict.REFUTED, ATTACK, ATTACK, (ATTACK,), (ATTACK,),
        Counterexample({ATTACK: ATTACK}, ATTACK, ATTACK, ATTACK), True, (ATTACK,),
        mends=(Mend(ATTACK, "=", "b", ATTACK, "", Verdict.PROVED, ATTACK),
               Mend(ATTACK, ATTACK, ATTACK, "", ATTACK, Verdict.PROVED, ATTACK)),
    )  # fmt: skip
    hostile = Report((DocumentReport(ATTACK, (step,), 0.0),))
    harmless = StepReport(
        1, 1, "a", "a", "a", Verdict.REFUTED, "a", "a", ("a",), ("a",),
        Counterexample({"a": "a"}, "a", "a", "a"), True, ("a",),
        mends=(Mend("a", "=", "b", "a", "", Verdict.PROVED, "a"), Mend("a", "a", "a", "", "a", Verdict.PROVED, "a")),
    )  # fmt: skip
    read = Reader(page(hostile))
    assert read.tags == Reader(page(Report((DocumentReport("a", (harmless,), 0.0),)))).tags
    assert "\x00" not in page(hostile)
    assert ATTACK.replace("\x00", "�") in read.texts


def test_a_fragment_is_one_element(report: Report) -> None:
    read = Reader(fragment(report))
    assert read.tags[0] == "div"
    assert "body" not in read.tags
