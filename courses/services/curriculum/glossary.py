"""The words and machines beside a curriculum: terms.yaml and equipment.yaml, read like the rest of the folder."""

from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from courses.services.curriculum.nodes import Node, Place, parse, read_text

TERM = {"ko": "term_ko", "en": "term_en", "meaning_ko": "definition_ko", "meaning_en": "definition_en"}
MACHINE = {
    "ko": "name_ko", "en": "name_en", "purpose_ko": "purpose_ko", "purpose_en": "purpose_en",
    "safety_ko": "safety_ko", "safety_en": "safety_en",
}  # fmt: skip


@dataclass(frozen=True)
class Word:
    """One entry: its key and the row's fields."""

    key: str
    values: dict[str, str]
    titles: dict[str, str]


def terms(folder: Path) -> list[Word]:
    return _read(folder / "terms.yaml", TERM, optional=())


def equipment(folder: Path) -> list[Word]:
    return _read(folder / "equipment.yaml", MACHINE, optional=("safety_ko", "safety_en"))


def _read(path: Path, names: dict[str, str], *, optional: tuple[str, ...]) -> list[Word]:
    """Every entry of a file, none where there is no such file. Raises CurriculumError at the first fault."""
    if not path.is_file():
        return []
    found: dict[str, Word] = {}
    for item in parse(read_text(path), Place(path)).items():
        word = _word(item, names, optional)
        if word.key in found:
            raise item.refuse(_("The key “%(key)s” stands here twice.") % {"key": word.key})
        found[word.key] = word
    return list(found.values())


def _word(item: Node, names: dict[str, str], optional: tuple[str, ...]) -> Word:
    required = tuple(name for name in names if name not in optional)
    head = item.mapping(required=("key", *required), optional=optional)
    values = {names[name]: node.short_text(_longest(name)) for name, node in head.items() if name != "key"}
    return Word(head["key"].key(), dict.fromkeys(names.values(), "") | values, {})


def _longest(name: str) -> int:
    """As the rows allow: a word of 80 letters, a meaning of 600."""
    return 80 if name in ("ko", "en") else 600
