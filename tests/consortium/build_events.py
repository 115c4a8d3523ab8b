"""An event with seats, people who come to it, and a graduate and a company who may meet there."""

from datetime import timedelta
from typing import Any

from enrollment.models import Enrollment
from enrollment.states import EnrollmentState
from tests import factories
from tests.factories import NOW
from training.accounts.models import ConsentText, User
from training.accounts.services import consents
from training.consortium.models import Event, Registration
from training.consortium.queries import events as queries
from training.consortium.services import events, introductions, registrations
from training.consortium.services.events import Plan

STARTS = NOW + timedelta(days=10)
ENDS = STARTS + timedelta(hours=3)


def plan(**values: Any) -> Plan:
    known = {
        "kind": "job_fair", "title_ko": "채용 박람회", "title_en": "Job fair", "summary_ko": "만납니다.", "summary_en": "",
        "description_ko": "", "description_en": "", "venue": None, "place": "대강당", "starts_at": STARTS, "ends_at": ENDS,
        "opens_at": NOW - timedelta(days=1), "closes_at": STARTS, "capacity": 2, "hosts": [], "courses": [],
    }  # fmt: skip
    return Plan(**known | values)


def announced(complex: Any, operator: User, **values: Any) -> Event:
    made = events.add(complex, plan(**values), by=operator, now=NOW)
    events.announce(made, by=operator, now=NOW)
    return Event.objects.select_related("complex__site", "pool").get(pk=made.pk)


def registered(event: Event, person: User | None = None, *, now: Any = NOW) -> Registration:
    made = registrations.register(event, person=person or factories.UserFactory(), now=now)
    return Registration.objects.select_related("event__complex__site", "event__pool", "person", "complex").get(
        pk=made.pk
    )


def graduate(complex: Any, cohort: Any) -> User:
    made: Enrollment = factories.EnrollmentFactory(complex=complex, cohort=cohort, state=EnrollmentState.COMPLETED)
    return made.trainee


def text(complex: Any) -> ConsentText:
    consents.ship(complex, now=NOW)
    found = queries.text(complex, now=NOW)
    assert found is not None
    return found


def joined(registration: Registration, membership: Any = None, words: str = "") -> Registration:
    introductions.join(
        registration, membership=membership, words=words, text=text(registration.complex), by=registration.person, now=NOW
    )  # fmt: skip
    registration.refresh_from_db()
    return registration
