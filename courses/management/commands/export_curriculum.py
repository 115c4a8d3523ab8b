"""Writes what the CMS holds as a folder of curriculum files."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.models import Course
from courses.services import curriculum
from training.core.errors import DomainError


class Command(BaseCommand):
    help = "Writes a course as files that load_curriculum reads; what is the same is not touched."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--course", help="key of the course; the only one if left out")
        parser.add_argument("--complex", dest="key", help="key of the complex, where several have such a course")
        parser.add_argument("--drafts", action="store_true", help="the latest words, published or not")

    def handle(
        self, *args: Any, folder: Path, course: str | None, key: str | None, drafts: bool, **options: Any
    ) -> None:
        found = Course.objects.all()
        found = found.filter(key=course) if course else found
        found = found.filter(complex__key=key) if key else found
        chosen = list(found[:2])
        if len(chosen) != 1:
            known = ", ".join(Course.objects.order_by("key").values_list("key", flat=True).distinct()) or "none"
            raise CommandError(f"Name the course with --course KEY (and --complex KEY). There are: {known}.")
        try:
            done = curriculum.export(chosen[0], folder, drafts=drafts)
        except (DomainError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"written {done.written}, unchanged {done.unchanged}, left out {len(done.left)}")
        if done.left:
            raise CommandError("\n".join(done.left))
