"""`manage.py read_bounces [FOLDER | -]`: note what came back, from a folder, a Maildir, or one mail on standard input."""

import sys
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.core import clock
from training.core.services import bounces


class Command(BaseCommand):
    help = "Mark the mails that came back. Without an argument it reads BOUNCE_DIR; “-” reads one mail from a pipe."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", default=settings.BOUNCE_DIR)

    def handle(self, *args: Any, folder: str, **options: Any) -> None:
        if folder == "-":
            marked = bounces.note(sys.stdin.buffer.read(), now=clock.now())
            self.stdout.write(f"1 mail read, {marked} marked")
            return
        if not folder or not Path(folder).is_dir():
            raise CommandError("There is no such folder. Name one, or set BOUNCE_DIR.")
        read, marked = bounces.read_folder(Path(folder), now=clock.now())
        self.stdout.write(f"{read} mails read, {marked} marked")
