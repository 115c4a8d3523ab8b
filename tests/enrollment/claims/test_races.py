"""Several operators, and one trainee on several devices, at once."""

from threading import Barrier

import pytest
from django.db import connections

from enrollment.models import AttendanceEvent, Claim, ClaimDay, Enrollment
from enrollment.services import claims
from tests import factories
from tests.enrollment.claims import build
from tests.enrollment.claims.build import NOON, file, recognition
from tests.enrollment.seats.test_races import CLIENTS, contend

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def decide_by_turns(desk, claim):
    """Eight times at once, accepted and rejected by turns, each with the claim as it was when the page was opened."""
    opened = [Claim.objects.select_related("enrollment__cohort__complex__site").get(pk=claim.pk) for _n in range(8)]
    acts = [claims.accept, claims.reject]
    results = contend(lambda n: acts[n % 2](opened[n], reason="-", by=desk.operator, now=NOON), list(range(8)))
    connections.close_all()
    return results


def test_eight_decisions_at_once_make_one():
    desk = build.desk(factories.ground())
    claim = file(desk)

    results = decide_by_turns(desk, claim)

    claim.refresh_from_db()
    assert sum(result is None for result in results) == 1
    lines = 1 if claim.state == "accepted" else 0
    assert (AttendanceEvent.objects.count(), ClaimDay.objects.count()) == (lines, lines)


def file_overlapping(desk):
    """Eight claims at once, each about the same last day and another first one."""
    results = contend(lambda n: file(desk, recognition(n, 8)), list(range(8)))
    connections.close_all()
    return results


def test_of_eight_claims_about_one_day_one_waits():
    file_overlapping(build.desk(factories.ground()))

    assert Claim.objects.pending().count() == 1


def test_without_the_lock_all_wait(monkeypatch):
    """The teeth: the lock is what keeps them one after the other. All have looked before the first one writes."""
    desk = build.desk(factories.ground())
    rows = Enrollment.objects.select_related("trainee", "cohort__complex__site", "cohort__program", "cohort__course")
    monkeypatch.setattr(claims, "_lock", lambda enrollment: rows.get(pk=enrollment.pk))
    looks, looked = claims._check_free, Barrier(CLIENTS, timeout=60)

    def look(enrollment, asked):
        looks(enrollment, asked)
        looked.wait()

    monkeypatch.setattr(claims, "_check_free", look)
    file_overlapping(desk)

    assert Claim.objects.pending().count() == CLIENTS
