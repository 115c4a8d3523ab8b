"""How a batch stands, counted from its rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from certificates.models import Certificate, IssueBatch, Revocation
from certificates.queries import register
from certificates.rules import leads
from certificates.states import CertificateState
from enrollment.models import Cohort
from training.core import clock
from training.core.requests import Request


@dataclass(frozen=True)
class Progress:
    """So many of so many, with the rows: failures first, then what waits, then what is done."""

    total: int
    issued: int
    failed: int
    waiting: int
    rows: list[Certificate]
    remaining: int  # people who are still to get their number

    @property
    def in_hand(self) -> bool:
        """Something is being drawn now or soon."""
        return self.waiting - self.remaining > 0


def progress(batch: IssueBatch, *, remaining: int) -> Progress:
    """One query. `remaining` is how many people of the cohort are due beyond those in the batch."""
    rows = list(batch.certificates.select_related("person").exclude(state=CertificateState.VOIDED))
    failed = [row for row in rows if row.state == CertificateState.INTENDED and row.failure]
    waiting = [row for row in rows if row.state == CertificateState.INTENDED and not row.failure]
    done = [row for row in rows if row.state != CertificateState.INTENDED]
    return Progress(
        total=len(rows) + remaining,
        issued=len(done),
        failed=len(failed),
        waiting=len(waiting) + remaining,
        rows=[*failed, *waiting, *done],
        remaining=remaining,
    )


def sentence(progress: Progress, *, time: str) -> str:
    """12 of 18 issued, 1 failed, 5 waiting, as of 14:20."""
    return _("%(issued)d of %(total)d issued, %(failed)d failed, %(waiting)d waiting, as of %(time)s") % {
        "issued": progress.issued,
        "total": progress.total,
        "failed": progress.failed,
        "waiting": progress.waiting,
        "time": time,
    }


def latest(cohort: Cohort, kind: str) -> IssueBatch | None:
    return IssueBatch.objects.filter(cohort=cohort, kind=kind).select_related("design").order_by("-pk").first()


def given(cohort: Cohort) -> list[Certificate]:
    """Everything in the register for a cohort, voided numbers included."""
    return list(Certificate.objects.filter(cohort=cohort).select_related("person", "superseded_by", "register"))


def panel(request: Request) -> dict[str, int]:
    """What the desk says of certificates: two counts."""
    today = clock.day_of(request.now, request.complex.zone)
    return {
        "expiring": register.expiring(request.complex, today=today, within=leads.FIRST).count(),
        "waiting": Revocation.objects.of(request.complex).open().count(),
    }
