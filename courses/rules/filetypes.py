"""Whether a document is what its name says, judged by how it begins."""

from courses.rules import films

ZIP = (b"PK\x03\x04", b"PK\x05\x06")
OLE = (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)
BEGINNINGS = {
    "pdf": (b"%PDF-",),
    "docx": ZIP,
    "xlsx": ZIP,
    "pptx": ZIP,
    "hwpx": ZIP,
    "zip": ZIP,
    "hwp": OLE,
}
FILMS = {"mp4": "video/mp4", "webm": "video/webm", "vtt": "text/vtt"}
TEXT = {"txt", "csv"}
ALLOWED = (*BEGINNINGS, *FILMS, *sorted(TEXT))
HEAD = 512  # bytes that are looked at


def fits(extension: str, head: bytes) -> bool:
    """`head` are the first bytes of the file. Plain text holds no NUL and does not begin as a page or a drawing."""
    extension = extension.lower().lstrip(".")
    if extension in FILMS:
        return films.kind(head) == FILMS[extension]
    if extension in TEXT:
        return b"\0" not in head and not head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(
            (b"<", b"%pdf", b"pk\x03")
        )
    return head.startswith(BEGINNINGS.get(extension, ()))
