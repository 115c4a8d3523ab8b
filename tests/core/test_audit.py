"""A state has one table and one writer."""

import itertools

import pytest

from enrollment.models import Cohort
from enrollment.states import COHORT_TRANSITIONS, CohortState
from tests import factories
from training.core import audit
from training.core.errors import TransitionRefused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("before", "after"), list(itertools.product(CohortState.values, repeat=2)))
def test_move_follows_the_table_for_every_pair_of_states(before, after, now):
    cohort = factories.CohortFactory(state=before)
    if after in COHORT_TRANSITIONS[before]:
        audit.move(cohort, after, by=None, now=now)
        assert Cohort.objects.get().state == after
    else:
        with pytest.raises(TransitionRefused):
            audit.move(cohort, after, by=None, now=now)
        assert Cohort.objects.get().state == before
        assert not AuditEntry.objects.exists()


def test_move_writes_who_when_from_to_and_why(now, cast):
    audit.move(cast.cohort, CohortState.CLOSED, by=cast.operator, now=now, reason="full", facts={"taken": 20})

    entry = AuditEntry.objects.get()
    assert (entry.complex, entry.subject_type, entry.subject_id) == (
        cast.complex,
        "enrollment.cohort",
        str(cast.cohort.pk),
    )
    assert (entry.actor, entry.at, entry.from_state, entry.to_state, entry.reason, entry.facts) == (
        cast.operator,
        now,
        "open",
        "closed",
        "full",
        {"taken": 20},
    )


def test_move_refuses_when_somebody_else_was_first(now):
    mine = factories.CohortFactory(state=CohortState.OPEN)
    theirs = Cohort.objects.get(pk=mine.pk)
    audit.move(theirs, CohortState.CANCELED, by=None, now=now)

    with pytest.raises(TransitionRefused):
        audit.move(mine, CohortState.CLOSED, by=None, now=now)
    assert Cohort.objects.get().state == CohortState.CANCELED
    assert AuditEntry.objects.count() == 1


def test_an_audit_entry_is_never_changed(now):
    entry = audit.record(factories.CohortFactory(), "note", by=None, at=now)
    with pytest.raises(TypeError):
        entry.save()
