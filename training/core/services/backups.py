"""A backup of what cannot be made again: the database and the files. Keys never stand beside them.

A backup is a folder named by its instant. Its `manifest.json` is written last and says the hash of every file; a folder
without one is no backup. Files that did not change since the backup before are linked to it unread, so that backups can be
frequent; `whole` reads and copies every file anew, as should be done now and then, since links share one copy.
"""

import contextlib
import hashlib
import json
import os
import shutil
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.base import File
from django.core.files.storage import FileSystemStorage, Storage, storages

from training.core import stores
from training.core.services import databases

MANIFEST = "manifest.json"
NAMED = "%Y%m%dT%H%M%SZ"
PIECE = 1024 * 1024
SURELY_BEFORE = timedelta(minutes=1)  # the clock of a disk elsewhere is not ours


class BackupDamaged(Exception):
    """In words: what of a backup is missing or is not what was written."""


@dataclass(frozen=True)
class Manifest:
    """What a backup holds: of each file, by its path in the folder, the SHA-256."""

    made_at: str
    database: str
    files: dict[str, str]
    facts: dict[str, Any] = field(default_factory=dict)  # what apps above want to compare after a restore


@dataclass(frozen=True)
class Earlier:
    """The backup before, whose files are linked to where they did not change since."""

    folder: Path
    manifest: Manifest

    def hash_of(self, store: Storage, path: str, name: str) -> str | None:
        """The file's hash where this backup holds it as it is now, by its size and by when it was last changed."""
        kept = self.folder / name
        if name not in self.manifest.files or not kept.is_file() or kept.stat().st_size != store.size(path):
            return None
        since = datetime.fromisoformat(self.manifest.made_at) - SURELY_BEFORE
        return self.manifest.files[name] if store.get_modified_time(path) < since else None


def make(folder: Path, *, now: datetime, facts: dict[str, Any], whole: bool = False) -> Path:
    """A new backup below the folder. The database first: every file it speaks of was written before its row."""
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    found = None if whole else newest(folder)
    before = Earlier(found, read(found)) if found else None
    target = folder / f"{now.astimezone(UTC):{NAMED}}"
    part = folder / f".{target.name}.part"
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(mode=0o700)
    database = databases.dump(part)
    files = {database: sha256(part / database)}
    for name, store in _stores().items():
        for path in stores.names(store):
            with contextlib.suppress(FileNotFoundError):  # erased meanwhile, as its owner may ask
                files[f"{name}/{path}"] = _keep(store, path, f"{name}/{path}", part, before)
    manifest = Manifest(made_at=now.isoformat(), database=database, files=files, facts=facts)
    (part / MANIFEST).write_text(json.dumps(asdict(manifest), ensure_ascii=False, indent=1, sort_keys=True))
    part.rename(target)
    return target


def newest(folder: Path) -> Path | None:
    """The last whole backup below a folder."""
    found = sorted(path.parent for path in folder.glob(f"*/{MANIFEST}"))
    return found[-1] if found else None


def made_at(backup: Path) -> datetime:
    return datetime.fromisoformat(read(backup).made_at)


def read(backup: Path) -> Manifest:
    """Raises BackupDamaged where there is no manifest, or it cannot be read."""
    try:
        return Manifest(**json.loads((backup / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupDamaged(f"{backup / MANIFEST} is missing or cannot be read.") from error


def check(backup: Path) -> Manifest:
    """Read every file of a backup and compare its hash. Raises BackupDamaged with the first that differs."""
    manifest = read(backup)
    for path, expected in manifest.files.items():
        try:
            found = sha256(backup / path)
        except OSError as error:
            raise BackupDamaged(f"{path} is missing.") from error
        if found != expected:
            raise BackupDamaged(f"{path} is not what was written.")
    return manifest


def load(backup: Path, manifest: Manifest) -> None:
    """Put database and files where the settings say. Both places must hold nothing."""
    for name, store in _stores().items():
        if next(stores.names(store), None) is not None:
            raise BackupDamaged(f"There are {name} files already. A backup is restored into an empty place only.")
    databases.load(backup / manifest.database)
    for path in manifest.files:
        name, _slash, inside = path.partition("/")
        if inside:
            _put(_stores()[name], inside, backup / path)


def keep_keys(folder: Path, *, apart_from: Path) -> int:
    """Copy the folder of keys to a place of its own. Returns how many files. Refuses a place inside the backups."""
    folder = folder.resolve()
    if folder == apart_from.resolve() or apart_from.resolve() in folder.parents:
        raise BackupDamaged("Keys are kept apart from backups: whoever has both can sign in our name.")
    keys = Path(settings.KEYS_DIR)
    shutil.copytree(keys, folder, dirs_exist_ok=True)
    folder.chmod(0o700)
    return sum(path.is_file() for path in keys.rglob("*"))


def load_keys(folder: Path) -> None:
    """Put keys back, into a folder that holds none."""
    keys = Path(settings.KEYS_DIR)
    if keys.is_dir() and any(path.is_file() for path in keys.rglob("*")):
        raise BackupDamaged("There are keys already. They are not overwritten.")
    shutil.copytree(folder, keys, dirs_exist_ok=True)
    keys.chmod(0o700)


def sha256(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while piece := file.read(PIECE):
            digest.update(piece)
    return digest.hexdigest()


def _stores() -> dict[str, Storage]:
    if settings.STORAGE_URL:
        return {"private": storages["private"], "media": storages["default"]}
    return {"private": FileSystemStorage(settings.PRIVATE_ROOT), "media": FileSystemStorage(settings.MEDIA_ROOT)}


def _keep(store: Storage, path: str, name: str, part: Path, before: Earlier | None) -> str:
    """Link a file to the backup before where it did not change, else copy it; returns its hash."""
    target = part / name
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    if before and (known := before.hash_of(store, path, name)):
        os.link(before.folder / name, target)
        return known
    with store.open(path) as source, target.open("wb") as file:
        digest = hashlib.sha256()
        while piece := source.read(PIECE):
            digest.update(piece)
            file.write(piece)
    return digest.hexdigest()


def _put(store: Storage, path: str, source: Path) -> None:
    if isinstance(store, FileSystemStorage):
        target = Path(store.path(path))
        target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.copyfile(source, target)
        return
    with source.open("rb") as file:
        store.save(path, File(file))
