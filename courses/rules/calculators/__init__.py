"""The calculators of the course. A new one is declared in one of these modules and listed in its ALL; no view changes."""

from courses.rules.calculators import cell, electrode, quality
from courses.rules.calculators.declared import Answer, Calculator, Impossible, Input, Output, Series, Values
from courses.rules.calculators.quantities import NotAQuantity, parse, shown

CALCULATORS = {calculator.key: calculator for calculator in (*electrode.ALL, *cell.ALL, *quality.ALL)}

__all__ = [
    "CALCULATORS", "Answer", "Calculator", "Impossible", "Input", "NotAQuantity", "Output", "Series", "Values",
    "parse", "shown",
]  # fmt: skip
