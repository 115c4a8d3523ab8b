"""Reviewing applicants: two score, software proposes, a person confirms, and all learn at the same moment."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from enrollment import mail
from enrollment.models import Admission, Application, Cohort, Score, SelectionRound, Verdict
from enrollment.queries import selection as queries
from enrollment.rules import ranking
from enrollment.services import offers, seats
from enrollment.states import ApplicationState, CohortState, Outcome, Selection
from training.core import audit, canonical, words
from training.core.errors import DomainError, TransitionRefused


class NotReady(DomainError):
    """The selection cannot be confirmed yet; the sentence says what is missing."""


@transaction.atomic
def score(application: Application, *, points: Mapping[str, int], comment: str = "", by: Any, now: datetime) -> Score:
    """Give one's points. They can be changed until the second reviewer's are in; then both stand."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=application.pk)
    _refuse_unreviewed(locked)
    criteria = Admission.of_program(locked.cohort.program_id).criteria
    _refuse_points(criteria, points)
    given = list(locked.scores.all())
    mine = next((row for row in given if row.reviewer_id == by.pk), None)
    if len(given) >= ranking.REVIEWERS:
        raise DomainError(_("Two reviewers have scored this applicant, so the scores stand."))
    if mine is None:
        mine = Score(complex_id=locked.complex_id, application=locked, reviewer=by)
    mine.points, mine.comment, mine.given_at = dict(points), comment, now
    mine.save()
    audit.record(mine, "scored", by=by, at=now, facts={"application": locked.pk})
    return mine


def _refuse_unreviewed(application: Application) -> None:
    if application.cohort.selection != Selection.REVIEWED:
        raise DomainError(_("This cohort serves the first come, so nobody is scored."))
    if application.state != ApplicationState.APPLIED:
        raise TransitionRefused(_("The result of this applicant is out, so nobody is scored any more."))


def _refuse_points(criteria: list[dict[str, Any]], points: Mapping[str, int]) -> None:
    if not criteria:
        raise DomainError(_("The program has no criteria yet. Write them in its admission rules first."))
    for row in criteria:
        if not 0 <= points.get(row["key"], -1) <= int(row["most"]):
            raise DomainError(_("Give every criterion 0 to its most points."), field=str(row["key"]))


@transaction.atomic
def decide(application: Application, *, outcome: str, reason: str, by: Any, now: datetime) -> Verdict:
    """Put a person's word in the place of the proposal, before the release. The reason is kept with it."""
    locked = Application.objects.select_for_update(of=("self",)).select_related("cohort").get(pk=application.pk)
    _refuse_unreviewed(locked)
    if outcome not in Outcome.values:
        raise DomainError(_("Choose one of the three results."), field="outcome")
    if not reason.strip():
        raise DomainError(_("Write the reason. It stays in the record."), field="reason")
    verdict, _created = Verdict.objects.update_or_create(
        application=locked,
        defaults={
            "complex_id": locked.complex_id,
            "outcome": outcome,
            "reason": reason,
            "given_at": now,
            "given_by": by,
        },
    )
    audit.record(verdict, "decided", by=by, at=now, after=outcome, reason=reason, facts={"application": locked.pk})
    return verdict


@transaction.atomic
def confirm(cohort: Cohort, *, fingerprint: str, by: Any, now: datetime) -> SelectionRound:
    """Make the proposals real and tell everybody, in one transaction: nobody learns before the others.

    `fingerprint` is that of the proposals the person has read; where anything changed since, nothing is confirmed.
    """
    seats.lock_cohort(cohort)
    cohort = Cohort.objects.select_related("complex__site", "course", "venue", "program").get(pk=cohort.pk)
    _refuse_early(cohort, now=now)
    offers.advance(cohort, now=now)
    proposals = queries.proposals(cohort, now=now)
    if proposals.fingerprint != fingerprint:
        raise TransitionRefused(_("Something changed since you read this page. Read the proposals again."))
    _refuse_open_questions(proposals)
    expires_at = offers.deadline(cohort, now=now)
    if expires_at is None:
        raise NotReady(_("Seats are no longer offered in this cohort, so nobody can be selected."))
    for row in proposals.rows:
        _carry_out(row, expires_at=expires_at, by=by, now=now)
    return _freeze(cohort, proposals, by=by, now=now)


def _refuse_early(cohort: Cohort, *, now: datetime) -> None:
    if cohort.selection != Selection.REVIEWED:
        raise NotReady(_("This cohort serves the first come, so there is nothing to confirm."))
    if cohort.state == CohortState.OPEN and now < cohort.closes_at:
        raise NotReady(
            _("Applications are open %(deadline)s. Confirm the selection after that.")
            % {"deadline": words.deadline(cohort.closes_at)}
        )


def _refuse_open_questions(proposals: queries.Proposals) -> None:
    if not proposals.rows:
        raise NotReady(_("Nobody waits for a result."))
    unscored = [row for row in proposals.rows if not row.place.outcome]
    if unscored:
        raise NotReady(_("Two scores are still missing for some applicants. Score them, or decide with a reason."))
    if proposals.over:
        raise NotReady(_("More people are selected than seats are left. Put some of them into the queue."))


def _carry_out(row: queries.Row, *, expires_at: datetime, by: Any, now: datetime) -> None:
    application = row.application
    with translation.override(application.applicant.language):  # the reason is kept as the applicant reads it
        reason = row.reason
    if row.place.outcome == Outcome.SELECTED:
        offers.make(application, expires_at=expires_at, by=by, now=now, reason=reason)
    elif row.place.outcome == Outcome.WAITLISTED:
        offers.to_queue(application, by=by, now=now, reason=reason)
        mail.waitlisted(application, position=queries.position(application), now=now)
    else:
        audit.move(application, ApplicationState.REJECTED, by=by, now=now, reason=reason)
        application.reason = reason
        Application.objects.filter(pk=application.pk).update(reason=reason)
        mail.not_selected(application, now=now)
    Application.objects.filter(pk=application.pk).update(decided_at=now)


def _freeze(cohort: Cohort, proposals: queries.Proposals, *, by: Any, now: datetime) -> SelectionRound:
    evidence = proposals.evidence()
    number = SelectionRound.objects.filter(cohort=cohort).count() + 1
    made = SelectionRound.objects.create(
        complex_id=cohort.complex_id,
        cohort=cohort,
        number=number,
        evidence=canonical.text(evidence),
        evidence_sha256=canonical.sha256(evidence),
        confirmed_at=now,
        confirmed_by=by,
    )
    audit.record(cohort, "selection confirmed", by=by, at=now, facts=proposals.counts)
    return made
