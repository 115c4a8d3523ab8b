"""What an operator does about a message that did not arrive."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from training.core import audit, mail, outbox
from training.core.models import Delivery, Owed
from training.core.models.messages import GONE, DeliveryState

PART = 500


@transaction.atomic
def resend(delivery: Delivery, *, by: Any, now: datetime) -> Delivery:
    """Send a message once more, to the address that the person has now.

    One that went out stays as it is, and another follows it; one that did not is tried again at once.
    """
    delivery = Delivery.objects.select_for_update(of=("self",)).select_related("user", "complex").get(pk=delivery.pk)
    audit.record(delivery, "sent again", by=by, at=now, facts={"kind": delivery.kind, "state": delivery.state})
    if delivery.state not in GONE:
        _try_again(delivery, now=now)
        return delivery
    key = f"again:{delivery.pk}:{Delivery.objects.filter(key__startswith=f'again:{delivery.pk}:').count() + 1}"
    again = Delivery.objects.create(
        complex=delivery.complex, user=delivery.user, kind=delivery.kind, channel=delivery.channel, key=key,
        context=delivery.context, created_at=now, read_at=now,
    )  # fmt: skip
    outbox.owe(mail.OWED, again.pk, now=now, complex_id=again.complex_id)
    return again


@transaction.atomic
def call_back(rows: "QuerySet[Delivery]") -> int:
    """Messages that have not gone out do not go out any more. Returns how many."""
    keys = list(rows.exclude(state__in=GONE).select_for_update().values_list("pk", flat=True))
    for start in range(0, len(keys), PART):
        some = keys[start : start + PART]
        Owed.objects.filter(kind=mail.OWED, subject__in=map(str, some), done_at=None).delete()
        Delivery.objects.filter(pk__in=some).delete()
    return len(keys)


def _try_again(delivery: Delivery, *, now: datetime) -> None:
    owed = Owed.objects.filter(kind=mail.OWED, subject=str(delivery.pk), done_at=None).first()
    if owed is None:
        outbox.owe(mail.OWED, delivery.pk, now=now, complex_id=delivery.complex_id)
    else:
        outbox.retry(owed, now=now)
    Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED).update(state=DeliveryState.OWED)


def mark_read(keys: list[int], *, reader: Any, now: datetime) -> int:
    """The reader has seen these. Another's are left alone."""
    return Delivery.objects.filter(pk__in=keys, user=reader, read_at=None).update(read_at=now)
