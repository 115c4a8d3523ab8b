"""A number with its unit, as people type it: “20”, “20 mg/cm2”, “0,02 g/cm²”."""

import math
import re
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _

Text = str | Promise
PATTERN = re.compile(r"([+-]?(?:\d[\d ]*)?[.,]?\d+(?:[eE][+-]?\d{1,3})?)\s*(.*)")
SIGNS = str.maketrans({"²": "^2", "³": "^3", "·": "*", "⋅": "*", "−": "-", "μ": "u", "µ": "u", "Ω": "ohm", "℃": "degC"})
SHOWN = {
    "mg/cm^2": "mg/cm²", "mAh/cm^2": "mAh/cm²", "g/cm^3": "g/cm³", "g/m^2": "g/m²", "um": "µm", "mohm": "mΩ",
    "degC": "°C", "m^3": "m³", "cm^3": "cm³", "mg/m^3": "mg/m³", "Pa*s": "Pa·s",
}  # fmt: skip
SPOKEN = {"Nm": "N*m", "주": "week", "일": "day", "시간": "hour", "분": "minute", "초": "second"}  # as they are written


class NotAQuantity(ValueError):
    """What was typed is no number with a unit that fits; its text is the sentence to show."""


class WrongUnit(NotAQuantity):
    """A number, but in a unit that measures something else."""


@lru_cache(maxsize=1)
def registry() -> Any:
    """Pint's units, loaded at the first calculation: reading them takes a third of a second."""
    from pint import UnitRegistry  # noqa: PLC0415 - see above

    units: Any = UnitRegistry(autoconvert_offset_to_baseunit=True)
    units.define("person = [person]")
    return units


def shown(unit: str) -> str:
    """A unit as people write it."""
    return SHOWN.get(unit, unit)


def figures(value: float, digits: int = 4) -> str:
    """A number with so many figures, as people write it: never with an exponent."""
    return format(Decimal(f"{value:.{digits}g}"), "f")


def number(text: str) -> float:
    """A number with a point or a comma for its decimals."""
    return float(text.replace(" ", "").replace(",", "."))


def parse(text: str, unit: str, *, example: str = "") -> float:
    """The magnitude in `unit`; without a unit the number is taken as it is. Raises NotAQuantity with a sentence."""
    found = PATTERN.fullmatch(text.strip().replace("\u00a0", " ").replace("−", "-"))
    if found is None:
        raise NotAQuantity(
            _("“%(text)s” is not a number. Write for example %(example)s.") % {"text": text[:40], "example": example}
        )
    magnitude = number(found[1])
    if not math.isfinite(magnitude):
        raise NotAQuantity(_("This number is too large."))
    given = found[2].strip()
    return _converted(magnitude, given, unit, example) if given and given != shown(unit) else magnitude


def _converted(magnitude: float, given: str, unit: str, example: str) -> float:
    units = registry()
    try:
        value = (
            units.Quantity(magnitude, units.parse_units(_plain(given))).to(_plain(unit) or "dimensionless").magnitude
        )
    except Exception as error:
        raise WrongUnit(
            _("“%(unit)s” does not fit here. Write it in %(wanted)s, for example %(example)s.")
            % {"unit": given[:20], "wanted": shown(unit) or _("a plain number"), "example": example}
        ) from error
    return float(value)


def is_unit(unit: str) -> bool:
    """Whether a quantity can be written in it; none at all is a plain number."""
    try:
        registry().parse_units(_plain(unit) or "dimensionless")
    except Exception:  # noqa: BLE001 - pint raises of many kinds
        return False
    return True


def _plain(unit: str) -> str:
    """A unit as pint reads it: `mg/cm2` and `mg/cm²` are `mg/cm^2`; a percent sign is a hundredth."""
    plain = unit.translate(SIGNS).replace("°C", "degC").replace("°", "degC").replace("wt%", "%").replace("%", "percent")
    for written, read in SPOKEN.items():
        plain = re.sub(rf"(?<![A-Za-z]){written}(?![A-Za-z])", read, plain)
    return re.sub(r"(?<=[A-Za-z])(?=[23]\b)", "^", plain).replace("percentage", "percent")
