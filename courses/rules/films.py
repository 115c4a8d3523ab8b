"""What kind of file this is, told by its first bytes, never by its name."""

FILMS = frozenset({"video/mp4", "video/webm"})
CAPTIONS = frozenset({"text/vtt"})


def kind(head: bytes) -> str:
    """The media type of a file that begins like this; empty where it is none of those a lesson may show."""
    if head[4:8] == b"ftyp" and head[8:12] != b"heic":
        return "video/mp4"
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head:
        return "video/webm"
    if head.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT":
        return "text/vtt"
    return ""
