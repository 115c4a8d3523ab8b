"""A notice to cohorts: its readers are fixed when it is confirmed, and each gets one message of their own.

The messages are owed in chunks, each in a transaction of its own, so that a notice to a thousand people holds no lock
for long. A worker that is killed in the middle leaves whole chunks; who has a delivery is never given another.
"""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import partial
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from enrollment.models import Cohort, CohortNotice, NoticeRecipient
from enrollment.queries.audience import Reader
from training.core import audit, mail, outbox, texts, words
from training.core.errors import DomainError
from training.core.models import Delivery
from training.core.models.messages import Channel

OWED = "enrollment.notice"
KIND = "cohort_notice"
CHUNK = 100


@dataclass(frozen=True)
class Writing:
    """What a notice says, in Korean and, where it was written, in English."""

    subject: str
    text: str
    subject_en: str = ""
    text_en: str = ""
    urgent: bool = False


@transaction.atomic
def send(
    cohorts: Sequence[Cohort], writing: Writing, *, readers: Sequence[Reader], by: Any, now: datetime, token: str = ""
) -> CohortNotice:
    """Fix whom a notice is for, and begin to send it. The same token again is the notice that stands already."""
    if not readers:
        raise DomainError(_("Nobody would get this notice. Choose other people or another cohort."))
    if token and (standing := CohortNotice.objects.filter(complex=cohorts[0].complex, token=token).first()):
        return standing
    notice = CohortNotice.objects.create(
        complex=cohorts[0].complex, cohort=cohorts[0], sent_at=now, sent_by=by, recipients=len(readers), token=token,
        **asdict(writing),
    )  # fmt: skip
    NoticeRecipient.objects.bulk_create(
        [
            NoticeRecipient(
                complex=notice.complex, notice=notice, person_id=reader.person_id, cohort_id=reader.cohort_id
            )
            for reader in readers
        ],
        batch_size=500,
    )
    facts = {"notice": notice.pk, "recipients": len(readers)}
    for cohort in cohorts:
        audit.record(cohort, "notice sent", by=by, at=now, facts=facts)
    tell_next(notice.pk, now=now)
    return notice


@transaction.atomic
def tell_next(notice_id: int, *, now: datetime) -> int:
    """Owe the messages of the next chunk, and owe the chunk after it. Returns how many were told.

    The notice's row is locked, so that two workers take different chunks.
    """
    notice = CohortNotice.objects.select_for_update().get(pk=notice_id)
    rows = NoticeRecipient.objects.filter(notice=notice, delivery=None).order_by("pk")
    found = list(rows.select_related("person", "cohort__course", "cohort__complex__site")[: CHUNK + 1])
    for row in found[:CHUNK]:
        row.delivery = _told(notice, row, now=now)
    NoticeRecipient.objects.bulk_update(found[:CHUNK], ["delivery"])
    if len(found) > CHUNK:
        outbox.owe(OWED, notice.pk, now=now, complex_id=notice.complex_id)
    return len(found[:CHUNK])


def _told(notice: CohortNotice, row: NoticeRecipient, *, now: datetime) -> Delivery:
    cohort, person = row.cohort, row.person
    with translation.override(person.language):
        subject, text = notice.words(person.language)
        context = {
            "name": str(person),
            "course": str(cohort.course),
            "cohort": cohort.label,
            "first_day": words.date_words(cohort.starts_on),
            "link": reverse("enrollment:public_timetable", args=[cohort.pk]),
            "subject": subject,
            "text": text,
        }
    key = f"{KIND}:notice:{notice.pk}"
    post = partial(mail.send, KIND, to=person, context=context, complex=cohort.complex, now=now)
    if notice.urgent and person.phone and texts.gateway() is not None:
        post(key=f"text:{key}", channel=Channel.TEXT)
    return post(key=key)
