"""Brings the questions of a Moodle file into the bank of a course."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.management.courses import add_course, the_course
from courses.services.questions import exchange
from training.core import clock


class Command(BaseCommand):
    help = "Brings the questions of a file in, with a line for each; a second run changes nothing. Exit 1: some were refused."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--format", dest="form", choices=exchange.Format.values, help="by the name if left out")
        parser.add_argument("--language", choices=["ko", "en"], default="ko", help="of texts that do not say theirs")
        parser.add_argument("--dry-run", action="store_true", help="only tell what would become of each question")
        add_course(parser)

    def handle(self, *args: Any, file: Path, form: str | None, language: str, dry_run: bool, **options: Any) -> None:
        course = the_course(options)
        form = form or (exchange.Format.MOODLE if file.suffix.lower() == ".xml" else exchange.Format.GIFT)
        try:
            with file.open("rb") as raw:
                report = (
                    exchange.look(course, raw, form=form, language=language, keep=False)
                    if dry_run
                    else exchange.bring_in(course, raw, form=form, by=None, now=clock.now(), language=language)
                )
        except OSError as error:
            raise CommandError(str(error)) from error
        self._tell(report)

    def _tell(self, report: exchange.Report) -> None:
        for row in report.rows:
            said = [row.sentence, *row.found.remarks] if row.sentence else row.found.remarks
            line = [str(row.found.line), str(row.outcome), row.found.key, row.found.name, " ".join(said)]
            self.stdout.write("\t".join(line).rstrip("\t"))
        self.stdout.write(", ".join(f"{outcome} {count}" for outcome, count in report.counts.items()))
        if report.broken:
            self.stdout.write(report.broken)
        if not report.is_whole:
            raise CommandError("Not everything came in.", returncode=1)
