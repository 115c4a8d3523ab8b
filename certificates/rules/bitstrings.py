"""Status lists as bits (W3C Bitstring Status List 1.0): index 0 is the highest bit of the first byte."""

import base64
import binascii
import zlib
from collections.abc import Iterable

ENTRIES = 131_072  # the least that the standard allows, so that an index says nothing of whose it is
MOST_BYTES = 1024 * 1024  # of a stranger's list when unpacked; ours has 16 KB
MULTIBASE = "u"  # base64url without padding
GZIP = 31  # zlib's word for a gzip frame


class NotAList(ValueError):
    """The text is no bitstring that can be read; its text says why."""


def encoded(marked: Iterable[int], *, entries: int = ENTRIES) -> str:
    """A list of `entries` bits with these set. Stored, not squeezed: as long for none as for all."""
    bits = bytearray(entries // 8)
    for index in marked:
        bits[index >> 3] |= 0x80 >> (index & 7)
    packer = zlib.compressobj(level=0, wbits=GZIP)
    packed = packer.compress(bytes(bits)) + packer.flush()
    return MULTIBASE + base64.urlsafe_b64encode(packed).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    """The bits, at least as many as the standard asks for; never unpacks more than MOST_BYTES. Raises NotAList."""
    if not text.startswith(MULTIBASE):
        raise NotAList("not multibase base64url")
    try:
        packed = base64.urlsafe_b64decode(text[1:] + "=" * (-len(text[1:]) % 4))
        unpacker = zlib.decompressobj(wbits=GZIP)
        bits = unpacker.decompress(packed, MOST_BYTES)
    except (binascii.Error, ValueError, zlib.error) as error:
        raise NotAList("not gzip in base64url") from error
    if unpacker.unconsumed_tail:
        raise NotAList("larger than any list that is read")
    if not unpacker.eof:
        raise NotAList("cut off")
    if len(bits) * 8 < ENTRIES:
        raise NotAList(f"fewer than {ENTRIES} entries")
    return bits


def is_set(bits: bytes, index: int) -> bool:
    """Raises NotAList for an index that the list does not have."""
    if not 0 <= index < len(bits) * 8:
        raise NotAList("the index is not in the list")
    return bool(bits[index >> 3] & 0x80 >> (index & 7))
