"""How a paper looks, read from its frozen facts; papers from before a choice was there look as they did."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from certificates.states import Border, Ink

PARTS = ("birth_date", "latin_name", "period", "hours", "skills", "modules")
USUAL = ("birth_date", "latin_name", "period", "hours", "modules")


@dataclass(frozen=True)
class Look:
    """A paper's border, color, second signatory, and which of its optional parts it shows."""

    border: str
    ink: str
    second_ko: str
    second_en: str
    second_seal: str
    shows: frozenset[str]


def of(facts: Mapping[str, Any]) -> Look:
    design = facts["design"]
    return Look(
        border=design.get("border", Border.WOVEN),
        ink=design.get("ink", Ink.BLUE),
        second_ko=design.get("second_ko", ""),
        second_en=design.get("second_en", ""),
        second_seal=design.get("second_seal", ""),
        shows=frozenset(design.get("shows", USUAL)),
    )
