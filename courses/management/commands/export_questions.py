"""Writes the question bank of a course as a file that Moodle reads."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.management.courses import add_course, the_course
from courses.services.questions import exchange


class Command(BaseCommand):
    help = "Writes every question that is not retired. Exit 1: some cannot be said in this format; each has a line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, nargs="?", help="standard output if left out")
        parser.add_argument("--format", dest="form", choices=exchange.Format.values, default=exchange.Format.MOODLE)
        add_course(parser)

    def handle(self, *args: Any, file: Path | None, form: str, **options: Any) -> None:
        export = exchange.export(the_course(options), form)
        try:
            if file is None:
                for piece in export:
                    self.stdout.write(piece, ending="")
            else:
                with file.open("w", encoding="utf-8") as out:
                    out.writelines(export)
        except OSError as error:
            raise CommandError(str(error)) from error
        self.stderr.write(f"written {export.written}, left out {len(export.left)}")
        for key, sentence in export.left:
            self.stderr.write(f"{key}\t{sentence}")
        if export.left:
            raise CommandError("Not everything was written.", returncode=1)
