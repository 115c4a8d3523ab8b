"""One question of a file: what it says in our form, or the sentence that says why it cannot."""

import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.rules.pictures import Picture
from courses.rules.questions import content, fairness
from training.core.text import looks_like_resident_number

LONGEST = 100_000  # characters of one question: many pages, and no burden
MOST = 50  # choices, steps or pairs: what the form of an answer takes
LETTERS = "abcdefghijklmnopqrstuvwxyz"
KEY = re.compile(r"[-a-zA-Z0-9_]{1,80}")
OWN_KEY = re.compile(r"[\w.-]{1,80}")
LEVELS = {"1": 1, "2": 2, "3": 3}


class Unsaid(ValueError):
    """This question cannot be said in the other form; the text is the sentence to show."""


class Broken(ValueError):
    """From here on the file cannot be read; the text is the sentence to show. What came before it stands."""


@dataclass(frozen=True)
class Found:
    """`said` is None where the question was refused; `remarks` tell what was left out of one that was not.

    `keyed` is False where the file gave no keys to choices, steps or pairs. `pictures` are those it shows.
    """

    number: int
    line: int
    name: str
    key: str
    said: content.Question | None = None
    refusal: str = ""
    remarks: tuple[str, ...] = ()
    keyed: bool = True
    pictures: tuple[Picture, ...] = ()


def key_of(idnumber: str, name: str) -> str:
    """A key that stays the same from one reading to the next; letters that no address has are told apart by a hash."""
    known = " ".join((idnumber or name).split())
    if KEY.fullmatch(known):
        return known
    slug = slugify(known)[:60]
    if slug and known.isascii() and len(known) <= 60:
        return slug
    return f"{slug or 'q'}-{hashlib.sha256(unicodedata.normalize('NFC', known).encode()).hexdigest()[:10]}"


def are_keys(given: Sequence[str]) -> bool:
    """Whether these can be the keys of choices, steps or pairs."""
    return all(OWN_KEY.fullmatch(key) for key in given) and len(set(given)) == len(given)


def key_at(place: int) -> str:
    """The key of what has none: a, b, c."""
    return LETTERS[place] if place < len(LETTERS) else f"z{place}"


def checked(said: content.Question) -> content.Question:
    """The question, if somebody can answer it. Raises Unsaid."""
    if faults := fairness.faults(said):
        raise Unsaid(faults[0])
    parts = [getattr(said, name, ()) for name in ("choices", "steps", "pairs", "extra", "accepted", "parameters")]
    if any(len(part) > MOST for part in parts):
        raise Unsaid(_("It has more than %(most)d choices, steps or pairs.") % {"most": MOST})
    written = content.write(said)
    if len(written) - sum(len(figure.svg) for figure in content.figures(said)) > LONGEST:
        raise Unsaid(_("It is longer than %(most)d characters.") % {"most": LONGEST})
    if looks_like_resident_number(written):
        raise Unsaid(_("It holds what looks like a resident registration number. Take that out first."))
    return said


def decimal(text: str) -> Decimal:
    """A number of a file. Raises Unsaid."""
    try:
        number = Decimal(text.strip().replace("−", "-"))
    except InvalidOperation as error:
        raise Unsaid(_("“%(text)s” is no number.") % {"text": text[:40]}) from error
    if (
        not number.is_finite()
        or abs(number) > Decimal("1e30")
        or number.adjusted() < -40
        or len(number.as_tuple().digits) > 60
    ):
        raise Unsaid(_("“%(text)s” is too large or too fine a number.") % {"text": text[:40]})
    return number


def share(percent: str) -> Decimal:
    """100 as 1."""
    return decimal(percent or "0").scaleb(-2)


def tagged(tags: Sequence[str], remarks: list[str]) -> dict[str, object]:
    """Level, source and skills among the tags of a question; other tags are told."""
    found: dict[str, object] = {}
    skills: list[str] = []
    others = []
    for tag in tags:
        head, _colon, rest = tag.partition(":")
        if head == "level" and rest in LEVELS:
            found["level"] = LEVELS[rest]
        elif head == "source":
            found["source"] = rest
        elif head == "skill" and KEY.fullmatch(rest):
            skills.append(rest)
        elif tag:
            others.append(tag[:40])
    if others:
        remarks.append(_("Its tags were left out: %(tags)s.") % {"tags": ", ".join(others[:10])})
    return found | ({"skills": tuple(dict.fromkeys(skills))} if skills else {})


def tags_of(said: content.Question) -> list[str]:
    """The inverse of `tagged`."""
    level = [] if said.level == content.Question.__dataclass_fields__["level"].default else [f"level:{said.level}"]
    return level + ([f"source:{said.source}"] if said.source else []) + [f"skill:{key}" for key in said.skills]
