"""The calculators of the course. A new one is declared in one of these modules and listed in its ALL; no view changes.

    DENSITY = Calculator(
        "coating-density",                                    # its address and its key in lessons
        gettext_lazy("Coating density"), gettext_lazy("What it is for, in one sentence."),
        r"\rho = \frac{m_A}{d}",                              # LaTeX
        (LOADING, THICKNESS),                                 # Input: key, label, unit, least, most, worked example
        (Output("density", gettext_lazy("density"), "g/cm^3", 2),),
        lambda loading, thickness: {"density": loading / thickness * 10},   # in the units of the inputs
        "field 4.7.3",                                        # where the worked numbers come from
    )

Inputs outside of their range, other units and what is no number are refused before `work` is called; what fits one by
one but not together, `work` refuses by raising Impossible. Its worked numbers belong into tests/courses/test_calculators.py.
"""

from django.utils.translation import gettext_lazy as _

from courses.rules.calculators import cell, electrode, quality
from courses.rules.calculators.declared import Answer, Calculator, Impossible, Input, Output, Series, Values
from courses.rules.calculators.quantities import NotAQuantity, parse, shown

GROUPS = (
    (_("Electrode"), electrode.ALL),
    (_("Cell and dry room"), cell.ALL),
    (_("Quality and attendance"), quality.ALL),
)
CALCULATORS = {calculator.key: calculator for _group, found in GROUPS for calculator in found}

__all__ = [
    "CALCULATORS", "GROUPS", "Answer", "Calculator", "Impossible", "Input", "NotAQuantity", "Output", "Series", "Values",
    "parse", "shown",
]  # fmt: skip
