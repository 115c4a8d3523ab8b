"""Asking a witness for its signature under a checkpoint (C2SP tlog-witness)."""

from collections.abc import Sequence

import requests
from django.conf import settings

from certificates.rules import witnessing
from certificates.signing import cosignatures

PATH = "add-checkpoint"


class WitnessUnfit(Exception):
    """It does not answer, refuses, or answers with no signature of its key; the text says which."""


class Behind(Exception):
    """It last signed another size than we believed."""

    def __init__(self, size: int) -> None:
        super().__init__(size)
        self.size = size


def cosigned(address: str, *, verifier: str, old: int, proof: Sequence[bytes], note: str) -> tuple[str, int]:
    """The witness's line, and when it signed. Raises Behind and WitnessUnfit."""
    try:
        answer = requests.post(
            f"{address.rstrip('/')}/{PATH}",
            data=witnessing.body(old, proof, note),
            timeout=settings.WITNESS_SECONDS,
            allow_redirects=False,
            stream=True,
        )
        text = answer.raw.read(witnessing.MOST_BYTES, decode_content=True).decode(errors="replace")
    except (requests.RequestException, OSError) as error:
        raise WitnessUnfit(type(error).__name__) from error
    if answer.status_code == 409:
        raise Behind(_size(text))
    if answer.status_code != 200:
        raise WitnessUnfit(f"answered {answer.status_code}")
    found = cosignatures.found(f"{note}{text}", verifier=verifier)
    if found is None:
        raise WitnessUnfit("no signature of its key")
    return found


def _size(text: str) -> int:
    said = text.strip()
    if not said.isascii() or not said.isdigit() or len(said) > 19:
        raise WitnessUnfit("answered 409 without a size")
    return int(said)
