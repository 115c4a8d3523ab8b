"""A lesson page beside an empty page, nothing cached, under gunicorn in one run: requests per second."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from wagtail.models import Page

from courses.services import curriculum
from tests import factories
from tests.bench.rows import Row, in_turns
from tests.bench.serving import per_second, served
from training.core.models import StandardPage

DATABASES = ("sqlite", "postgresql")
TARGET = 0.7
REQUESTS = 15  # in one turn
ROUNDS = 7
LESSON = "/courses/cell-manufacturing/mixing/slurry-mixing/"


def bench(name: str) -> list[Row]:
    _build()
    with served(LESSONS_KEPT_DRAWN="0") as port:
        anew = _row(
            name,
            "the lesson's blocks drawn anew each time",
            per_second(port, [LESSON], requests=REQUESTS),
            per_second(port, ["/empty/"], requests=REQUESTS),
            None,
        )
    with served() as port:
        lesson = per_second(port, [LESSON], requests=REQUESTS)
        return [
            anew,
            _row(
                name,
                "a shipped lesson / an empty page of the site",
                lesson,
                per_second(port, ["/empty/"], requests=REQUESTS),
                TARGET,
            ),
            _row(
                name,
                "a shipped lesson / a page with nothing but its title",
                lesson,
                per_second(port, ["/bare/"], requests=REQUESTS),
                None,
            ),
        ]


def _row(name: str, case: str, ours: Callable[[], float], base: Callable[[], float], target: float | None) -> Row:
    return Row(name, case, *_placed(*in_turns(ours, base, rounds=ROUNDS)), target=target, at_most=False)


def _placed(ours: float, base: float, ratio: float) -> tuple[float, float, str, float]:
    return ours, base, "/s", ratio


def _build() -> None:
    """The shipped course with one of its modules, and two empty pages."""
    complex = factories.ground()
    home = complex.site.root_page.specific
    home.add_child(instance=StandardPage(title="빈 화면", slug="empty", locale=home.locale))
    home.add_child(instance=Page(title="제목뿐", slug="bare", locale=home.locale))
    shipped, folder = settings.BASE_DIR / "courses" / "curriculum", Path(os.environ["BENCH_FOLDER"]) / "curriculum"
    folder.mkdir()
    for path in shipped.glob("*.yaml"):
        shutil.copy(path, folder)
    shutil.copytree(shipped / "02-mixing", folder / "02-mixing")
    curriculum.load(complex, folder, by=None, now=factories.NOW)
