"""Short answers: what Moodle's asterisks mean, which stand for anything in its answers."""

import re
from decimal import Decimal

from django.utils.translation import gettext as _

from courses.rules.questions.content import Accepted, Text
from courses.rules.questions.moodle.found import Unsaid
from courses.rules.questions.moodle.texts import clean

BARE = re.compile(r"(?<!\\)\*")


def accepted(answers: list[tuple[str, Decimal, Text]], remarks: list[str]) -> tuple[Accepted, ...]:
    """The wordings that count. Raises Unsaid where one has an asterisk for anything."""
    found = []
    for words, fraction, feedback in answers:
        if words.strip() == "*" and fraction <= 0:
            remarks.append(_("What it says about all other answers was left out."))
        elif BARE.search(words):
            raise Unsaid(_("“%(words)s” stands for many answers. Write each wording.") % {"words": words[:40]})
        else:
            found.append(Accepted(clean(words.replace(r"\*", "*")), fraction, feedback))
    return tuple(found)


def written(words: str) -> str:
    """The inverse."""
    return clean(words).replace("*", r"\*")
