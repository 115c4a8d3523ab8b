"""The pictures of questions: kept once for a course, and never changed."""

from collections.abc import Iterable
from datetime import datetime
from pathlib import PurePath
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.models import Course, QuestionFigure
from courses.rules import pictures
from courses.rules.pictures import SUFFIX, Picture
from courses.rules.questions.content import Figure, Text
from training.core.errors import DomainError


def keep(course: Course, picture: Picture, *, now: datetime) -> QuestionFigure:
    """The picture's row, made where it is missing; its file is written before it."""
    standing = QuestionFigure.objects.filter(course=course, sha256=picture.sha256).first()
    if standing is not None:
        return standing
    content = ContentFile(picture.content, name=f"{picture.sha256}{SUFFIX[picture.kind]}")
    with transaction.atomic():
        return QuestionFigure.objects.get_or_create(
            course=course,
            sha256=picture.sha256,
            defaults={"complex_id": course.complex_id, "kind": picture.kind, "file": content, "kept_at": now},
        )[0]


def keep_all(course: Course, brought: Iterable[Picture], *, now: datetime) -> None:
    """Those that are missing, asked for together."""
    wanted = {picture.sha256: picture for picture in brought}
    if not wanted:
        return
    standing = QuestionFigure.objects.filter(course=course, sha256__in=wanted).values_list("sha256", flat=True)
    for sha256 in wanted.keys() - set(standing):
        keep(course, wanted[sha256], now=now)


def of_image(course: Course, image: Any, alt: Text, *, now: datetime) -> Figure:
    """What a question shows of an image of the course: its points of today. Raises DomainError."""
    try:
        with image.open_file() as file:
            picture = pictures.clean(file.read())
    except (OSError, pictures.NotAPicture) as error:
        raise DomainError(_("“%(name)s” is no picture that can be read.") % {"name": image.title}) from error
    kept = keep(course, picture, now=now)
    return figure_of(picture, named(image.title, kept.sha256, picture.kind), alt)


def figure_of(picture: Picture, name: str, alt: Text) -> Figure:
    return Figure(name, alt, sha256=picture.sha256, width=picture.width, height=picture.height)


def named(title: str, sha256: str, kind: str) -> str:
    """A name of its own for each picture, since files of one folder are told apart by it."""
    return f"{slugify(PurePath(title).stem)[:50] or 'picture'}-{sha256[:8]}{SUFFIX[kind]}"


def read(course: Course, sha256: str) -> bytes | None:
    """The bytes of a picture; None where there is none."""
    found = QuestionFigure.objects.filter(course=course, sha256=sha256).first()
    if found is None:
        return None
    with found.file.open("rb") as file:
        content: bytes = file.read()
    return content
