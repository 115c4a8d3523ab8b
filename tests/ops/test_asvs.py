"""docs/asvs.md judges each requirement of ASVS 5.0.0 of levels 1 and 2 once, and what documents name is there."""

import re

import pytest
from django.conf import settings

DOCS = settings.BASE_DIR / "docs"
# How many requirements of levels 1 and 2 each section has; they come first in every one.
SECTIONS = """1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1
5.2:3 5.3:2 5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4
10.1:2 10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2
13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2"""
ALL = [
    f"{section}.{number}"
    for section, many in (entry.split(":") for entry in SECTIONS.split())
    for number in range(1, int(many) + 1)
]
VERDICTS = {"Met", "Partly", "Not met", "Operator"}
NAMED = re.compile(r"`((?:tests|courses|enrollment|certificates|training|core|accounts|consortium|bin|docs)/[\w./-]+)`")


def expanded(text: str) -> list[str]:
    """`6.2.1–6.2.8, 7.3.1` → each of them; a whole section or chapter → all it holds."""
    found = []
    for part in re.findall(r"\d+(?:\.\d+)*(?:–\d+\.\d+\.\d+)?", text):
        first, _dash, last = part.partition("–")
        if last:
            section, begin = first.rsplit(".", 1)
            found += [f"{section}.{number}" for number in range(int(begin), int(last.rsplit(".", 1)[1]) + 1)]
        else:
            found += [first] if first.count(".") == 2 else [key for key in ALL if key.startswith(first + ".")]
    return found


def test_each_requirement_of_two_levels_is_judged_once_or_named_as_out_of_scope():
    text = (DOCS / "asvs.md").read_text()
    outside = re.search(r"^Out of scope.*?\n\n", text, re.DOTALL | re.MULTILINE).group()
    rows = re.findall(r"^\| (\d[\d., –]*?\d)(?= [\w`]| ?\|)[^|]*\| ([^|]+) \|", text, re.MULTILINE)
    found = expanded(" ".join(re.findall(r"(?<=[ (])\d+(?:\.\d+)*(?=[),:])", outside)))
    for numbers, verdict in rows:
        assert verdict in VERDICTS
        found += expanded(numbers)
    assert sorted(found) == sorted(ALL)


@pytest.mark.parametrize("name", sorted(path.name for path in DOCS.glob("*.md")))
def test_what_a_document_names_is_there(name):
    root = settings.BASE_DIR
    dead = []
    for path in NAMED.findall((DOCS / name).read_text()):
        places = (root / path, root / "training" / path)
        if not any(place.exists() for place in places):
            dead.append(path)
    assert dead == []
