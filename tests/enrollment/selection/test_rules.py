"""Eligibility, ranking and leaving: tables of boundary values."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from enrollment.rules import eligibility, leaving, ranking
from enrollment.rules.eligibility import Facts, Reason
from enrollment.rules.ranking import Candidate
from enrollment.states import DismissalGround, EnrollmentState
from tests.factories import NOW

SOMEBODY = Facts("employed", 30, True, False, frozenset({"cv"}), False)
CRITERIA = [{"key": "motive", "most": 10, "weight": 3}, {"key": "basics", "most": 5}]  # 35 weighted points


@pytest.mark.parametrize(
    ("rule", "changed", "met"),
    [
        ({"rule": "age_at_least", "value": 30}, {}, True),
        ({"rule": "age_at_least", "value": 31}, {}, False),
        ({"rule": "age_at_least", "value": 15}, {"age": None}, False),
        ({"rule": "age_at_most", "value": 30}, {}, True),
        ({"rule": "age_at_most", "value": 29}, {}, False),
        ({"rule": "kind_in", "value": ["employed"]}, {}, True),
        ({"rule": "kind_in", "value": ["job_seeker"]}, {}, False),
        ({"rule": "paper", "value": "cv"}, {}, True),
        ({"rule": "paper", "value": "id"}, {}, False),
        ({"rule": "card_number"}, {}, True),
        ({"rule": "card_number"}, {"has_card_number": False}, False),
        ({"rule": "sponsor"}, {}, False),
        ({"rule": "sponsor", "kinds": ["sponsored"]}, {}, True),  # not asked of this kind
        ({"rule": "not_completed_before"}, {}, True),
        ({"rule": "not_completed_before"}, {"completed_before": True}, False),
        ({"rule": "written by nobody"}, {}, False),  # a person looks at it
    ],
)
def test_eligibility_at_its_boundaries(rule, changed, met):
    facts = Facts(**{**SOMEBODY.__dict__, **changed})

    assert eligibility.unmet([rule], facts) == ([] if met else [Reason(rule["rule"], rule.get("value"))])


def one(pk, motive=None, basics=0, *, second=None, kind="employed", **kwargs):
    """A candidate to whom both reviewers give the same, unless told otherwise."""
    first = {"motive": motive, "basics": basics}
    points = () if motive is None else (first, second or first)
    return Candidate(pk, kind, NOW + timedelta(minutes=pk), points, **kwargs)


def proposed(candidates, capacity, quotas=None, **kwargs):
    places = ranking.propose(candidates, criteria=CRITERIA, capacity=capacity, quotas=quotas or {}, **kwargs)
    return [(place.candidate.pk, place.rank, place.is_tied, str(place.outcome), place.why) for place in places]


@pytest.mark.parametrize(
    ("points", "percent"),
    [
        ({"motive": 10, "basics": 5}, "100.0"),
        ({"motive": 0, "basics": 0}, "0.0"),
        ({"motive": 5, "basics": 5}, "57.1"),  # 20 of 35
        ({"motive": 7, "basics": 2}, "65.7"),  # 23 of 35
        ({}, "0.0"),
    ],
)
def test_points_come_to_a_percentage_by_weight(points, percent):
    assert ranking.percent(CRITERIA, points) == Decimal(percent)


def test_equal_totals_share_a_rank_and_the_earlier_application_goes_first():
    assert proposed([one(4, 2), one(3, 6), one(2, 6), one(1, 9)], 2) == [
        (1, 1, False, "selected", "seat"),
        (2, 2, True, "selected", "seat"),
        (3, 2, True, "waitlisted", "full"),
        (4, 4, False, "waitlisted", "full"),
    ]


def test_two_reviewers_count_alike():
    place = ranking.propose(
        [one(1, 10, 5, second={"motive": 0, "basics": 0})], criteria=CRITERIA, capacity=1, quotas={}
    )[0]
    assert place.percent == Decimal("50.0")


def test_quota_lets_the_next_of_another_kind_in():
    people = [one(1, 9), one(2, 8), one(3, 7, kind="job_seeker")]

    assert [row[3:] for row in proposed(people, 2, {"employed": 1})] == [
        ("selected", "seat"),
        ("waitlisted", "quota"),
        ("selected", "seat"),
    ]


def test_ineligible_unscored_and_weak_applicants_get_no_seat():
    people = [one(1, 10, is_eligible=False), one(2), one(3, 5, 5), one(4, 6, 3)]

    assert sorted(proposed(people, 4, pass_percent=58)) == [
        (1, 1, False, "rejected", "eligibility"),
        (2, None, False, "", "unscored"),
        (3, 3, False, "rejected", "score"),  # 57.1
        (4, 2, False, "selected", "seat"),  # 60.0
    ]


def test_a_persons_word_takes_its_seat_before_the_ranks():
    people = [one(1, 9), one(2, 1, verdict="selected"), one(3, 10, verdict="rejected")]

    assert sorted(row[0:1] + row[3:] for row in proposed(people, 1)) == [
        (1, "waitlisted", "full"),
        (2, "selected", "verdict"),
        (3, "rejected", "verdict"),
    ]


@settings(max_examples=40, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10), st.sampled_from(["employed", "job_seeker"])), max_size=12),
    st.integers(0, 6),
    st.integers(0, 4),
)
def test_no_proposal_ever_exceeds_seats_or_quota_nor_passes_over_a_better_one(scores, capacity, quota):
    people = [one(n, motive, kind=kind) for n, (motive, kind) in enumerate(scores)]
    places = ranking.propose(people, criteria=CRITERIA, capacity=capacity, quotas={"employed": quota})

    chosen = [place for place in places if place.outcome == "selected"]
    employed = [place for place in chosen if place.candidate.kind == "employed"]
    assert len(chosen) <= capacity
    assert len(employed) <= quota
    for place in places:
        if place.outcome == "waitlisted" and place.candidate.kind == "job_seeker":
            assert all(other.percent >= place.percent for other in chosen)


@pytest.mark.parametrize(
    ("days", "until"),
    [
        (9, date(2026, 12, 7)),
        (10, date(2026, 12, 8)),
        (29, date(2026, 12, 8)),
        (30, date(2026, 12, 14)),
        (180, date(2026, 12, 14)),
        (181, date(2026, 12, 21)),
    ],
)
def test_roster_window_by_length_of_the_course(days, until):
    assert leaving.roster_until(date(2026, 12, 7), days) == until


@pytest.mark.parametrize(
    ("left_on", "state"),
    [
        (date(2026, 12, 14), EnrollmentState.WITHDRAWN),
        (date(2026, 12, 15), EnrollmentState.NOT_COMPLETED),
    ],
)
def test_leaving_after_the_roster_window_is_a_drop_out(left_on, state):
    assert leaving.outcome(left_on, roster_until=date(2026, 12, 14)) == state


@pytest.mark.parametrize(
    ("ground", "on"),
    [(DismissalGround.ABSENCES, date(2026, 12, 11)), (DismissalGround.CENTER_RULE, date(2026, 12, 20))],
)
def test_day_of_dismissal(ground, on):
    assert leaving.dismissed_on(ground, caused_on=date(2026, 12, 10), decided_on=date(2026, 12, 20)) == on


@pytest.mark.parametrize(
    ("ground", "over", "open_", "may"),
    [
        (DismissalGround.ABSENCES, False, False, True),
        (DismissalGround.ABSENCES, True, True, False),
        (DismissalGround.CENTER_RULE, False, False, False),
        (DismissalGround.CENTER_RULE, True, False, True),
        (DismissalGround.CENTER_RULE, True, True, False),
    ],
)
def test_when_a_notice_may_take_effect(ground, over, open_, may):
    assert leaving.may_dismiss(ground, appeal_is_over=over, appeal_is_open=open_) == may
