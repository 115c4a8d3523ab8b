"""Replay the public log of every complex from the database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.models import Log
from certificates.services import auditing, entries
from training.core import clock
from training.core.models import Complex


class Command(BaseCommand):
    help = "Replays the public log and says where entries, tree, checkpoints and register differ; fails if they do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--files", action="store_true", help="also read every stored file and compare its hash")

        parser.add_argument(
            "--enter", action="store_true", help="first enter what was given out before there was a log"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = 0
        if options["enter"]:
            entered = sum(entries.catch_up(complex, now=clock.now()) for complex in Complex.objects.all())
            self.stdout.write(f"{entered} lines entered")
        for log in Log.objects.select_related("complex").order_by("origin"):
            for difference in auditing.differences(log, files=options["files"]):
                self.stderr.write(f"{log.origin}: {difference}")
                found += 1
            self.stdout.write(f"{log.origin}: {log.size} entries replayed")
        if found:
            raise CommandError(f"{found} differences.")
