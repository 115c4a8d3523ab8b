"""Files that lie beside a lesson: looked at before anything is written, told by their bytes and not by their names."""

import re
import warnings
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from courses.rules import films
from courses.services.curriculum.nodes import CurriculumError, Node, refuse_link

NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,79}")
DRAWING = ".svg"
PICTURES = frozenset({"JPEG", "PNG", "WEBP", "GIF"})
MOST_BYTES = {"picture": 10_000_000, "document": 50_000_000, "film": 500_000_000, "captions": 1_000_000}
DOCUMENTS = frozenset({".pdf", ".csv", ".txt", ".xlsx", ".docx", ".pptx", ".hwpx", ".zip", ".odt", ".ods"})


@dataclass(frozen=True)
class Kept:
    """A file to be brought into the library: `kind` is picture, document, film or captions."""

    path: Path
    kind: str


def name_of(node: Node) -> Path:
    """The path of the file that a line names; it lies beside the file that names it."""
    name = node.needed_text()
    if not NAME.fullmatch(name):
        raise node.refuse(_("A file is named by letters, digits, dots and hyphens, and lies beside this file."))
    path = node.place.path.parent / name
    if path.is_symlink():
        refuse_link(path)
    if not path.is_file():
        raise node.refuse(_("There is no file “%(name)s” beside this one.") % {"name": name})
    return path


def kept(node: Node, kind: str) -> Kept:
    """The file that a line names, of the kind that the block shows. Raises CurriculumError."""
    path = name_of(node)
    if path.stat().st_size > MOST_BYTES[kind]:
        megabytes = MOST_BYTES[kind] // 1_000_000
        raise node.refuse(
            _("“%(name)s” is larger than %(most)s MB.") % {"name": path.name, "most": megabytes}
        )  # fmt: skip
    if kind == "picture":
        _refuse_no_picture(path, node)
    elif kind == "document":
        _refuse_no_document(path, node)
    else:
        _refuse_no_film(path, node, kind)
    return Kept(path, kind)


def _refuse_no_picture(path: Path, node: Node) -> None:
    """The head tells the size, so a picture of too many pixels, which the CMS refuses too, is never unpacked."""
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            with Image.open(path) as picture:
                fits = picture.format in PICTURES
                pixels = picture.width * picture.height
                if pixels <= most:
                    picture.load()  # a file cut short is found here, not when somebody reads the lesson
    except (OSError, SyntaxError, Image.DecompressionBombError) as error:
        raise node.refuse(_("“%(name)s” is no picture that can be read.") % {"name": path.name}) from error
    if not fits:
        raise node.refuse(_("Pictures are JPEG, PNG, WebP or GIF files, or drawings in SVG."))
    if pixels > most:
        said = {"name": path.name, "most": most // 1_000_000}
        raise node.refuse(_("“%(name)s” has more than %(most)s megapixels. Make it smaller.") % said)


def _refuse_no_document(path: Path, node: Node) -> None:
    if path.suffix.lower() not in DOCUMENTS:
        known = ", ".join(sorted(suffix[1:].upper() for suffix in DOCUMENTS))
        raise node.refuse(_("Documents are of these kinds: %(known)s.") % {"known": known})
    if path.suffix.lower() == ".pdf" and not _head(path).startswith(b"%PDF-"):
        raise node.refuse(_("“%(name)s” is no PDF file, whatever its name says.") % {"name": path.name})


def _refuse_no_film(path: Path, node: Node, kind: str) -> None:
    wanted = films.FILMS if kind == "film" else films.CAPTIONS
    if films.kind(_head(path)) not in wanted:
        raise node.refuse(
            _("This file is neither MP4 nor WebM. Choose a film in one of these.")
            if kind == "film"
            else _("This file is not WebVTT: it must begin with the word WEBVTT.")
        )


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(64)
    except OSError as error:
        raise CurriculumError(path, 1, _("This file cannot be read.")) from error
