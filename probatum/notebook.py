"""`check` for scripts and notebooks: text or a file in, a report that shows itself out."""

from __future__ import annotations

from os import PathLike
from pathlib import Path

from probatum.proofs.source import Layout, Options, Source, as_source, read_source
from probatum.proofs.verdict import Report


class ShownReport(Report):
    """A report that a notebook shows as a table, and a console as text."""

    def _repr_html_(self) -> str:
        from probatum.proofs.report.html import fragment

        return fragment(self)

    def __str__(self) -> str:
        from io import StringIO

        from probatum.proofs.report.text import TextReport

        text = StringIO()
        for document in self.documents:
            TextReport(text).document(document)
        return text.getvalue().rstrip()


def check(
    text_or_path: str | PathLike[str] | Source,
    *,
    given: str | tuple[str, ...] = (),
    layout: Layout | None = None,
    step_seconds: float = 5.0,
) -> ShownReport:
    r"""Verdicts for every step of a derivation.

    A `str` is the derivation itself, in LaTeX or as one formula, such as `check("(a + b)^2 = a^2 + 2 a b +
    b^2")`; a `Path` names a file; a `Source` says its format. `given` declares symbols, as the `given` lines
    of a document do: `given=r"x \in \mathbb{R}^n"`. Raises SourceError for what is not a readable document.
    """
    from probatum.proofs.check import steps
    from probatum.proofs.worker import supervise

    if isinstance(text_or_path, Source):
        source = text_or_path
    elif isinstance(text_or_path, str):
        source = as_source(text_or_path)
    else:
        source = read_source(Path(text_or_path))
    options = Options(step_seconds, layout, (given,) if isinstance(given, str) else tuple(given))
    return ShownReport(tuple(supervise(steps, [source], options)))
