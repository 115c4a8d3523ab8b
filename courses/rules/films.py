"""What kind of file this is, told by its first bytes, never by its name."""

FILMS = frozenset({"video/mp4", "video/webm"})
CAPTIONS = frozenset({"text/vtt"})
# Files in the same box as MP4 that no browser plays as a film: photographs, sound alone, QuickTime.
OTHER_BRANDS = frozenset({b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"M4A ", b"M4B ", b"qt  "})


def kind(head: bytes) -> str:
    """The media type of a file that begins like this; empty where it is none of those a lesson may show."""
    if head[4:8] == b"ftyp" and head[8:12] not in OTHER_BRANDS:
        return "video/mp4"
    if head[:4] == b"\x1aE\xdf\xa3" and b"webm" in head:
        return "video/webm"
    if head.removeprefix(b"\xef\xbb\xbf")[:6] == b"WEBVTT":
        return "text/vtt"
    return ""
