"""The page of owed work: what failed is seen with its reason, tried again or put aside, and never another complex's."""

from datetime import timedelta

import pytest

from training.core import clock, outbox
from training.core.models import AuditEntry, Owed
from training.core.queries import owed as queries

pytestmark = pytest.mark.django_db
WORK = "/desk/work/"


def owed(complex, subject: str = "7", **fields) -> Owed:
    now = clock.now()
    values = {"kind": "core.mail", "subject": subject, "created_at": now, "due_at": now, "complex": complex}
    return Owed.objects.create(**{**values, **fields})


def dead(complex, subject: str = "7", **fields) -> Owed:
    given_up = {"given_up_at": clock.now(), "attempts": 12, "last_error": "SMTPException: nobody listens"}
    return owed(complex, subject, **{**given_up, **fields})


@pytest.fixture
def sent(monkeypatch):
    found: list[int] = []
    monkeypatch.setattr(outbox, "_messenger", [lambda owed_id, kind: found.append(owed_id)])
    return found


@pytest.fixture
def operator(client, cast):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_page_shows_queues_with_ages_and_failures_with_reasons(cast, operator):
    now = clock.now()
    owed(cast.complex, "1", due_at=now - timedelta(minutes=10, seconds=5))
    owed(cast.complex, "2", lease_until=now + outbox.LEASE)
    owed(cast.complex, "3", due_at=now + timedelta(hours=1), attempts=2, last_error="OSError: no route")
    dead(cast.complex, "4")
    owed(cast.complex, "5", done_at=now)
    page = operator.get(WORK)
    (queue,) = page.context["queues"]
    assert (queue["label"], queue["minutes"], queue["late"]) == ("메일 보내기", 10, True)
    counted = queue["queue"]
    assert (counted.open, counted.due, counted.held, counted.failing, counted.given_up) == (3, 1, 1, 1, 1)
    assert [row["owed"].subject for row in page.context["failures"]] == ["4", "3"]
    assert b"SMTPException: nobody listens" in page.content


def test_page_never_shows_another_complexs_work_and_what_says_none_to_a_superuser_only(cast, operator):
    dead(cast.neighbor.memberships.get().complex, "71")
    nobodys = dead(None, "72")
    assert [row["owed"].subject for row in operator.get(WORK).context["failures"]] == []
    assert operator.post(f"{WORK}{nobodys.pk}/retry/").status_code == 404
    type(cast.operator).objects.filter(pk=cast.operator.pk).update(is_superuser=True)
    assert [row["owed"].subject for row in operator.get(WORK).context["failures"]] == ["72"]


def test_retry_makes_it_due_at_once_and_is_audited(cast, operator, sent, django_capture_on_commit_callbacks):
    row = dead(cast.complex)
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(f"{WORK}{row.pk}/retry/").url == WORK
    row.refresh_from_db()
    assert (row.given_up_at, row.attempts, sent) == (None, 0, [row.pk])
    entry = AuditEntry.objects.get(action="retried")
    assert (entry.actor, entry.complex, entry.subject_id) == (cast.operator, cast.complex, str(row.pk))
    assert entry.facts == {
        "kind": "core.mail",
        "subject": "7",
        "attempts": 12,
        "error": "SMTPException: nobody listens",
    }


@pytest.mark.parametrize("act", ["retry/", "put-aside/"])
def test_what_a_worker_holds_is_left_to_it(act, cast, operator):
    row = dead(cast.complex, given_up_at=None, lease_until=clock.now() + outbox.LEASE)
    assert operator.post(f"{WORK}{row.pk}/{act}", {"reason": "nobody needs it"}).status_code == 409
    assert not AuditEntry.objects.filter(action__in=["retried", "put_aside"]).exists()


def test_retrying_a_kind_takes_its_dead_letters_and_nothing_else(cast, operator, sent):
    rows = [dead(cast.complex, str(number)) for number in range(3)]
    other = dead(cast.complex, kind="certificates.issue")
    aside = dead(cast.complex, "9", put_aside_at=clock.now())
    away = dead(cast.neighbor.memberships.get().complex, "8")
    operator.post(f"{WORK}retry/", {"kind": "core.mail"})
    assert set(Owed.objects.open()) == set(rows)
    assert set(Owed.objects.exclude(given_up_at=None)) == {other, aside, away}


def test_putting_aside_asks_for_a_reason_and_ends_it(cast, operator):
    row = owed(cast.complex, attempts=3, last_error="OSError: no route")
    asked = operator.get(f"{WORK}{row.pk}/put-aside/")
    assert (asked.status_code, AuditEntry.objects.filter(action="put_aside").count()) == (200, 0)
    assert operator.post(f"{WORK}{row.pk}/put-aside/", {"reason": ""}).status_code == 422
    assert operator.post(f"{WORK}{row.pk}/put-aside/", {"reason": "The course was canceled."}).url == WORK
    row.refresh_from_db()
    assert row.put_aside_at == row.given_up_at is not None
    assert outbox.perform(row.pk) is False
    assert operator.get(WORK).context["failures"] == []
    entry = AuditEntry.objects.get(action="put_aside")
    assert (entry.actor, entry.reason) == (cast.operator, "The course was canceled.")


def test_the_desk_says_what_was_given_up_and_what_is_late(cast):
    now = clock.now()
    dead(cast.complex)
    dead(cast.complex, "8", put_aside_at=now)
    owed(cast.complex, "9", due_at=now - timedelta(minutes=6))
    owed(cast.complex, "10", due_at=now - timedelta(minutes=6), lease_until=now + outbox.LEASE)
    owed(cast.complex, "11", due_at=now - timedelta(minutes=4))
    rows = queries.of(cast.complex)
    assert queries.standing(rows, now=now) == {"dead": 1, "late": 1}
    assert (rows.dead().count(), queries.late(rows, now=now)) == (1, 1)


def test_what_is_done_cannot_be_tried_again(cast, operator):
    row = owed(cast.complex, done_at=clock.now())
    assert operator.post(f"{WORK}{row.pk}/retry/").status_code == 404


def test_page_asks_as_often_for_three_as_for_one(cast, operator, django_assert_num_queries):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    counts = []
    for subject in "123":
        dead(cast.complex, subject)
        operator.get(WORK)
        with CaptureQueriesContext(connection) as asked:
            operator.get(WORK)
        counts.append(len(asked))
    assert counts[0] == counts[2]


def test_pruning_takes_what_is_done_and_old_and_leaves_dead_letters(cast):
    now = clock.now()
    old, young = now - outbox.KEPT - timedelta(seconds=1), now - outbox.KEPT
    for subject, fields in {
        "done": {"done_at": old},
        "put aside": {"given_up_at": old, "put_aside_at": old},
        "just done": {"done_at": young},
        "dead": {"given_up_at": old},
        "open": {"due_at": old},
    }.items():
        owed(cast.complex, subject, **fields)
    assert outbox.prune(now=now) == 2
    assert sorted(Owed.objects.values_list("subject", flat=True)) == ["dead", "just done", "open"]
    assert outbox.prune(now=now) == 0


def test_reasons_name_nobody(cast, monkeypatch):
    def fail(subject):
        raise OSError("550 hong.gildong@example.com unknown, call 010-1234-5678")

    monkeypatch.setitem(outbox._handlers, "core.mail", fail)
    row = owed(cast.complex)
    outbox.perform(row.pk)
    row.refresh_from_db()
    assert row.last_error == "OSError: 550 … unknown, call …"
