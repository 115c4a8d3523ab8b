"""The text of a file, piece by piece: what its mark or its declaration says, else UTF-8, else CP949."""

import codecs
import re
from collections.abc import Iterator
from typing import BinaryIO

from django.utils.translation import gettext as _

from courses.rules.questions.moodle.found import Broken

PIECE = 1 << 16
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"),
    (b"\0<", "utf-16-be"),
)
# A declaration chooses among these alone: Python has codecs that are no encodings of text.
DECLARED = {
    "utf-8": "utf-8", "utf8": "utf-8", "us-ascii": "utf-8", "ascii": "utf-8", "euc-kr": "cp949", "euckr": "cp949",
    "cp949": "cp949", "ms949": "cp949", "windows-949": "cp949", "ks_c_5601-1987": "cp949", "uhc": "cp949",
    "iso-8859-1": "cp1252", "latin1": "cp1252", "windows-1252": "cp1252",
}  # fmt: skip
DECLARATION = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([-\w]{1,40})["']""")
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")


def pieces(file: BinaryIO) -> Iterator[str]:
    """The whole file, decoded. Raises Broken before the first piece where it is empty or no text."""
    file.seek(0)
    head = file.read(1024)
    if not head.strip(b"\xef\xbb\xbf\xff\xfe \t\r\n\0"):
        raise Broken(_("The file is empty."))
    found = next((name for name in _candidates(head) if _fits(file, name)), None)
    if found is None:
        raise Broken(_("The file is no text we can read. Save it as UTF-8 and try again."))
    return _decoded(file, found)


def _candidates(head: bytes) -> Iterator[str]:
    yield from (name for mark, name in MARKS if head.startswith(mark))
    declared = DECLARATION.match(head)
    if declared and declared[1].decode().lower() in DECLARED:
        yield DECLARED[declared[1].decode().lower()]
    yield "utf-8"
    yield "cp949"


def _fits(file: BinaryIO, name: str) -> bool:
    """Whether the file is text in this encoding: all of it decodes, and it does not begin with control characters."""
    try:
        found = _decoded(file, name)
        if CONTROLS.search(next(found, "")[:512]):
            return False
        for _piece in found:
            pass
    except UnicodeDecodeError:
        return False
    return True


def _decoded(file: BinaryIO, name: str) -> Iterator[str]:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(name)()
    while raw := file.read(PIECE):
        yield decoder.decode(raw)
    yield decoder.decode(b"", final=True)
