"""Watch somebody's public log: for outsiders, who need neither our database nor our trust."""

from pathlib import Path
from typing import Any

import requests
from django.core.management.base import BaseCommand, CommandError, CommandParser

from certificates.services import watching

SECONDS = 20


class Command(BaseCommand):
    help = "Reads a whole public log, compares it with what was seen before, and fails where it broke its promise."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("address", help="of the log, such as https://academy.example/log")
        parser.add_argument("--key", required=True, help="the log's verifier key, as its page shows it")
        parser.add_argument("--remember", type=Path, required=True, help="file that holds what was seen")

    def handle(self, *args: Any, **options: Any) -> None:
        address, file = options["address"].rstrip("/"), options["remember"]
        before = watching.Seen.parsed(file.read_text()) if file.exists() else None

        def fetch(path: str) -> bytes:
            answer = requests.get(f"{address}/{path}", timeout=SECONDS)
            answer.raise_for_status()
            return answer.content

        try:
            seen = watching.watch(fetch, verifier=options["key"], before=before)
        except (watching.LogBroken, requests.RequestException, ValueError) as error:
            raise CommandError(str(error)) from error
        file.write_text(f"{seen}\n")
        self.stdout.write(f"{seen.size} entries, all as they were")
