"""The monthly look at who looked (안전성 확보조치 기준 §8②)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from training.accounts.models import AccessReview, User
from training.accounts.queries import access as queries
from training.core import audit
from training.core.clock import start_of
from training.core.errors import DomainError
from training.core.models import Complex


@transaction.atomic
def review(complex: Complex, month: date, *, note: str, by: User, now: datetime) -> AccessReview:
    """Mark a month as looked through, once, and only when it is over."""
    if start_of(queries.next_month(month), complex.zone) > now:
        raise DomainError(_("This month is not over yet. Review it from the first day of the next one."))
    try:
        with transaction.atomic():
            done = AccessReview.objects.create(
                complex=complex,
                month=month,
                records=queries.of_month(complex, month).count(),
                note=note,
                reviewed_at=now,
                reviewed_by=by,
            )
    except IntegrityError:
        raise DomainError(_("Somebody already reviewed this month. Their note stands below.")) from None
    audit.record(done, "reviewed", by=by, at=now, after="reviewed", facts={"records": done.records})
    return done
