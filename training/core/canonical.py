"""One byte string for one value, so that hashes can be compared.

The form of RFC 8785 for the values we freeze: objects with text keys in order, lists, text, whole numbers, booleans
and null. Fractions are frozen as text, since JSON numbers are binary.
"""

import hashlib
import json
from typing import Any


def text(value: Any) -> str:
    """Canonical JSON: keys sorted, no spaces, UTF-8 text as it is. Refuses floats."""
    _refuse_floats(value)
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)


def sha256(value: Any) -> str:
    """The hash of the canonical bytes, as 64 hexadecimal digits."""
    return sha256_of_text(text(value))


def sha256_of_text(written: str) -> str:
    """The hash of canonical JSON that was written already."""
    return hashlib.sha256(written.encode()).hexdigest()


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError("Freeze fractions as text: a float has no one canonical form here.")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)
