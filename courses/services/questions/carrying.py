"""Questions that were looked at, carried by the browser until somebody says that they shall come in.

Signed for one person and course, so that exactly what was shown comes in; nothing is stored for those who never do.
"""

import base64
import json
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.core import signing
from django.utils.translation import gettext as _

from courses.models import Course
from courses.rules.pictures import Picture
from courses.rules.questions import content
from courses.rules.questions.moodle.found import Found
from training.core.errors import DomainError

LONGEST = 3_000_000  # letters of a form's field; the whole form may have five million
GOOD_FOR = timedelta(hours=4)


def packed(course: Course, taken: Iterable[Found], *, form: str, by: Any) -> str:
    """The questions as one word. Raises DomainError where they are too many for a form."""
    rows = [
        [one.number, one.line, one.name, one.key, content.write(one.said), one.remarks, _packed(one)]
        for one in taken
        if one.said
    ]
    word = signing.dumps({"form": form, "rows": rows}, salt=_salt(course, by), compress=True)
    if len(word) > LONGEST:
        raise DomainError(_("These are too many questions for one page. Split the file."), field="file")
    return word


def unpacked(course: Course, word: str, *, by: Any) -> tuple[str, list[Found]]:
    """Format and questions. Raises DomainError for a word that is not ours, of somebody else, or too old."""
    try:
        held = signing.loads(word, salt=_salt(course, by), max_age=GOOD_FOR)
    except signing.BadSignature as error:
        raise DomainError(_("It is too long ago that you looked at this file. Choose it again.")) from error
    return held["form"], [
        Found(number, line, name, key, content.read(json.loads(said)), remarks=tuple(remarks), pictures=_pictures(kept))
        for number, line, name, key, said, remarks, kept in held["rows"]
    ]


def _packed(one: Found) -> list[list[Any]]:
    return [
        [picture.kind, base64.b64encode(picture.content).decode(), picture.width, picture.height]
        for picture in one.pictures
    ]


def _pictures(kept: list[list[Any]]) -> tuple[Picture, ...]:
    return tuple(Picture(kind, base64.b64decode(content), width, height) for kind, content, width, height in kept)


def _salt(course: Course, by: Any) -> str:
    return f"questions/{course.pk}/{by.pk}"
