"""The refuter: random interpretations, an evaluator over several arithmetics, certified counterexamples."""

from . import binders, calculus, probability, scalars  # noqa: F401 - they register what the heads mean
