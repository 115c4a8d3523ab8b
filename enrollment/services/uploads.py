"""From bytes that a stranger sent to a paper that can be kept: one child process per file."""

import os
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from pathlib import PurePosixPath

from django.conf import settings
from django.utils.translation import gettext as _

from enrollment.sealed import MOST_BYTES
from training.core.errors import DomainError
from training.core.text import clean_name, looks_like_resident_number

SECONDS = 20
SUFFIX = {"pdf": ".pdf", "jpeg": ".jpg", "png": ".png"}
SUFFIXES = {"pdf": {"pdf"}, "jpeg": {"jpg", "jpeg"}, "png": {"png"}}


class Refused(DomainError):
    """A file that is not kept; the sentence says what to send instead."""

    status = 422

    def __init__(self, word: str) -> None:
        super().__init__(_sentence(word), field="file")
        self.word = word


@dataclass(frozen=True)
class Paper:
    """A clean file: what it is called, what it is, and its bytes."""

    name: str
    kind: str
    content: bytes


def clean(name: str, raw: bytes) -> Paper:
    """The paper in a file, without metadata. Raises Refused."""
    said = _suffix(name)
    if len(raw) > MOST_BYTES:
        raise Refused("large")
    if not raw:
        raise Refused("empty")
    if said not in set().union(*SUFFIXES.values()):
        raise Refused("kind")
    kind, content = _in_child(raw)
    if said not in SUFFIXES[kind]:
        raise Refused("name")
    return Paper(_kept_name(name, kind), kind, content)


def _suffix(name: str) -> str:
    """What the name says it is, read as people see it: direction marks must not turn `gpj.exe` round."""
    seen = clean_name(name).value
    return PurePosixPath(seen.replace("\\", "/")).suffix.lower().lstrip(".") if seen == name.strip() else ""


def _kept_name(name: str, kind: str) -> str:
    """The last part of the name, harmless in a header and on a disk, with the suffix of what it is."""
    base = PurePosixPath(clean_name(name).value.replace("\\", "/")).name
    stem = "".join(
        char if unicodedata.category(char)[0] in "LMN" or char in " -_.()" else "_" for char in PurePosixPath(base).stem
    ).strip(" .")
    if not stem or looks_like_resident_number(stem):
        stem = _("document")
    return stem[:100] + SUFFIX[kind]


def _in_child(raw: bytes) -> tuple[str, bytes]:
    environment = {"PATH": os.environ.get("PATH", ""), "PYTHONPATH": str(settings.BASE_DIR), "LANG": "C.UTF-8"}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "enrollment.sealed"],
            input=raw,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=SECONDS,
            env=environment,
            cwd=settings.BASE_DIR,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Refused("broken") from None
    head, _newline, content = done.stdout.partition(b"\n")
    word, _space, rest = head.decode("ascii", "replace").partition(" ")
    if word == "ok" and rest in SUFFIXES:
        return rest, content
    raise Refused(rest if word == "no" else "broken")


def _sentence(word: str) -> str:
    return {
        "empty": _("This file is empty. Choose the file again."),
        "large": _("This file is larger than 5 MB. Scan it with a lower resolution and send it again."),
        "kind": _("This is no PDF, JPEG or PNG. Save it as one of these and send it again."),
        "name": _("The file's name says another type than its content. Save it again as PDF, JPEG or PNG."),
        "encrypted": _("This PDF is locked with a password. Remove the password and send it again."),
        "points": _("This picture has too many pixels. Make it smaller and send it again."),
        "pages": _("This PDF has no pages or more than 50. Send only the pages that are asked for."),
    }.get(word, _("This file cannot be read. Open it, save it again as PDF, JPEG or PNG, and send that."))
