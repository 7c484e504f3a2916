"""Progress is for a terminal, and leaves nothing there."""

import io

from probatum.proofs.report.progress import ProgressLine
from probatum.proofs.verdict import Place


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_on_a_terminal_one_line_is_written_over() -> None:
    file = Terminal()
    line = ProgressLine(file)
    line("a\x1b.tex", 2, Place(17, 1))
    line.clear()
    assert file.getvalue() == "\r\x1b[Ka�.tex: step 3, line 17\r\x1b[K"


def test_in_a_pipe_there_is_none() -> None:
    file = io.StringIO()
    line = ProgressLine(file)
    line("a.tex", 0, Place(1, 1))
    line.clear()
    assert file.getvalue() == ""
