"""Claims as the trainee and the operators see them."""

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import AttendanceEvent, Claim, ClaimPaper
from enrollment.services import claims
from tests import factories
from tests.enrollment.applications.test_documents import paper as pdf
from tests.enrollment.attendance.build import at
from tests.enrollment.claims.build import correction, day, file, recognition

NOW = at("12:00", day(1))


@pytest.fixture(autouse=True)
def _now():
    with time_machine.travel(NOW, tick=False):
        yield


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def text(response) -> str:
    return response.content.decode()


def own(desk, rest=""):
    return f"/learn/attendance/{desk.enrollment.pk}/claims/{rest}"


CORRECTION = {"reason": "device", "came": "09:20", "left": "18:00", "text": "단말기가 꺼져 있었습니다."}


def test_a_trainee_claims_a_day_and_an_operator_accepts(desk, client):
    enter(client, desk.trainee)
    page = text(client.get(f"/learn/attendance/{desk.enrollment.pk}/"))
    assert f"{own(desk, 'correction/')}?day={day(0)}" in page
    assert f"{own(desk, 'correction/')}?day={day(2)}" not in page
    form = text(client.get(own(desk, f"correction/?day={day(0)}")))
    assert "2026. 11. 24.(화) 23:59까지 낼 수 있습니다." in form
    answer = client.post(own(desk, "correction/"), {"first_on": day(0).isoformat(), **CORRECTION})
    claim = Claim.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/learn/claims/{claim.pk}/")
    assert "결정 대기" in text(client.get(own(desk)))

    enter(client, desk.operator)
    assert "신청 1건이 결정을 기다립니다" in text(client.get("/desk/"))
    assert f"/desk/claims/{claim.pk}/" in text(client.get("/desk/claims/"))
    page = text(client.get(f"/desk/claims/{claim.pk}/"))
    assert "2026. 11. 23.(월): 현재 결석, 승인하면 지각." in page
    assert "결석 1일 → 0일. 현재 출석률 0.0 % → 100.0 %." in page
    answer = client.post(f"/desk/claims/{claim.pk}/", {"outcome": "accept", "reason": "단말기 기록 확인"})
    assert answer.status_code == 302
    assert AttendanceEvent.objects.get().source == "claim"

    records = text(client.get(f"/desk/cohorts/{desk.cohort.pk}/records/"))
    assert "출결 신청 접수" in records
    page = text(client.get(f"/desk/cohorts/{desk.cohort.pk}/corrections/"))
    for said in (desk.trainee.name, "09:20", "18:00", "결석 → 지각", "승인"):
        assert said in page
    enter(client, desk.trainee)
    page = text(client.get(f"/learn/claims/{claim.pk}/"))
    assert "결석 → 지각" in page
    assert "단말기 기록 확인" in page


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"first_on": day(2).isoformat()}, "목록에서 골라 주세요."),
        ({"reason": "illness"}, "목록에서 골라 주세요."),
        ({"came": ""}, "09:00처럼 시각을 적어 주세요."),
        ({"left": "x"}, "09:00처럼 시각을 적어 주세요."),
        ({"text": ""}, "무슨 일이 있었는지 한 문장으로 적어 주세요."),
        ({"text": "990101-1234567"}, "주민등록번호"),
    ],
)
def test_a_bad_claim_is_refused_beside_its_field(desk, client, values, sentence):
    data = {"first_on": day(0).isoformat(), **CORRECTION, **values}
    answer = enter(client, desk.trainee).post(own(desk, "correction/"), data)

    assert answer.status_code == 422
    assert sentence in text(answer)
    assert not Claim.objects.exists()


def test_a_rule_refuses_at_its_field(desk, client):
    data = {"reason": "wedding", "first_on": day(2).isoformat(), "last_on": day(7).isoformat(), "text": "결혼"}
    answer = enter(client, desk.trainee).post(own(desk, "recognition/"), data)

    assert answer.status_code == 409
    assert "이 사유로는 연속 5일까지 인정합니다." in text(answer)


def test_reasons_stand_with_their_days_and_leave_only_where_there_is_any(desk, client):
    page = text(enter(client, desk.trainee).get(own(desk, "recognition/")))

    assert "이 과정에서 4일까지" in page
    assert "연속 5일까지" in page
    assert 'value="leave"' not in page


def test_papers_are_handed_in_opened_and_erased(desk, client):
    claim = file(desk, recognition(2, reason="illness"), now=NOW)
    here = f"/learn/claims/{claim.pk}/"
    enter(client, desk.trainee)
    paper = lambda: SimpleUploadedFile("진단서.pdf", pdf())  # noqa: E731
    assert client.post(here, {"file": paper()}).status_code == 422
    assert client.post(here, {"file": paper(), "consent": "on"}).status_code == 302
    kept = ClaimPaper.objects.get()
    assert client.get(f"/learn/claim-papers/{kept.pk}/")["Content-Disposition"].startswith("attachment")
    enter(client, desk.operator)
    assert client.post(f"/desk/claim-papers/{kept.pk}/", {"reason": "decision"})["Cache-Control"] == "private, no-store"
    enter(client, desk.trainee)
    assert client.post(f"/learn/claim-papers/{kept.pk}/erase/").status_code == 302
    assert client.get(f"/learn/claim-papers/{kept.pk}/").status_code == 404
    assert "삭제된 서류" in text(client.get(here))


def test_an_operator_files_late_and_does_not_decide_it(desk, client):
    enter(client, desk.operator)
    data = {"first_on": day(0).isoformat(), **CORRECTION, "late_reason": ""}
    here = f"/desk/enrollments/{desk.enrollment.pk}/claims/correction/"
    with time_machine.travel(at("12:00", day(4)), tick=False):
        assert client.post(here, data).status_code == 409
        assert client.post(here, {**data, "late_reason": "입원 중"}).status_code == 302
        claim = Claim.objects.get()
        page = text(client.get(f"/desk/claims/{claim.pk}/"))
        assert "다른 운영자가 결정합니다" in page
        assert 'name="outcome"' not in page
        assert client.post(f"/desk/claims/{claim.pk}/", {"outcome": "accept"}).status_code == 403
        page = text(enter(client, desk.second).get(f"/desk/claims/{claim.pk}/"))
    assert 'name="outcome"' in page
    assert "입원 중" in page


def test_rejecting_needs_a_reason(desk, client):
    claim = file(desk, correction(), now=NOW)
    enter(client, desk.operator)
    assert client.post(f"/desk/claims/{claim.pk}/", {"outcome": "reject"}).status_code == 409
    assert client.post(f"/desk/claims/{claim.pk}/", {"outcome": "reject", "reason": "기록이 있음"}).status_code == 302
    assert "기록이 있음" in text(enter(client, desk.trainee).get(f"/learn/claims/{claim.pk}/"))


def test_taken_back_leaves_the_queue_and_the_register(desk, client):
    claim = file(desk, now=NOW)
    assert enter(client, desk.trainee).post(f"/learn/claims/{claim.pk}/take-back/").status_code == 302
    enter(client, desk.operator)
    assert "기다리는 신청이 없습니다." in text(client.get("/desk/claims/"))
    assert "이 기수에는 신청이 없습니다." in text(client.get(f"/desk/cohorts/{desk.cohort.pk}/corrections/"))
    assert f"/desk/claims/{claim.pk}/" in text(client.get("/desk/claims/?show=decided"))


@pytest.mark.parametrize("kind", ["nonsense", "manual"])
def test_an_unknown_kind_does_not_exist(desk, client, kind):
    assert enter(client, desk.trainee).get(own(desk, f"{kind}/")).status_code == 404
    assert enter(client, desk.operator).get(f"/desk/enrollments/{desk.enrollment.pk}/claims/{kind}/").status_code == 404


@pytest.mark.parametrize("address", ["own", "/desk/claims/", "/desk/claims/?show=decided", "register"])
def test_lists_ask_the_same_number_of_queries_for_one_and_for_three(desk, client, address):
    address = {"own": own(desk), "register": f"/desk/cohorts/{desk.cohort.pk}/corrections/"}.get(address, address)
    enter(client, desk.trainee if "learn" in address else desk.operator)

    def claim(person, n):
        found = claims.file(person, asked=recognition(n), text="-", by=person.trainee, now=NOW)
        if "decided" in address or "corrections" in address:
            claims.accept(found, reason="", by=desk.second, now=NOW)

    claim(desk.enrollment, 2)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    for n in (3, 4):
        other = factories.EnrollmentFactory(complex=desk.cohort.complex, cohort=desk.cohort)
        claim(desk.enrollment if "learn" in address else other, n)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


def test_who_left_reads_and_files_nothing_more(desk, client):
    file(desk, now=NOW)
    type(desk.enrollment).objects.update(state="dismissed", ended_on=day(1))
    page = text(enter(client, desk.trainee).get(own(desk)))

    assert "출석인정 신청" not in page
    assert "결정 대기" in page
