"""Load the sample academy, or print where its parts are."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.core import clock
from training.sample import academy


class Command(BaseCommand):
    help = "Loads the sample academy (idempotent); --addresses prints where a script finds its parts, as JSON."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--addresses", action="store_true", help="print addresses as JSON and load nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("The sample academy is for DEMO only: its passwords are known. Set DEMO=1 to load it.")
        now = clock.now()
        if options["addresses"]:
            self.stdout.write(json.dumps(academy.addresses(now=now), ensure_ascii=False, indent=2))
        else:
            academy.load(now=now)
