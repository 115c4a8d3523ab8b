"""How a command is told which course it is about."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import CommandError

from courses.models import Course


def add_course(parser: ArgumentParser) -> None:
    parser.add_argument("--course", help="key of the course; the only one if left out")
    parser.add_argument("--complex", dest="key", help="key of the complex, where several have such a course")


def the_course(options: dict[str, Any]) -> Course:
    """The one course that the options name."""
    found = Course.objects.all()
    found = found.filter(key=options["course"]) if options["course"] else found
    found = found.filter(complex__key=options["key"]) if options["key"] else found
    chosen = list(found[:2])
    if len(chosen) != 1:
        known = ", ".join(Course.objects.order_by("key").values_list("key", flat=True).distinct()) or "none"
        raise CommandError(f"Name the course with --course KEY (and --complex KEY). There are: {known}.")
    return chosen[0]
