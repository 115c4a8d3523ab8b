"""The files in a question of Moodle's: drawings and pictures in base64, beside the text that shows them."""

import base64
import binascii
import hashlib
import re
from collections.abc import Callable
from pathlib import PurePosixPath
from urllib.parse import unquote

from django.utils.text import slugify
from django.utils.translation import gettext as _

from courses.rules import pictures
from courses.rules.pictures import Picture
from courses.rules.questions.content import Figure, Text
from courses.rules.questions.fairness import NAME
from courses.rules.questions.moodle.elements import Element
from courses.rules.questions.moodle.found import Unsaid
from courses.rules.questions.moodle.texts import PLUGINFILE, Image

Bytes = Callable[[str], bytes | None]  # of a picture by its hash
ROOT = re.compile(r"<svg\b[^>]*>")
# Our drawings bear classes, which our pages color; elsewhere they bring their colors along.
STYLE = (
    "<style>.fill-1{fill:#e8f1f8;stroke:#0b4a6f}.fill-2{fill:#fdf1e4;stroke:#c2691c}.fill-3{fill:#f3f5f7;stroke:#5a6673}"
    ".fill-4{fill:#fbe9e9;stroke:#b3261e}.line{fill:none;stroke:#1b2733;stroke-width:2.5}.thin{fill:none;stroke:#5a6673;"
    "stroke-width:1.5}.dash{fill:none;stroke:#1b2733;stroke-width:2;stroke-dasharray:6 5}.solid{fill:#1b2733}"
    "text{fill:#1b2733;font:22px sans-serif}.strong{font-weight:700}</style>"
)


def no_picture(sha256: str) -> bytes | None:
    """Where no pictures are at hand."""
    return None


def written(figure: Figure, picture: Bytes) -> str:
    """The file of a figure in base64. Raises Unsaid where its bytes are gone."""
    content = (
        ROOT.sub(lambda root: root[0] + STYLE, figure.svg, count=1).encode() if figure.svg else picture(figure.sha256)
    )
    if content is None:
        raise Unsaid(_("The picture “%(name)s” of a question cannot be read.") % {"name": figure.name})
    return base64.b64encode(content).decode()


def read(element: Element, images: list[Image], language: str, kept: dict[str, Picture]) -> Figure | None:
    """What a text shows: one file that stands beside it. Its picture goes into `kept`. Raises Unsaid."""
    if not images:
        return None
    if len({image.source for image in images}) > 1:
        raise Unsaid(_("It shows more than one picture, and a text here shows one. Make them one, or two questions."))
    where = images[0].source
    name = unquote(where.removeprefix(f"{PLUGINFILE}/"))
    file = next((file for file in element.all("file") if file.attributes.get("name") == name), None)
    if file is None or not where.startswith(PLUGINFILE):
        raise Unsaid(_("Its picture is not in the file. Export it from Moodle again, with its pictures."))
    return _figure(name, _alt(images, language), _bytes(file), kept)


def _alt(images: list[Image], language: str) -> Text:
    said = {image.language or language: image.alt for image in images}
    return Text(said.get("ko", ""), said.get("en", ""))


def _bytes(file: Element) -> bytes:
    try:
        return base64.b64decode("".join("".join(file.texts).split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Unsaid(_("A file in it is no base64. Export it from Moodle again.")) from error


def _figure(name: str, alt: Text, content: bytes, kept: dict[str, Picture]) -> Figure:
    if name.lower().endswith(".svg"):
        try:
            return Figure(_named(name, content, ".svg"), alt, svg=content.decode().replace(STYLE, "", 1))
        except UnicodeDecodeError as error:
            raise Unsaid(_("Its drawing is no text in UTF-8.")) from error
    try:
        picture = pictures.clean(content)
    except pictures.NotAPicture as error:
        raise Unsaid(_("Its picture is no JPEG, PNG, WebP or GIF that can be read.")) from error
    kept[picture.sha256] = picture
    suffix = PurePosixPath(name).suffix if picture.content == content else pictures.SUFFIX[picture.kind]
    return Figure(_named(name, content, suffix), alt, sha256=picture.sha256, width=picture.width, height=picture.height)


def _named(name: str, content: bytes, suffix: str) -> str:
    """The name, where a folder can hold it; else one made of what is left of it and of the bytes."""
    if NAME.fullmatch(name) and name.endswith(suffix):
        return name
    stem = slugify(PurePosixPath(name).stem)[:50]
    return f"{stem or 'picture'}-{hashlib.sha256(content).hexdigest()[:8]}{suffix.lower()}"
