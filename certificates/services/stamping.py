"""A timestamp for the last checkpoint of each day, by an authority that is not ours: who kept it can show, years from now,
that the log was as long as this on that day."""

from datetime import datetime

from django.db import IntegrityError, transaction

from certificates.models import HeadStamp, Log, TreeHead
from certificates.signing import stamps
from training.core import clock, outbox
from training.core.models import Owed

OWED = "certificates.stamp"


def owe_all(*, now: datetime) -> None:
    """Owe what is missing: one timestamp for each day that is over and on which something was entered."""
    for log in Log.objects.select_related("complex"):
        for head_id in _last_of_days(log, now=now):
            _owe(log, head_id, now=now)


def stamp(head_id: int, *, now: datetime) -> None:
    """Ask for the timestamp of a checkpoint and keep it; nothing where it has one. Raises stamps.StampUnfit."""
    head = TreeHead.objects.select_related("log__complex").get(pk=head_id)
    if HeadStamp.objects.filter(head=head).exists():
        return
    found = stamps.stamped(head.note.encode(), owner=head.log.complex.key)
    try:
        with transaction.atomic():
            HeadStamp.objects.create(
                head=head,
                token=found.token,
                stamped_at=found.at,
                authority=found.authority,
                is_demonstration=found.is_demonstration,
            )
    except IntegrityError:  # somebody else was first
        return


@transaction.atomic
def _owe(log: Log, head_id: int, *, now: datetime) -> None:
    if not Owed.objects.filter(kind=OWED, subject=str(head_id)).exists():
        outbox.owe(OWED, head_id, now=now, complex_id=log.complex_id)


def _last_of_days(log: Log, *, now: datetime) -> list[int]:
    """The longest checkpoint of each day before today, as far as none of that day is stamped."""
    today = clock.day_of(now, log.complex.zone)
    latest = (
        HeadStamp.objects.filter(head__log=log).order_by("-head__size").values_list("head__size", flat=True).first()
    )
    last = {
        clock.day_of(signed_at, log.complex.zone): pk
        for pk, signed_at in log.heads.filter(size__gt=latest or 0).order_by("size").values_list("pk", "signed_at")
    }
    return [pk for day, pk in last.items() if day < today]
