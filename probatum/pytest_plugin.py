"""Tests as evidence: `pytest -p probatum.pytest_plugin --evidence FD --sections nn,gan` runs the tests that are marked

    @pytest.mark.shows("nn.perceptron", ..)

with claims of these sections of the sheet, and no others, and writes what becomes of each to a file descriptor, as a
line of JSON. `probatum verify` reads them.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

MARK = "shows"


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("probatum", "what tests show of the sheet")
    group.addoption("--evidence", metavar="FD", type=int, help="where to write what becomes of each test")
    group.addoption("--sections", metavar="NAMES", default="", help="of the sheet, with commas")


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Evidence(config.getoption("evidence"), config.getoption("sections").split(",")))


class Evidence:
    """Picks the tests, and tells of them."""

    def __init__(self, descriptor: int, sections: list[str]) -> None:
        self.descriptor = descriptor
        self.sections = sections
        self.claims: dict[str, list[str]] = {}
        self.outcomes: dict[str, tuple[str, str]] = {}
        self.seconds: dict[str, float] = {}

    def tell(self, **what: object) -> None:
        os.write(self.descriptor, json.dumps(what).encode() + b"\n")

    def pytest_ignore_collect(self, collection_path: Path) -> bool | None:
        """A file without a mark need not be imported."""
        if collection_path.suffix == ".py" and f"{MARK}(" not in collection_path.read_text("utf-8"):
            return True
        return None

    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        for item in items:
            ids = [id for mark in item.iter_markers(MARK) for id in mark.args if id.partition(".")[0] in self.sections]
            self.claims[item.nodeid] = ids
        config.hook.pytest_deselected(items=[item for item in items if not self.claims[item.nodeid]])
        items[:] = [item for item in items if self.claims[item.nodeid]]

    def pytest_runtest_logstart(self, nodeid: str) -> None:
        self.tell(begins=nodeid)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        node = report.nodeid
        self.seconds[node] = self.seconds.get(node, 0.0) + report.duration
        if report.outcome != "passed" or hasattr(report, "wasxfail"):
            outcome = "failed" if report.failed else "skipped"
            self.outcomes.setdefault(node, (outcome, _reason(report)))
        if report.when == "teardown":
            outcome, because = self.outcomes.get(node, ("passed", ""))
            self.tell(node=node, claims=self.claims[node], outcome=outcome, because=because, seconds=self.seconds[node])

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        if report.failed:
            self.tell(node=report.nodeid, claims=[], outcome="failed", because=_reason(report), seconds=0.0)

    def pytest_sessionfinish(self, exitstatus: int) -> None:
        self.tell(ends=int(exitstatus))


def _reason(report: pytest.TestReport | pytest.CollectReport) -> str:
    """In one line."""
    if isinstance(report.longrepr, tuple):  # of a test that is skipped: file, line, reason
        return report.longrepr[2]
    crash = getattr(report.longrepr, "reprcrash", None)
    lines = (crash.message if crash else str(report.longrepr)).strip().splitlines()
    return lines[0 if crash else -1] if lines else ""
