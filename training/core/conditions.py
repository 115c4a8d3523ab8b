"""The ground's conditions and measures: whether it stands, and whether owed work is done."""

import shutil
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from training.core import alerts, clock, health, metrics, outbox
from training.core.models import Complex
from training.core.queries import owed
from training.core.services import backups

SWEPT_WITHIN = timedelta(minutes=3)
BACKED_UP_WITHIN = timedelta(hours=26)
ROOM = 0.1  # of a disk must stay free


@metrics.once
def _checked() -> dict[str, str]:
    return health.checks(clock.now())


@metrics.once
def _queues() -> list[owed.Queue]:
    return owed.queues(owed.of(None), now=clock.now())


@alerts.condition(
    "not_ready",
    gettext_lazy("The platform does not stand"),
    gettext_lazy(
        "Start or repair what is named: database, broker, storage, clock, signing key or log. /readyz says the same."
    ),
)
def not_ready(now: datetime, complex: Complex | None) -> str:
    found = _checked()
    return ", ".join(f"{name}: {said}" for name, said in found.items() if said != health.FINE)


@alerts.condition(
    "beat_silent",
    gettext_lazy("Nothing is called on time"),
    gettext_lazy(
        "Start beat and a worker. Until then offers do not expire, pages are not published and mail may wait."
    ),
)
def beat_silent(now: datetime, complex: Complex | None) -> str:
    swept = outbox.swept_at()
    if swept is not None and now - swept <= SWEPT_WITHIN:
        return ""
    return _("Lost work has not been looked for since %(when)s.") % {
        "when": f"{swept:%Y-%m-%d %H:%M} UTC" if swept else "–"
    }


@alerts.condition(
    "owed_late",
    gettext_lazy("Owed work waits too long"),
    gettext_lazy(
        "See whether a worker runs and the broker answers. Work that waits is not lost; it is done once one runs."
    ),
)
def owed_late(now: datetime, complex: Complex | None) -> str:
    late = owed.late(owed.of(complex), now=now)
    return ngettext("%(n)d piece is late.", "%(n)d pieces are late.", late) % {"n": late} if late else ""


@alerts.condition(
    "owed_given_up",
    gettext_lazy("Owed work was given up"),
    gettext_lazy(
        "Read the reason below, repair what it names, then try again. If it is no longer wanted, put it aside."
    ),
)
def owed_given_up(now: datetime, complex: Complex | None) -> str:
    dead = owed.of(complex).dead().count()
    return ngettext("%(n)d piece was given up.", "%(n)d pieces were given up.", dead) % {"n": dead} if dead else ""


@alerts.condition(
    "disk_low",
    gettext_lazy("A disk is nearly full"),
    gettext_lazy("Free or add space. When it is full, certificates wait, and on SQLite nothing can be written at all."),
)
def disk_low(now: datetime, complex: Complex | None) -> str:
    folders = {Path(settings.VAR_DIR), Path(settings.PRIVATE_ROOT)}
    room = min(_free(folder) for folder in folders)
    return _("%(percent)d %% is free.") % {"percent": room * 100} if room < ROOM else ""


@alerts.condition(
    "backup_old",
    gettext_lazy("The newest backup is too old"),
    gettext_lazy("See why `manage.py backup` did not run or failed, and run it."),
)
def backup_old(now: datetime, complex: Complex | None) -> str:
    if not settings.BACKUP_DIR:
        return ""
    newest = backups.newest(Path(settings.BACKUP_DIR))
    if newest is None:
        return _("There is none.")
    age = now - backups.made_at(newest)
    return _("It is %(hours)d hours old.") % {"hours": age.total_seconds() // 3600} if age > BACKED_UP_WITHIN else ""


def _free(folder: Path) -> float:
    """The share of its disk that is free; a folder that is not there yet stands on its parent's."""
    there = next(path for path in (folder, *folder.parents) if path.exists())
    usage = shutil.disk_usage(there)
    return usage.free / usage.total


@metrics.measured("ochang_owed", "Owed work that is not done, by kind and state.", "kind", "state")
def _owed() -> Iterator[tuple[list[str], float]]:
    for queue in _queues():
        for state in ("open", "due", "held", "failing", "given_up"):
            yield [queue.kind, state], getattr(queue, state)


@metrics.measured("ochang_owed_age_seconds", "How long the longest waiting piece has been due, by kind.", "kind")
def _owed_age() -> Iterator[tuple[list[str], float]]:
    now = clock.now()
    for queue in _queues():
        yield [queue.kind], queue.age(now).total_seconds()


@metrics.measured("ochang_ready", "1 where what the platform stands on answers, by name.", "check")
def _ready() -> Iterator[tuple[list[str], float]]:
    for name, said in _checked().items():
        yield [name], float(said == health.FINE)
