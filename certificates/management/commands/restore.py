"""A backup put back onto an empty machine, and compared with the public log."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.rules import tiles
from certificates.services import drill
from training.core.services import backups, databases


class Command(BaseCommand):
    help = "Restores a backup into an empty database and empty folders; fails where a file or the log is not as it was."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("backup", type=Path, help="one backup's folder, or the folder of backups for the newest")
        parser.add_argument("--keys", type=Path, help="the folder that --keys of backup wrote")
        parser.add_argument(
            "--checkpoint",
            type=Path,
            action="append",
            default=[],
            help="a checkpoint as it was published last, such as a watcher kept; else the backup's own is compared",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            backup = _chosen(options["backup"])
            manifest = backups.check(backup)
            published = {**manifest.facts.get("checkpoints", {}), **_read(options["checkpoint"])}
            if options["keys"]:
                backups.load_keys(options["keys"])
            backups.load(backup, manifest)
        except (backups.BackupDamaged, databases.DumpFailed, OSError, ValueError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{backup}: database and {len(manifest.files) - 1} files restored")
        call_command("migrate", verbosity=0, interactive=False)
        found = list(drill.differences(published))
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} differences. Do not open this to the public before they are understood.")
        self.stdout.write("Every file is that of the log, and the log is the one that was published.")


def _chosen(folder: Path) -> Path:
    if (folder / backups.MANIFEST).exists():
        return folder
    newest = backups.newest(folder)
    if newest is None:
        raise backups.BackupDamaged(f"There is no whole backup in {folder}.")
    return newest


def _read(paths: list[Path]) -> dict[str, str]:
    """Checkpoints by the name of their log, which is their first line."""
    notes = [path.read_text() for path in paths]
    for note in notes:
        tiles.size_of(note)
    return {note.partition("\n")[0]: note for note in notes}
