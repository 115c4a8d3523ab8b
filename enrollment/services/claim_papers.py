"""What proves a claim: handed in with consent where it tells of health, opened with a record, erased on time."""

import hashlib
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from enrollment.models import Claim, ClaimPaper
from enrollment.permissions.attendance import may_decide_days
from enrollment.permissions.claims import is_claimant
from enrollment.queries.claims import PAPERS
from enrollment.rules import claims as rules
from enrollment.services import private_files, uploads
from enrollment.services.documents import Gone
from enrollment.states import ClaimReason, ClaimState
from training.core import audit
from training.core.errors import DomainError, Refused


def hand_in(claim: Claim, *, name: str, raw: bytes, consent: bool, by: Any, now: datetime) -> ClaimPaper:
    """Keep a clean copy of a paper while the claim waits. Raises uploads.Refused."""
    if not is_claimant(by, claim.enrollment):
        raise Refused(_("Papers are handed in by the one the claim is about."))
    health = claim.reason == ClaimReason.ILLNESS
    if health and not consent:
        raise DomainError(_("Agree to our keeping this paper, or show it at the office instead."), field="consent")
    paper = uploads.clean(name, raw)
    path = private_files.keep(f"claims/{claim.complex_id}", paper.content)
    try:
        with transaction.atomic():
            _check_takes(claim)
            kept = ClaimPaper.objects.create(
                complex_id=claim.complex_id,
                claim=claim,
                name=paper.name,
                kind=paper.kind,
                size=len(paper.content),
                sha256=hashlib.sha256(paper.content).hexdigest(),
                path=path,
                uploaded_at=now,
                consented_at=now if health else None,
            )
            audit.record(kept, "handed in", by=by, at=now, facts={"kind": paper.kind, "health": health})
    except DomainError:
        private_files.remove(path)
        raise
    return kept


def _check_takes(claim: Claim) -> None:
    state = Claim.objects.select_for_update().get(pk=claim.pk).state
    if state != ClaimState.PENDING:
        raise DomainError(_("This claim waits no longer, so its papers stand."))
    if ClaimPaper.objects.kept().filter(claim=claim).count() >= PAPERS:
        raise DomainError(_("There are three papers already. Erase one first."), field="file")


@transaction.atomic
def take_back(paper: ClaimPaper, *, by: Any, now: datetime) -> None:
    """The one a claim is about erases a paper while it waits."""
    if not is_claimant(by, paper.claim.enrollment):
        raise Refused(_("Papers are taken back by the one the claim is about."))
    if Claim.objects.select_for_update().get(pk=paper.claim_id).state != ClaimState.PENDING:
        raise DomainError(_("This claim waits no longer, so its papers stand."))
    private_files.erase(paper, by=by, now=now)


def erase_all(claim: Claim, *, by: Any, now: datetime) -> None:
    for paper in ClaimPaper.objects.kept().filter(claim=claim).order_by("pk"):
        private_files.erase(paper, by=by, now=now)


@transaction.atomic
def opened(paper: ClaimPaper, *, by: Any, now: datetime) -> bytes:
    """The bytes of a paper, for the one it is about or an operator; that it was opened is recorded. Raises Gone."""
    enrollment = paper.claim.enrollment
    if not (is_claimant(by, enrollment) or may_decide_days(by, enrollment.cohort)):
        raise Refused(_("Only the one it is about and operators open this paper."))
    content = private_files.content(paper)
    if content is None:
        raise Gone(_("This paper was erased on schedule or cannot be read. Ask for it again if it is needed."))
    audit.record(paper, "opened", by=by, at=now)
    return content


def erase_due(*, now: datetime, most: int = 200) -> int:
    """Erase the papers whose time has come; a scheduled task asks daily. Returns how many."""
    erased = 0
    for paper in ClaimPaper.objects.kept().select_related("claim").order_by("pk").iterator():
        claim = paper.claim
        until = rules.evidence_until(
            claim.state, claim.reason, filed_at=claim.filed_at, decided_at=claim.decided_at
        )  # fmt: skip
        if erased < most and until <= now:
            private_files.erase(paper, by=None, now=now)
            erased += 1
    return erased
