"""One range of bytes of a file, as a video player asks for it (RFC 9110, 14)."""

import re

RANGE = re.compile(r"bytes=(\d{0,18})-(\d{0,18})")


class Unsatisfiable(ValueError):
    """The range begins behind the end of the file."""


def asked(header: str, size: int) -> tuple[int, int] | None:
    """First and last byte of what was asked for; None where the whole file answers (no range, several, nonsense)."""
    found = RANGE.fullmatch(header.strip())
    if found is None or found[1] == found[2] == "":
        return None
    if not found[1]:  # the last so many bytes
        length = int(found[2])
        if length == 0 or size == 0:
            raise Unsatisfiable(header)
        return max(0, size - length), size - 1
    first = int(found[1])
    last = min(int(found[2]), size - 1) if found[2] else size - 1
    if found[2] and int(found[2]) < first:
        return None
    if first >= size:
        raise Unsatisfiable(header)
    return first, last
