"""Writes what the CMS holds as a folder of curriculum files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.management.courses import add_course, the_course
from courses.services import curriculum
from training.core.errors import DomainError


class Command(BaseCommand):
    help = "Writes a course as files that load_curriculum reads; what is the same is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        add_course(parser)
        parser.add_argument("--drafts", action="store_true", help="the latest words, published or not")

    def handle(self, *args: Any, folder: Path, drafts: bool, **options: Any) -> None:
        course = the_course(options)
        try:
            done = curriculum.export(course, folder, drafts=drafts)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"written {done.written}, unchanged {done.unchanged}, left out {len(done.left)}")
        if done.left:
            raise CommandError("\n".join(done.left))
