"""What the database refuses of a claim, one way and the other."""

from datetime import time

import pytest
from django.db import IntegrityError, transaction

from enrollment.models import Claim, ClaimPaper
from tests.enrollment.attendance.build import at
from tests.enrollment.claims import build
from tests.enrollment.claims.build import NOON, day

CORRECTION = {"kind": "correction", "reason": "device", "asked": "present", "came": time(9), "left": time(18)}


def refused(act) -> str:
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        act()
    return str(error.value)


@pytest.mark.parametrize(
    ("values", "rule"),
    [
        ({"last_on": day(-1)}, "claim_days_in_order"),
        ({**CORRECTION, "last_on": day(1)}, "claim_corrects_one_day"),
        ({"came": time(9), "left": time(18)}, "claim_times_together_in_corrections"),
        ({**CORRECTION, "left": None}, "claim_times_together_in_corrections"),
        ({"asked": "present"}, "claim_asks_what_its_kind_can_give"),
        ({**CORRECTION, "asked": "recognized"}, "claim_asks_what_its_kind_can_give"),
        ({"filed_at": at("00:00", day(2))}, "claim_in_time_or_allowed_late"),
        ({"state": "accepted"}, "claim_decided_together"),
        ({"decided_at": NOON}, "claim_decided_together"),
        ({"decision_reason": "-"}, "claim_decided_together"),
    ],
)
def test_database_refuses(desk, values, rule):
    assert rule in refused(lambda: build.row(desk, **values))


def test_database_refuses_that_who_filed_decides_and_a_rejection_without_reason(desk):
    decided = {"state": "rejected", "decided_at": NOON, "decided_by": desk.operator}
    assert "claim_decided_by_a_second_person" in refused(
        lambda: build.row(desk, filed_by=desk.operator, decision_reason="-", **decided)
    )
    assert "claim_rejected_with_a_reason" in refused(lambda: build.row(desk, **decided))
    assert build.row(desk, decision_reason="-", **decided)


@pytest.mark.parametrize(
    "values",
    [
        {},
        CORRECTION,
        {**CORRECTION, "came": None, "left": None, "asked": "absent"},
        {"filed_at": at("23:59", day(1))},
        {"filed_at": at("00:00", day(2)), "late_reason": "입원"},
        {"state": "withdrawn"},
    ],
)
def test_database_takes(desk, values):
    assert build.row(desk, **values)


def test_one_claim_waits_for_a_day(desk):
    build.row(desk, state="withdrawn")
    build.row(desk)
    refused(lambda: build.row(desk))


def test_claims_are_not_deleted_and_an_erased_paper_keeps_nothing(desk):
    claim = build.row(desk)
    with pytest.raises(TypeError):
        claim.delete()
    fields = {"complex": claim.complex, "claim": claim, "kind": "pdf", "size": 1, "uploaded_at": NOON}
    paper = ClaimPaper.objects.create(name="a.pdf", sha256="0", path="p", **fields)
    with pytest.raises(TypeError):
        paper.delete()
    assert "claim_paper_erased_keeps_nothing" in refused(
        lambda: ClaimPaper.objects.filter(pk=paper.pk).update(erased_at=NOON)
    )
    assert Claim.objects.pending().count() == 1
