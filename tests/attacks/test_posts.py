"""Every route of ours, posted to with values that nobody means: no fault of ours, and nothing changed by a refusal."""

import re
from collections.abc import Iterator

import pytest
from django.db import connection, transaction

from certificates.models import Certificate
from enrollment.models import Application, AttendanceEvent, Cohort, Decision, Enrollment, Seat, Session
from tests.access.doors import Doors, of, parts
from tests.access.rules import Rule
from tests.access.test_access import table
from tests.attacks.test_addresses import HUGE
from tests.cast import Cast
from training.accounts.models import Consent, Membership, User

FIELD = re.compile(r'<(?:input|select|textarea)\b[^>]*?\bname="([^"]+)"')
WHO = ("operator", "instructor", "trainee", "applicant")
KEPT = {"csrfmiddlewaretoken"}
# A key of the form's own is asked for by each value; ids and states that no form offers come with them.
FORGED = {
    "complex": "2",
    "state": "enrolled",
    "applicant": "1",
    "person": "1",
    "is_superuser": "on",
    "next": "//evil.example",
}
VALUES = [
    "",
    "900101-1234567",
    "９００１０１－１２３４５６７",
    "\x00",
    "가" * 5_000,
    HUGE,
    "-1",
    "2026-13-45",
    "<script>alert(1)</script>",
]
ROWS = [
    Application,
    AttendanceEvent,
    Certificate,
    Cohort,
    Consent,
    Decision,
    Enrollment,
    Membership,
    Seat,
    Session,
    User,
]


def fields_of(client, address: str, given: dict) -> set[str]:
    """The names of the fields that the page shows, and those that the access table posts."""
    shown = client.get(address)
    page = shown.content.decode(errors="replace") if shown.status_code == 200 and not shown.streaming else ""
    return (set(FIELD.findall(page)) | set(given)) - KEPT


def standing() -> tuple[int, ...]:
    """How many rows there are of each, in one question: it is asked some ten thousand times."""
    counts = ", ".join(f'(SELECT COUNT(*) FROM "{model._meta.db_table}")' for model in ROWS)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        return cursor.fetchone()


def hostile(names: set[str], given: dict) -> Iterator[tuple[str, dict]]:
    """Each value in every field, with forged fields; and once more with one field that is meant, where one is known."""
    for value in VALUES:
        yield value, dict.fromkeys(names, value) | FORGED
        if given:
            yield value, dict.fromkeys(names, value) | dict(list(given.items())[:1])


def poster(rule: Rule) -> str:
    """Who of those that may go there tries it."""
    return next((name for name in WHO if name in rule.allowed), "stranger")


@pytest.mark.parametrize("routes", parts(sorted(table())), ids=of)
def test_hostile_posts_are_refused_and_change_nothing(routes, cast):
    doors = Doors(cast)
    wrong = {}
    for route in routes:
        with doors.route() as standing:
            if faults := list(faults_of(table()[route], standing, doors)):
                wrong[route] = faults
    assert wrong == {}


def faults_of(rule: Rule, cast: Cast, doors: Doors) -> Iterator[tuple[str, int, bool]]:
    client, address = doors.client(poster(rule)), rule.address(cast)
    given = rule.data(cast) if rule.data else {}
    for value, data in hostile(fields_of(client, address, given), given):
        before = standing()
        with transaction.atomic():
            response = client.post(address, data)
            changed = standing() != before
            transaction.set_rollback(True)
        if response.status_code >= 500 or (response.status_code >= 400 and changed):
            yield value[:20], response.status_code, changed
        if response.status_code == 405:  # takes no post at all, whatever stands in it
            return


@pytest.mark.parametrize(
    "routes", parts(sorted(name for name, rule in table().items() if rule.method == "post")), ids=of
)
def test_bytes_that_are_no_text_are_no_fault(routes, cast):
    doors = Doors(cast)
    body = b"name=%ff%fe&reason=\xff\xfe&email=%00&" + b"a=" * 3
    kind = "application/x-www-form-urlencoded; charset=utf-8"
    answers = {}
    for route in routes:
        with doors.route() as standing:
            client = doors.client(poster(table()[route]))
            answers[route] = client.post(table()[route].address(standing), body, content_type=kind).status_code
    assert {route: status for route, status in answers.items() if status >= 500} == {}
