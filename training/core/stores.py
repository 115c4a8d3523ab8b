"""Where files stand: in folders, or in an S3-compatible store where STORAGE_URL names one.

Private files are read and written by `write`, `read` and `remove` alone. They have no address, not even a signed one: the
application reads them, compares their hash, and answers. What an editor uploads as a document is led to by links of a
minute; pictures of pages keep the platform's own address, so that the content policy stays `'self'`.
"""

import contextlib
import os
import posixpath
import tempfile
import uuid
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import Storage, storages

from training.core.errors import NotYet

FAULTS: tuple[type[Exception], ...] = ()
if settings.STORAGE_URL:
    from training.core.s3 import FAULTS  # its client is large, and most processes need none


class NotStored(NotYet, OSError):
    """The disk is full or may not be written, or the store does not answer."""


def write(path: str, data: bytes) -> None:
    """Keep a private file, whole or not at all. Raises NotStored."""
    try:
        if not settings.STORAGE_URL:
            return _into_folder(Path(settings.PRIVATE_ROOT) / path, data)
        with _as_os_errors():
            storages["private"].save(path, ContentFile(data))
    except OSError as error:
        raise NotStored(*error.args) from error


def read(path: str) -> bytes:
    """A private file's bytes. Raises OSError where it is missing or the store does not answer."""
    if not settings.STORAGE_URL:
        return (Path(settings.PRIVATE_ROOT) / path).read_bytes()
    with _as_os_errors(), storages["private"].open(path) as file:
        return bytes(file.read())


def remove(path: str) -> None:
    """Take a private file away; done twice, nothing happens."""
    if not settings.STORAGE_URL:
        return (Path(settings.PRIVATE_ROOT) / path).unlink(missing_ok=True)
    with _as_os_errors():
        storages["private"].delete(path)


def try_out() -> None:
    """Write a little and take it away again. Raises OSError."""
    name = f".ready-{uuid.uuid4().hex}"
    write(name, b"ready")
    remove(name)
    if settings.STORAGE_URL:
        return
    media = Path(settings.MEDIA_ROOT)
    media.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=media, prefix=".ready-") as file:
        file.write(b"ready")
        file.flush()


def names(store: Storage, folder: str = "") -> Iterator[str]:
    """Every file of a store, in the order of their names; what is half-written is left out."""
    try:
        folders, files = store.listdir(folder)
    except FileNotFoundError:
        return
    yield from (posixpath.join(folder, name) for name in sorted(files) if not _is_half_written(name))
    for name in sorted(folders):
        yield from names(store, posixpath.join(folder, name))


def _is_half_written(name: str) -> bool:
    return name.startswith(".") or name.endswith(".part") or not name


def _into_folder(target: Path, data: bytes) -> None:
    """Temporary file, fsync, rename, fsync of the folder: after a power cut there is all of it or none."""
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor, temporary = tempfile.mkstemp(dir=target.parent, prefix=".", suffix=".part")
    try:
        with os.fdopen(descriptor, "wb") as handle:
            handle.write(data)
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(temporary, target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


@contextlib.contextmanager
def _as_os_errors() -> Iterator[None]:
    """A store that does not answer is what a disk that does not answer is."""
    try:
        yield
    except FAULTS as error:
        raise OSError(type(error).__name__) from error
