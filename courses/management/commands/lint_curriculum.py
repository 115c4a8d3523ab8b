"""Reads a folder of curriculum files as a careful editor would."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils.translation import override

from courses.services import curriculum
from courses.services.curriculum import normal


class Command(BaseCommand):
    help = "Says what is wrong in curriculum files, one sentence with file and line each; no database is asked."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=settings.BASE_DIR / "courses" / "curriculum")
        parser.add_argument("--fix", action="store_true", help="first write the files in their normal form")

    def handle(self, *args: Any, folder: Path, fix: bool, **options: Any) -> None:
        with override("en"):
            if fix:
                try:
                    self.stdout.write(f"written {normal.put(folder, normal.of_folder(folder))}")
                except curriculum.CurriculumError as error:
                    self.stderr.write(str(error))
            faults = curriculum.lint(folder)
        for fault in faults:
            self.stderr.write(f"{fault.path}:{fault.line}: {fault.sentence}")
        if faults:
            raise SystemExit(1)
        self.stdout.write("The curriculum is fine.")
