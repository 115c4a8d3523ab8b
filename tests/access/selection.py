"""Rules of drafts, papers, selection, quotas, and what ends training."""

from datetime import date, timedelta
from hashlib import sha256
from pathlib import Path

from django.conf import settings

from enrollment.models import Dismissal, Document, Objection
from tests.access.rules import SIGNED_IN, Rule, only
from tests.access.seats import OPERATORS, application, desk, enrollment, trainees_application
from tests.cast import Cast
from tests.factories import NOW


def readable(cast: Cast) -> int:
    """A paper of the trainee whose file is there."""
    found = Document.objects.first()
    if found is None:
        content, path = b"%PDF-1.7", f"documents/access-{cast.complex.pk}"
        target = Path(settings.PRIVATE_ROOT) / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        found = Document.objects.create(
            complex=cast.complex, application_id=trainees_application(cast), key="employment", name="a.pdf",
            kind="pdf", size=len(content), sha256=sha256(content).hexdigest(), path=path, uploaded_at=NOW,
        )  # fmt: skip
    return found.pk


def objection(cast: Cast) -> int:
    found = Objection.objects.first() or Objection.objects.create(
        complex=cast.complex, application_id=trainees_application(cast), grounds="-", filed_at=NOW
    )
    return found.pk


def dismissal(cast: Cast) -> int:
    found = Dismissal.objects.first() or Dismissal.objects.create(
        complex=cast.complex, enrollment_id=enrollment(cast), ground="harm", reason="-", caused_on=date(2026, 11, 20),
        noticed_at=NOW, noticed_by=cast.operator, appeal_until=NOW + timedelta(days=3650),
    )  # fmt: skip
    return found.pk


RULES = {
    "enrollment:apply_part": Rule(
        lambda cast: f"/cohorts/{cast.cohort.pk}/apply/motivation/", SIGNED_IN, method="post"
    ),
    "enrollment:document": Rule(lambda cast: f"/cohorts/documents/{readable(cast)}/", only("trainee")),
    "enrollment:remove_document": Rule(lambda cast: f"/cohorts/documents/{readable(cast)}/remove/", only("trainee")),
    "enrollment:dismissal": Rule(lambda cast: f"/learn/dismissals/{dismissal(cast)}/", only("trainee")),
    "enrollment:selection": Rule(desk("selection/"), OPERATORS),
    "enrollment:confirm_selection": Rule(desk("selection/confirm/"), OPERATORS, method="post"),
    "enrollment:cohort_quotas": Rule(desk("quotas/"), OPERATORS, method="post"),
    "enrollment:score_application": Rule(
        lambda cast: f"/desk/applications/{application(cast)}/score/", OPERATORS, method="post"
    ),
    "enrollment:verdict": Rule(
        lambda cast: f"/desk/applications/{application(cast)}/verdict/", OPERATORS, method="post"
    ),
    "enrollment:objection": Rule(lambda cast: f"/desk/objections/{objection(cast)}/", OPERATORS, method="post"),
    "enrollment:admission": Rule(
        lambda cast: f"/desk/programs/{cast.cohort.program_id}/admission/", OPERATORS, method="post"
    ),
    "enrollment:desk_document": Rule(lambda cast: f"/desk/documents/{readable(cast)}/", OPERATORS),
    "enrollment:desk_enrollment": Rule(lambda cast: f"/desk/enrollments/{enrollment(cast)}/", OPERATORS),
    "enrollment:act_on_enrollment": Rule(
        lambda cast: f"/desk/enrollments/{enrollment(cast)}/dismiss/", OPERATORS, method="post"
    ),
    "enrollment:decide_dismissal": Rule(
        lambda cast: f"/desk/dismissals/{dismissal(cast)}/take-back/", OPERATORS, method="post"
    ),
}
