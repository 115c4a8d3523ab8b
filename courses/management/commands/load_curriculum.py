"""Loads a folder of curriculum files into a complex."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from courses.services import curriculum
from training.core import clock
from training.core.errors import DomainError
from training.core.models import Complex


class Command(BaseCommand):
    help = "Loads the curriculum files of a folder; a second run changes nothing, and texts edited in the CMS are left."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "courses" / "curriculum")
        parser.add_argument("--complex", dest="key", help="key of the complex; the only one if left out")

    def handle(self, *args: Any, folder: Path, key: str | None, **options: Any) -> None:
        found = list(Complex.objects.filter(key=key) if key else Complex.objects.all()[:2])
        if len(found) != 1:
            raise CommandError("Name the complex with --complex KEY.")
        try:
            report = curriculum.load(found[0], folder, by=None, now=clock.now())
        except DomainError as error:
            raise CommandError(str(error)) from error
        for sentence in report.conflicts:
            self.stderr.write(sentence)
        self.stdout.write(
            f"created {report.created}, updated {report.updated}, unchanged {report.unchanged}, "
            f"left {len(report.conflicts)}"
        )
