"""Verified mathematics for machine learning.

check(text_or_path)     verdicts for every step of a derivation
Report, StepReport      what it returns
Verdict                 the words of a verdict
"""

from __future__ import annotations

import os.path

# Installed, the other folders lie within this one; in the source tree they stand beside it, and Python
# started there finds this package before the installed one.
_here = os.path.dirname(__file__)
if not os.path.isdir(os.path.join(_here, "proofs")):
    __path__.append(os.path.dirname(_here))

# ruff: noqa: E402
from probatum.proofs.verdict import Report, StepReport, Verdict

from .notebook import check

__version__ = "0.1.0"
__all__ = ["Report", "StepReport", "Verdict", "__version__", "check"]
