"""Words that deny what is said with them, or was said before: `not necessarily ..`, `we drop this assumption`."""

from __future__ import annotations

import re
from functools import lru_cache

from .prose import Block

_DOUBTS = re.compile(
    r"\b(?:not(?! (?:only|depend|involve|contain|change|affect|matter))|never|no longer|cannot|whether|except|"
    r"unless(?! (?:\w+ )?otherwise)|"
    r"would|might|could|neither|nor|contradiction|contrary|absurd|even if|"
    r"excluded|impossible|ruled out|e\.g|needn't|isn't|aren't|don't|doesn't)\b"
    r"|\bif\b[^.]*\bwere\b|\bwithout\b(?! loss)",
    re.IGNORECASE,
)


@lru_cache(maxsize=1 << 8)
def doubts(text: str) -> bool:
    """Whether words take back what they go on to say: `not necessarily independent`."""
    return _DOUBTS.search(text) is not None


_DENIES = re.compile(
    r"\b(?:non-?(?!negative|positive|zero|singular|decreasing|increasing|empty|degenerate)\w+|asymmetric|unsymmetric|"
    r"singular|indefinite|dependent|correlated|instead|contrary)\b",
    re.IGNORECASE,
)


def denies(block: Block) -> bool:
    """Whether words next to names say what others before may have denied: `for dependent $X$ and $Y$`, `non-convex`."""
    before, after = re.split(r"[,;]", block.sentence)[-1], re.split(r"[,;]", block.rest)[0]
    return _DENIES.search(f"{before} {after}") is not None


_SUPPOSITION = r"\b(?:assum|suppos|hypothes|condition|restrict|requirement|constraint)\w*"
_TAKES_BACK = r"\b(?:drop|remov|relax|lift|waiv|abandon|discard|reject|withdr|undo|forget|give up)\w*"
_RETRACTS = re.compile(
    rf"(?:{_TAKES_BACK}|\bwithout\b(?! (?:any )?loss))[^\x00]*"
    rf"(?:{_SUPPOSITION}|\b(?:symmetr|independen|positiv|normalit|convexit)\w*)"
    rf"|{_SUPPOSITION}[^\x00]*(?:{_TAKES_BACK}|\b(?:wrong|false|fail\w*|violat\w+|not|no longer)\b)"
    r"|\b(?:contradict|absurd|what if)",
    re.IGNORECASE,
)


def retracts(block: Block) -> bool:
    """Whether a sentence without a formula takes back what was supposed: `Now we drop this assumption.`"""
    return any(_RETRACTS.search(sentence) for sentence in block.alone)
