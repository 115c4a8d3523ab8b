"""What proves a claim: consent, who opens it, and when it is erased."""

from datetime import timedelta
from pathlib import Path

import pytest

from enrollment.models import ClaimPaper
from enrollment.services import claim_papers, claims
from enrollment.services.documents import Gone
from enrollment.states import ClaimReason
from tests import factories
from tests.enrollment.applications.test_documents import paper as pdf
from tests.enrollment.claims import build
from tests.enrollment.claims.build import NOON, file, recognition
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry


def files(settings) -> int:
    return sum(path.is_file() for path in Path(settings.PRIVATE_ROOT).rglob("*"))


def hand_in(claim, by, *, consent=False):
    return claim_papers.hand_in(claim, name="증빙.pdf", raw=pdf(), consent=consent, by=by, now=NOON)


def actions(paper) -> list[tuple[str, int | None]]:
    rows = AuditEntry.objects.filter(subject_type="enrollment.claimpaper", subject_id=str(paper.pk)).order_by("pk")
    return list(rows.values_list("action", "actor"))


def test_what_tells_of_health_is_kept_only_with_consent(desk, settings):
    claim = file(desk, recognition(reason=ClaimReason.ILLNESS))
    with pytest.raises(DomainError) as error:
        hand_in(claim, desk.trainee)
    assert (error.value.field, files(settings)) == ("consent", 0)

    assert hand_in(claim, desk.trainee, consent=True).consented_at == NOON
    assert hand_in(file(desk, recognition(3)), desk.trainee, consent=True).consented_at is None
    assert files(settings) == 2


def test_opening_is_for_the_claimant_and_operators_and_is_recorded(desk):
    paper = hand_in(file(desk), desk.trainee)
    for person in (desk.trainee, desk.operator):
        assert claim_papers.opened(paper, by=person, now=NOON).startswith(b"%PDF")
    instructor = factories.MembershipFactory(complex=desk.cohort.complex, role="instructor").user
    factories.TeachingFactory(complex=desk.cohort.complex, cohort=desk.cohort, instructor=instructor)
    with pytest.raises(Refused):
        claim_papers.opened(paper, by=instructor, now=NOON)

    assert actions(paper) == [
        ("handed in", desk.trainee.pk),
        ("opened", desk.trainee.pk),
        ("opened", desk.operator.pk),
    ]


def test_nobody_else_hands_in(desk, settings):
    with pytest.raises(Refused):
        hand_in(file(desk), desk.operator)
    assert files(settings) == 0


def test_three_papers_and_none_after_the_decision(desk, settings):
    claim = file(desk)
    for _n in range(3):
        hand_in(claim, desk.trainee)
    with pytest.raises(DomainError, match="이미 3개"):
        hand_in(claim, desk.trainee)
    assert files(settings) == 3

    paper = ClaimPaper.objects.first()
    claims.accept(claim, reason="", by=desk.operator, now=NOON)
    for act in (lambda: hand_in(claim, desk.trainee), lambda: claim_papers.take_back(paper, by=desk.trainee, now=NOON)):
        with pytest.raises(DomainError, match="이미 처리된"):
            act()
    assert files(settings) == 3


def test_taking_the_claim_back_erases_its_papers(desk, settings, django_capture_on_commit_callbacks):
    claim = file(desk)
    paper = hand_in(claim, desk.trainee)
    with django_capture_on_commit_callbacks(execute=True):
        claims.take_back(claim, by=desk.trainee, now=NOON)
    paper.refresh_from_db()

    assert (paper.name, paper.sha256, paper.path, files(settings)) == ("", "", "", 0)
    with pytest.raises(Gone):
        claim_papers.opened(paper, by=desk.trainee, now=NOON)


@pytest.mark.parametrize(
    ("reason", "outcome", "days"), [("illness", "accept", 30), ("exam", "reject", 30), ("exam", "accept", 5 * 365 + 2)]
)
def test_papers_are_erased_on_schedule(desk, settings, django_capture_on_commit_callbacks, reason, outcome, days):
    claim = file(desk, recognition(reason=reason))
    paper = hand_in(claim, desk.trainee, consent=True)
    decide = claims.accept if outcome == "accept" else claims.reject
    decide(claim, reason="-", by=desk.operator, now=NOON)
    due = NOON + timedelta(days=days)
    with django_capture_on_commit_callbacks(execute=True):
        assert claim_papers.erase_due(now=due - timedelta(seconds=1)) == 0
        assert claim_papers.erase_due(now=due) == 1
        assert claim_papers.erase_due(now=due) == 0

    assert (files(settings), actions(paper)[-1]) == (0, ("erased", None))


def test_a_forgotten_claim_does_not_keep_papers_for_ever(desk):
    hand_in(file(desk), desk.trainee)
    assert claim_papers.erase_due(now=NOON + timedelta(days=90)) == 1
    assert build.row(desk, first_on=build.day(5), last_on=build.day(5)).papers.count() == 0
