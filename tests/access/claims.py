"""Rules of claims about attendance: one's own, and the desk of those who run the complex."""

from datetime import timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from enrollment.models import Claim, ClaimPaper
from tests.access.attendance import OPERATORS, enrollment_id, session
from tests.access.rules import Rule, only
from tests.cast import Cast
from training.core import clock

OWN = only("trainee")


def claim(cast: Cast, *, by: str = "trainee") -> Claim:
    day, now = session(cast).day, clock.now()
    found = Claim.objects.first()
    return found or Claim.objects.create(
        complex=cast.complex, enrollment_id=enrollment_id(cast), kind="recognition", reason="exam", first_on=day,
        last_on=day, asked="recognized", text="-", filed_at=now, filed_by=getattr(cast, by), due_at=now + timedelta(days=1),
    )  # fmt: skip


def paper(cast: Cast) -> int:
    """A paper of the claim whose file is there."""
    found = ClaimPaper.objects.first()
    if found is None:
        content, path = b"%PDF-1.7", f"claims/access-{cast.complex.pk}"
        target = Path(settings.PRIVATE_ROOT) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        found = ClaimPaper.objects.create(
            complex=cast.complex, claim=claim(cast), name="a.pdf", kind="pdf", size=len(content),
            sha256=sha256(content).hexdigest(), path=path, uploaded_at=clock.now(),
        )  # fmt: skip
    return found.pk


RULES = {
    "enrollment:own_claims": Rule(lambda cast: f"/learn/attendance/{enrollment_id(cast)}/claims/", OWN),
    "enrollment:file_claim": Rule(
        lambda cast: f"/learn/attendance/{session(cast) and enrollment_id(cast)}/claims/recognition/", OWN
    ),
    "enrollment:claim": Rule(lambda cast: f"/learn/claims/{claim(cast).pk}/", OWN),
    "enrollment:take_back_claim": Rule(lambda cast: f"/learn/claims/{claim(cast).pk}/take-back/", OWN, method="post"),
    "enrollment:claim_paper": Rule(lambda cast: f"/learn/claim-papers/{paper(cast)}/", OWN),
    "enrollment:erase_claim_paper": Rule(lambda cast: f"/learn/claim-papers/{paper(cast)}/erase/", OWN, method="post"),
    "enrollment:claims": Rule(lambda cast: "/desk/claims/", OPERATORS),
    "enrollment:decide_claim": Rule(lambda cast: f"/desk/claims/{claim(cast).pk}/", OPERATORS),
    "enrollment:take_back_claim_for": Rule(  # for the operator who filed it alone
        lambda cast: f"/desk/claims/{claim(cast, by='operator').pk}/take-back/", only("operator"), method="post"
    ),
    "enrollment:desk_claim_paper": Rule(lambda cast: f"/desk/claim-papers/{paper(cast)}/", OPERATORS),
    "enrollment:file_claim_for": Rule(
        lambda cast: f"/desk/enrollments/{session(cast) and enrollment_id(cast)}/claims/correction/", OPERATORS
    ),
    "enrollment:corrections": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/corrections/", OPERATORS),
}
