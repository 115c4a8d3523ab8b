"""Where the keys of a complex lie: `KEYS_DIR/<complex>/`. DEMO and tests make their own; production never does."""

import os
from collections.abc import Callable
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)
from django.conf import settings

from training.core.errors import NotYet


class KeyMissing(NotYet):
    """There is no usable key, and none may be made here. Says which file is expected."""


def folder(owner: str) -> Path:
    return Path(settings.KEYS_DIR) / owner


def log_key(owner: str) -> Ed25519PrivateKey:
    """The key that signs the checkpoints of one complex's log: `log.pem`, Ed25519."""
    return _ed25519(kept(folder(owner) / "log.pem", _new_ed25519), "log.pem")


def credential_key(owner: str) -> Ed25519PrivateKey:
    """The key that signs credentials and status lists of one complex now: `credential.pem`, Ed25519."""
    return _ed25519(kept(folder(owner) / "credential.pem", _new_ed25519), "credential.pem")


def earlier_credential_keys(owner: str) -> list[Ed25519PrivateKey]:
    """Those that did before, oldest name first: `credentials/*.pem`. What they signed stays valid while they lie here."""
    paths = sorted((folder(owner) / "credentials").glob("*.pem"))
    return [_ed25519(path.read_bytes(), path.name) for path in paths]


def kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """A key file's bytes; made on first use where that is allowed. Of two processes at once the first one's stays."""
    with suppress(FileNotFoundError):
        return path.read_bytes()
    if not settings.MAKE_KEYS:
        raise KeyMissing(path.name)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    mine = path.with_name(f".{path.name}.{os.getpid()}")
    with open(os.open(mine, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "wb") as file:
        file.write(make())
    with suppress(FileExistsError):
        os.link(mine, path)
    mine.unlink()
    return path.read_bytes()


def _new_ed25519() -> bytes:
    return Ed25519PrivateKey.generate().private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


@lru_cache(maxsize=64)
def _ed25519(pem: bytes, name: str) -> Ed25519PrivateKey:
    key = load_pem_private_key(pem, None)
    if not isinstance(key, Ed25519PrivateKey):
        raise KeyMissing(f"{name}: not an Ed25519 key")
    return key
