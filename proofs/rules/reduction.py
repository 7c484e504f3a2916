"""A claim that theorems turn into one of fewer notions."""

from __future__ import annotations

from dataclasses import dataclass

from ..claim import Claim


@dataclass(frozen=True)
class Reduction:
    """The claim as it is left by theorems: what proves or refutes it proves or refutes the one that was made.

    Not where facts are `unused`, in words: then it is only proved so, as what is left says more. It may hold under
    what the theorems suppose besides, which is `assumed`.
    """

    claim: Claim
    theorems: tuple[str, ...] = ()
    assumed: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
