"""A backup of database and files, and apart from it, where asked for, of the keys."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.services import drill
from training.core import clock
from training.core.services import backups, databases


class Command(BaseCommand):
    help = (
        "Writes database and files into a new folder, each with its hash; keys only with --keys, and never beside them."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", help="where backups stand; else BACKUP_DIR")
        parser.add_argument("--keys", type=Path, help="a folder elsewhere, for a copy of the keys")
        parser.add_argument("--whole", action="store_true", help="copy every file anew; else the unchanged are links")

    def handle(self, *args: Any, **options: Any) -> None:
        chosen = options["folder"] or settings.BACKUP_DIR
        if not chosen:
            raise CommandError("Say where to: manage.py backup FOLDER, or set BACKUP_DIR.")
        try:
            if options["keys"]:
                kept = backups.keep_keys(options["keys"], apart_from=Path(chosen))
                self.stdout.write(f"{kept} files of keys kept in {options['keys']}")
            facts = {"checkpoints": drill.checkpoints()}
            made = backups.make(Path(chosen), now=clock.now(), facts=facts, whole=options["whole"])
        except (databases.DumpFailed, backups.BackupDamaged, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{made}: database and {len(backups.read(made).files) - 1} files")
