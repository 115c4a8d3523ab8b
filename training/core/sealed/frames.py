"""How the worker and the sealed process speak: four bytes of length, then so many bytes."""

import struct
from typing import BinaryIO

LENGTH = struct.Struct(">I")
LARGEST = 8 * 1024 * 1024


class FrameTooLarge(ValueError):
    """Neither side accepts a frame above the limit."""


def packed(payload: bytes) -> bytes:
    if len(payload) > LARGEST:
        raise FrameTooLarge(len(payload))
    return LENGTH.pack(len(payload)) + payload


def length_of(head: bytes) -> int:
    length: int = LENGTH.unpack(head)[0]
    if length > LARGEST:
        raise FrameTooLarge(length)
    return length


def read(stream: BinaryIO) -> bytes | None:
    """The next frame, or None at the end of the stream."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    return stream.read(length_of(head))
