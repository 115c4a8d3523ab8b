"""The register of breaches: what is owed by when, and a history that is only added to."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from training.accounts.models import BreachEntry, BreachRecord
from training.accounts.queries import breaches as queries
from training.accounts.rules.breaches import Breach, deadline, must_report
from training.accounts.services import breaches
from training.core.errors import DomainError
from training.core.models import Delivery


@pytest.mark.parametrize(
    ("people", "sensitive", "intrusion", "owed"),
    [(999, False, False, False), (1000, False, False, True), (1, True, False, True), (1, False, True, True), (0, False, False, False)],
)  # fmt: skip
def test_authority_is_told_of_a_thousand_people_sensitive_data_or_a_break_in(people, sensitive, intrusion, owed):
    assert must_report(Breach(people, sensitive, intrusion)) == owed


def test_three_days_run_from_noticing(now):
    assert deadline(now) == now + timedelta(hours=72)


@pytest.fixture
def breach(cast, now):
    return recorded(cast, now)


def recorded(cast, now, **said):
    known = {
        "title": "메일 오발송",
        "happened": "받는 사람 칸에 주소가 보였습니다.",
        "items": "이메일 주소",
        "people_count": 2,
    }
    return breaches.record(cast.complex, noticed_at=now, by=cast.operator, now=now, **(known | said))


@pytest.fixture
def desk(cast, client):
    client.force_login(cast.operator, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.django_db
@pytest.mark.parametrize(("after", "late"), [(timedelta(hours=72, seconds=-1), False), (timedelta(hours=72), True)])
def test_what_is_owed_is_late_after_72_hours(breach, now, after, late):
    shown = queries.shown(breach, now=now + after)
    assert (shown.report_is_owed, shown.mail_is_owed, shown.is_late) == (False, True, late)


@pytest.mark.django_db
def test_people_are_told_once_each_by_their_own_mail(desk, cast, breach, now):
    address = f"/desk/privacy/breaches/{breach.pk}/"
    stranger = factories.UserFactory()
    sent = {"form": "tell", "tell-text": "비밀번호를 바꾸세요."}
    wrong = desk.post(address, {**sent, "tell-addresses": f"{cast.trainee.email}\n{stranger.email}"})
    assert (wrong.status_code, Delivery.objects.count()) == (409, 0)
    both = f"{cast.trainee.email.upper()}\n\n{cast.other_trainee.email}"
    assert desk.post(address, {**sent, "tell-addresses": both}).status_code == 302
    assert desk.post(address, {**sent, "tell-addresses": both}).status_code == 302
    mails = Delivery.objects.filter(kind="breach_told").values_list("user", flat=True)
    assert sorted(mails) == sorted([cast.trainee.pk, cast.other_trainee.pk])


@pytest.mark.django_db
def test_breach_is_closed_when_nothing_is_owed(cast, now):
    breach = recorded(cast, now, is_sensitive=True)
    with pytest.raises(DomainError):
        breaches.close(breach, text="-", by=cast.operator, now=now)
    breaches.add(breach, act="reported", text="KISA 118, 접수 1", by=cast.operator, now=now)
    with pytest.raises(DomainError):
        breaches.close(breach, text="-", by=cast.operator, now=now)
    breaches.tell(breach, [cast.trainee], text="-", by=cast.operator, now=now)
    breaches.close(breach, text="숨은참조만 쓰게 했습니다.", by=cast.operator, now=now)
    with pytest.raises(DomainError):
        breaches.add(breach, act="found", text="-", by=cast.operator, now=now)
    acts = list(BreachEntry.objects.values_list("act", flat=True))
    assert acts == ["noticed", "reported", "told", "closed"]


@pytest.mark.django_db
def test_correction_of_a_fact_hides_nothing(desk, breach):
    sent = {
        "form": "add", "add-act": "found", "add-text": "더 많았습니다.", "add-happened": breach.happened,
        "add-items": "이메일 주소, 이름", "add-people_count": "1500",
    }  # fmt: skip
    assert desk.post(f"/desk/privacy/breaches/{breach.pk}/", sent).status_code == 302
    breach.refresh_from_db()
    texts = list(BreachEntry.objects.values_list("text", flat=True))
    assert (breach.people_count, len(texts)) == (1500, 3)
    assert ["2" in texts[0], texts[1], "1500" in texts[2]] == [True, "더 많았습니다.", True]
    with pytest.raises(TypeError):
        BreachEntry.objects.first().delete()
    with pytest.raises(TypeError):
        breach.delete()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({}, 302), ({"title": ""}, 422), ({"noticed_at": "gestern"}, 422), ({"noticed_at": "2099-01-01T00:00"}, 409),
        ({"people_count": "-1"}, 422), ({"items": ""}, 422), ({"happened": "990517-1234567"}, 422),
    ],
)  # fmt: skip
def test_record_is_judged(desk, cast, changed, status):
    sent = {
        "title": "오발송", "noticed_at": "2026-11-20T09:00", "happened": "-", "items": "이름", "people_count": "3", **changed
    }  # fmt: skip
    assert desk.post("/desk/privacy/breaches/new/", sent).status_code == status
    assert BreachRecord.objects.count() == (status == 302)


@pytest.mark.django_db
def test_register_asks_as_much_for_three_as_for_one(desk, cast, breach, now):
    desk.get("/desk/privacy/breaches/")
    with CaptureQueriesContext(connection) as one:
        desk.get("/desk/privacy/breaches/")
    recorded(cast, now), recorded(cast, now)
    with CaptureQueriesContext(connection) as three:
        desk.get("/desk/privacy/breaches/")
    assert len(one) == len(three)
    away = breaches.record(
        cast.neighbor.memberships.get().complex, noticed_at=now, by=cast.neighbor, now=now, title="-", happened="-",
        items="-", people_count=0,
    )  # fmt: skip
    assert desk.get(f"/desk/privacy/breaches/{away.pk}/").status_code == 404
