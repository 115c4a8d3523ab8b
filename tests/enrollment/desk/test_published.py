"""What was published changes in the open: those concerned are told once, calendars follow, substitutes come in."""

from datetime import date, time

import icalendar
import pytest
import time_machine

from enrollment.models import RemovedSession, Session
from enrollment.permissions import attendance as permissions
from enrollment.services import sessions as rolls
from enrollment.services import teaching, timetable
from enrollment.services.timetable import Clash, Entry
from enrollment.states import CohortState
from tests import factories
from tests.factories import NOW
from training.accounts.states import Role
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry, Delivery

pytestmark = pytest.mark.django_db
NINE, NOON, ONE = time(9), time(12), time(13)
MONDAY = date(2026, 12, 7)


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def entry(**kwargs) -> Entry:
    return Entry(**{"day": MONDAY, "start": NINE, "end": NOON, "title_ko": "믹싱", "title_en": "Mixing", **kwargs})


def instructor(complex, **kwargs):
    return factories.MembershipFactory(complex=complex, role=Role.INSTRUCTOR, user=factories.UserFactory(**kwargs)).user


@pytest.fixture
def planned(complex):
    """A planned cohort with a session, a trainee, an applicant, one who withdrew, and an instructor."""
    cohort = factories.CohortFactory(complex=complex, state=CohortState.PLANNED)
    timetable.add(cohort, entry(), by=None, now=NOW)
    factories.EnrollmentFactory(cohort=cohort, trainee=factories.UserFactory(email="trainee@x.kr", language="en"))
    factories.EnrollmentFactory(cohort=cohort, trainee=factories.UserFactory(email="left@x.kr"), state="withdrawn")
    factories.ApplicationFactory(cohort=cohort, applicant=factories.UserFactory(email="applicant@x.kr"))
    factories.ApplicationFactory(
        cohort=cohort, applicant=factories.UserFactory(email="gone@x.kr"), state="withdrawn", applied_at=NOW
    )
    factories.TeachingFactory(cohort=cohort, instructor=instructor(complex, email="teacher@x.kr"))
    return cohort


@pytest.fixture
def published(planned):
    type(planned).objects.filter(pk=planned.pk).update(state=CohortState.OPEN)
    planned.refresh_from_db()
    return planned


def told() -> list[str]:
    return sorted(Delivery.objects.filter(kind="timetable_changed").values_list("user__email", flat=True))


def change(session, **kwargs):
    return timetable.change(session, entry(**kwargs), by=None, now=NOW)


def test_change_of_a_plan_is_told_to_nobody(planned):
    change(planned.sessions.get(), start=time(10))

    assert told() == []


def test_change_after_publication_is_told_once_to_everybody_concerned_in_their_language(published):
    session = published.sessions.get()
    change(session, start=time(10))
    change(session, start=time(10))  # says what stands already

    assert told() == ["applicant@x.kr", "teacher@x.kr", "trainee@x.kr"]
    lines = {d.user.email: d.context["lines"][0] for d in Delivery.objects.select_related("user")}
    assert lines["trainee@x.kr"] == "7 Dec 2026 (Mon) 09:00–12:00 Mixing → 7 Dec 2026 (Mon) 10:00–12:00 Mixing"
    assert lines["teacher@x.kr"] == "2026. 12. 7.(월) 09:00~12:00 믹싱 → 2026. 12. 7.(월) 10:00~12:00 믹싱"


def test_pattern_after_publication_is_one_mail_for_all_its_sessions(published):
    pattern = {"weekdays": [1, 2], "start": NINE, "end": NOON, "room": None, "title_ko": "코팅", "title_en": "Coating"}
    timetable.generate(published, **pattern, by=None, now=NOW)

    assert told() == ["applicant@x.kr", "teacher@x.kr", "trainee@x.kr"]


def test_somebody_elses_change_is_not_overwritten(published):
    session = published.sessions.get()
    change(session, start=time(10))

    with pytest.raises(DomainError):
        timetable.change(session, entry(start=time(11)), revision=0, by=None, now=NOW)

    session.refresh_from_db()
    assert (session.revision, session.starts_at.hour) == (1, 1)


def feed(client, cohort) -> dict[str, dict]:
    answer = client.get(f"/cohorts/{cohort.pk}/timetable.ics")
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    return {str(event["uid"]): event for event in events}


def test_feed_keeps_uids_counts_changes_and_cancels_what_was_taken_out(client, published):
    """Also without a name in it: neither the instructor's nor a trainee's."""
    session = published.sessions.get()
    (uid, before), *_rest = feed(client, published).items()
    change(session, start=time(10), instructor=published.teachings.get().instructor)
    moved = feed(client, published)[uid]
    timetable.remove(session, by=None, now=NOW)
    after = feed(client, published)[uid]

    assert uid == f"session-{session.pk or RemovedSession.objects.get().session_key}@localhost"
    assert [int(event["sequence"]) for event in (before, moved, after)] == [0, 1, 2]
    assert [str(event["status"]) for event in (before, moved, after)] == ["CONFIRMED", "CONFIRMED", "CANCELLED"]
    assert moved["dtstart"].dt.hour == 1
    text = client.get(f"/cohorts/{published.pk}/timetable.ics").content.decode()
    page = client.get(f"/cohorts/{published.pk}/timetable/").content.decode()
    assert "홍길동" not in text + page


def test_canceled_cohort_cancels_its_feed_and_a_plan_has_none(client, planned, published):
    session = published.sessions.get()
    AuditEntry.objects.create(
        complex=published.complex,
        subject_type="enrollment.cohort",
        subject_id=str(published.pk),
        action="state",
        to_state="open",
        at=NOW,
    )
    type(published).objects.update(state=CohortState.CANCELED)

    (event,) = feed(client, published).values()
    assert (str(event["status"]), int(event["sequence"])) == ("CANCELLED", session.revision + 1)
    type(published).objects.update(state=CohortState.PLANNED)
    assert client.get(f"/cohorts/{published.pk}/timetable.ics").status_code == 404
    assert client.get(f"/cohorts/{published.pk}/timetable/").status_code == 404


def test_removed_plan_leaves_no_line_for_calendars(planned):
    timetable.remove(planned.sessions.get(), by=None, now=NOW)

    assert (Session.objects.count(), RemovedSession.objects.count()) == (0, 0)


def test_substitute_keeps_the_roll_of_their_session_only(published, complex):
    substitute = instructor(complex)
    own = timetable.add(published, entry(start=ONE, end=time(15), instructor=substitute), by=None, now=NOW)

    assert permissions.may_keep_session(substitute, own)
    with pytest.raises(Refused):
        rolls.open(published.sessions.exclude(pk=own.pk).get(), by=substitute, now=NOW)
    substitute.memberships.update(revoked_at=NOW)
    assert not permissions.may_keep_session(substitute, own)


def test_substitute_is_never_in_two_places(published, complex):
    substitute, regular = instructor(complex), published.teachings.get().instructor
    other = factories.CohortFactory(complex=complex)
    timetable.add(other, entry(instructor=substitute), by=None, now=NOW)
    session = published.sessions.get()

    with pytest.raises(Clash) as clash:
        change(session, instructor=substitute)
    assert clash.value.field == "instructor"
    with pytest.raises(Clash) as taught:
        teaching.assign(published, instructor=substitute, by=None, now=NOW)
    assert taught.value.field == "instructor"
    third = factories.CohortFactory(complex=complex)
    with pytest.raises(Clash):
        timetable.add(third, entry(instructor=regular), by=None, now=NOW)
    change(session, instructor=instructor(complex))  # somebody else stands in, so the regular one is free
    assert timetable.add(third, entry(instructor=regular), by=None, now=NOW).pk


def test_person_without_the_role_is_no_substitute(published):
    with pytest.raises(DomainError) as refused:
        change(published.sessions.get(), instructor=factories.UserFactory())

    assert refused.value.field == "instructor"


@pytest.fixture
def operator(client, complex):
    person = factories.MembershipFactory(complex=complex, role=Role.OPERATOR).user
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return person


FORM = {
    "day": "2026-12-07",
    "start": "10:00",
    "end": "12:00",
    "title_ko": "믹싱",
    "title_en": "Mixing",
    "revision": "0",
}


def test_published_timetable_is_changed_only_after_seeing_who_is_told(client, operator, published):
    session = published.sessions.get()
    address = f"/desk/sessions/{session.pk}/"

    page = client.post(address, FORM)
    session.refresh_from_db()
    assert (page.status_code, session.revision, told()) == (200, 0, [])
    assert len(page.context["told"].people) == 3
    answer = client.post(address, FORM | {"confirmed": "1"})
    session.refresh_from_db()
    assert (answer.status_code, session.revision, len(told())) == (302, 1, 3)


def test_wrong_input_is_refused_before_anybody_is_asked(client, operator, published):
    session = published.sessions.get()
    page = client.post(f"/desk/sessions/{session.pk}/", FORM | {"end": "09:00"})
    stale = client.post(f"/desk/sessions/{session.pk}/", FORM | {"confirmed": "1", "revision": "7"})

    assert (page.status_code, list(page.context["form"].errors)) == (409, ["end"])
    assert stale.status_code == 409


def test_week_grid_names_holidays_and_queries_do_not_grow(client, operator, published, count_queries):
    address = f"/desk/cohorts/{published.pk}/timetable/"
    timetable.add(published, entry(day=date(2026, 12, 25)), by=None, now=NOW)
    few = count_queries(lambda: client.get(address))
    pattern = {"weekdays": [1, 2], "start": NINE, "end": NOON, "room": None, "title_ko": "코팅", "title_en": "Coating"}
    timetable.generate(published, **pattern, by=None, now=NOW)

    assert count_queries(lambda: client.get(address)) == few
    page = client.get(address)
    assert "기독탄신일" in page.content.decode()
    assert [item.session.day for item in page.context["attention"]] == [date(2026, 12, 25)]
