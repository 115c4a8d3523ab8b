"""The person's page about their data: what is held, a copy, a correction, an erasure."""

import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from allauth.account.models import EmailAddress
from django.db import connection
from django.test.utils import CaptureQueriesContext

from enrollment.models import Application, Enrollment
from tests.access import claims as claim_rows
from training.accounts import ports
from training.accounts.models import DataExport, KeptApart, PrivacyRequest, User
from training.accounts.services import access, apart, erasure, exports, requests, retention
from training.accounts.states import RequestState
from training.core import outbox
from training.core.errors import DomainError, Refused, TransitionRefused
from training.core.models import AuditEntry, Delivery, Owed

pytestmark = pytest.mark.django_db


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def finished(cast):
    """The trainee once their training is over: it must be kept five years."""
    Enrollment.objects.filter(trainee=cast.trainee).update(state="completed")
    cohort = Enrollment.objects.get(trainee=cast.trainee).cohort
    type(cohort).objects.filter(pk=cohort.pk).update(starts_on=date(2026, 9, 1), ends_on=date(2026, 10, 30))
    return cast.trainee


def performed(kind):
    for owed in Owed.objects.filter(kind=kind, done_at=None):
        outbox.perform(owed.pk)


# --- the page ------------------------------------------------------------------------------------
def test_page_says_what_is_held_and_until_when(client, cast, finished):
    page = enter(client, finished).get("/account/privacy/")
    held = {one.key: one for one in page.context["held"]}
    assert (held["training"].count, held["training"].kept, held["training"].until) == (1, 1, date(2031, 10, 31))
    assert list(held) == [
        "account", "sessions", "consents", "mail", "roles", "access", "requests", "applications", "documents", "training",
        "papers", "answer_files", "photos", "questions", "certificates", "events", "introductions", "outcomes",
    ]  # fmt: skip


def test_page_shows_who_looked_and_asks_as_much_for_three_as_for_one(client, cast, now):
    def look():
        access.viewed(cast.cohort, what="person", people=[cast.trainee.pk], by=cast.instructor, now=now)

    enter(client, cast.trainee)
    look()
    client.get("/account/privacy/")
    with CaptureQueriesContext(connection) as one:
        client.get("/account/privacy/")
    look(), look()
    with CaptureQueriesContext(connection) as three:
        page = client.get("/account/privacy/")
    assert len(one) == len(three)
    assert [look.actor for look in page.context["looks"]] == [cast.instructor] * 3
    assert list(enter(client, cast.other_trainee).get("/account/privacy/").context["looks"]) == []


# --- the copy ------------------------------------------------------------------------------------
def test_copy_holds_the_data_and_the_files_of_its_person_alone(client, cast, settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path
    claim_rows.paper(cast)
    enter(client, cast.trainee).post("/account/privacy/export/")
    assert client.post("/account/privacy/export/").status_code == 409
    performed(exports.OWED)
    export = DataExport.objects.get()
    answer = client.get(f"/account/privacy/exports/{export.pk}/")
    packed = zipfile.ZipFile(io.BytesIO(answer.content))
    data = json.loads(packed.read("data.json"))
    assert sorted(data) == ["account", "certificates", "consortium", "training"]
    assert (data["account"]["account"]["email"], len(data["training"]["enrollments"])) == (cast.trainee.email, 1)
    assert packed.testzip() is None
    assert [name.split("/")[1] for name in packed.namelist() if name.startswith("files/")] == ["absences"]
    everything = b"".join(packed.read(name) for name in packed.namelist()).decode(errors="ignore")
    assert [cast.other_trainee.email in everything, cast.trainee.email in everything] == [False, True]
    assert Delivery.objects.filter(user=cast.trainee, kind="export_ready").count() == 1


def test_copy_goes_after_three_days_and_is_nobody_elses(client, cast, settings, tmp_path, now, time_machine):
    settings.PRIVATE_ROOT = tmp_path
    time_machine.move_to(now)
    export = exports.ask(cast.trainee, cast.complex, now=now)
    assert [exports.make(export.pk, now=now), exports.make(export.pk, now=now)] == [True, False]
    address = f"/account/privacy/exports/{export.pk}/"
    assert enter(client, cast.operator).get(address).status_code == 404
    time_machine.move_to(now + exports.KEPT - timedelta(seconds=1))
    assert enter(client, cast.trainee).get(address).status_code == 200
    time_machine.move_to(now + exports.KEPT)
    assert client.get(address).status_code == 410
    assert (exports.due(cast.complex, now + exports.KEPT).count, exports.erase_due(now + exports.KEPT)) == (1, 1)
    assert exports.erase_due(now + exports.KEPT) == 0


# --- corrections ---------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "status"),
    [
        ("name", "김새로", 302),
        ("name", "", 422),
        ("name", "ㅤ", 422),
        ("latin_name", "KIM Saero", 302),
        ("latin_name", "김새로", 422),
        ("birth_date", "19990518", 302),
        ("birth_date", "990518", 422),
        ("birth_date", "990518-1234567", 422),
        ("birth_date", "20200101", 422),
        ("other", "", 302),
        ("", "x", 422),
    ],
)
def test_correction_is_judged_as_its_field_is(client, cast, field, value, status):
    sent = {"field": field, "value": value, "text": "서류와 다릅니다."}
    assert enter(client, cast.trainee).post("/account/privacy/correction/", sent).status_code == status
    assert PrivacyRequest.objects.count() == (status == 302)


def test_accepted_correction_changes_the_field_and_tells_the_person(client, cast):
    enter(client, cast.trainee).post(
        "/account/privacy/correction/", {"field": "birth_date", "value": "1999.5.18.", "text": "오타"}
    )
    asked = PrivacyRequest.objects.get()
    page = enter(client, cast.operator).get(f"/desk/privacy/requests/{asked.pk}/")
    assert (page.context["present"], asked.value) == ("1999-05-17", "1999-05-18")
    address = f"/desk/privacy/requests/{asked.pk}/"
    assert client.post(address, {"outcome": "accept", "answer": ""}).status_code == 422
    assert client.post(address, {"outcome": "accept", "answer": "고쳤습니다."}).status_code == 302
    assert client.post(address, {"outcome": "refuse", "answer": "아니오"}).status_code == 409
    asked.refresh_from_db()
    assert (asked.state, User.objects.get(pk=cast.trainee.pk).birth_date) == (RequestState.DONE, date(1999, 5, 18))
    assert Delivery.objects.get(user=cast.trainee).kind == "request_answered"


def test_nobody_answers_their_own_request(cast, now):
    asked = requests.ask_correction(cast.operator, cast.complex, field="name", value="나", text="-", now=now)
    with pytest.raises(Refused):
        requests.correct(asked, answer="-", by=cast.operator, now=now)
    assert (asked.due_at - now).days == 10


def test_request_is_taken_back_until_it_is_answered(cast, now):
    asked = requests.ask_correction(cast.trainee, cast.complex, field="other", value="", text="-", now=now)
    requests.refuse(asked, answer="근거가 없습니다.", by=cast.operator, now=now)
    with pytest.raises(TransitionRefused):
        requests.take_back(asked, by=cast.trainee, now=now)


# --- erasure -------------------------------------------------------------------------------------
def test_erasure_waits_for_what_is_under_way(client, cast, now):
    asked = requests.ask_erasure(cast.trainee, cast.complex, text="", now=now)
    with pytest.raises(DomainError):
        requests.ask_erasure(cast.trainee, cast.complex, text="", now=now)
    address = f"/desk/privacy/requests/{asked.pk}/erase/"
    assert enter(client, cast.operator).post(address, {"answer": "지웁니다."}).status_code == 409
    asked.refresh_from_db()
    assert (asked.state, Owed.objects.filter(kind=erasure.OWED).count()) == (RequestState.OPEN, 0)


def test_erased_person_is_kept_apart_while_the_law_asks(client, cast, finished, now):
    EmailAddress.objects.create(user=finished, email=finished.email, verified=True, primary=True)
    enter(client, finished)
    assert client.get("/account/").status_code == 200
    asked = requests.ask_erasure(finished, cast.complex, text="홍길동입니다", now=now)
    erasure.confirm(asked, answer="홍길동 님께", by=cast.operator, now=now)
    performed(erasure.OWED)
    assert erasure.perform(asked.pk, now=now) is False

    gone = User.objects.get(pk=finished.pk)
    assert (gone.name, gone.birth_date, gone.phone, gone.is_active, gone.has_usable_password()) == (
        "",
        None,
        "",
        False,
        False,
    )
    assert (gone.email, EmailAddress.objects.filter(user=gone).count()) == (f"{gone.pk}@erased.invalid", 0)
    kept = KeptApart.objects.get()
    assert (kept.until, apart.opened(kept)["name"], "홍길동" in kept.sealed) == (date(2031, 10, 31), "홍길동", False)
    asked.refresh_from_db()
    said = (asked.state, asked.text, asked.answer, asked.outcome)
    assert said == (RequestState.DONE, "", "", {"gone": {"requests": 1}, "kept": {"training": 1}, "account": 1})
    assert Enrollment.objects.filter(trainee=gone).count() == 1
    assert client.get("/account/").status_code == 302


def test_identity_kept_apart_is_destroyed_after_its_last_day(cast, finished, now):
    kept = apart.seal(finished, cast.complex, law="§58", until=date(2031, 10, 31), now=now)
    last_day = now.replace(year=2031, month=10, day=31)
    assert (apart.due(cast.complex, last_day).count, apart.destroy_due(last_day)) == (0, 0)
    assert (
        apart.due(cast.complex, last_day + timedelta(days=1)).count,
        apart.destroy_due(last_day + timedelta(days=1)),
    ) == (1, 1)
    kept.refresh_from_db()
    assert (kept.sealed, apart.opened(kept)) == ("", None)


def test_identity_is_opened_with_a_reason_that_is_recorded(client, cast, finished, now):
    kept = apart.seal(finished, cast.complex, law="§58", until=date(2031, 10, 31), now=now)
    address = f"/desk/privacy/kept-apart/{kept.pk}/"
    assert "홍길동" not in enter(client, cast.operator).get(address).content.decode()
    assert "홍길동" in client.post(address, {"reason": "inspection"}).content.decode()
    assert "홍길동" not in client.get("/desk/privacy/kept-apart/").content.decode()


def test_person_without_training_leaves_nothing_apart(cast, now):
    application = Application.objects.create(
        complex=cast.complex, cohort=cast.cohort, applicant=cast.applicant, kind="employed", motivation="제 이야기",
        state="rejected", applied_at=now, decided_at=now,
    )  # fmt: skip
    asked = requests.ask_erasure(cast.applicant, cast.complex, text="", now=now)
    erasure.confirm(asked, answer="-", by=cast.operator, now=now)
    erasure.perform(asked.pk, now=now)
    application.refresh_from_db()
    asked.refresh_from_db()
    assert (application.motivation, KeptApart.objects.count()) == ("", 0)
    assert asked.outcome == {"gone": {"requests": 1, "applications": 1}, "kept": {}, "account": 1}


def test_account_stays_where_another_complex_holds_data_under_it(cast, now):
    away = cast.neighbor.memberships.get().complex
    requests.ask_correction(cast.applicant, away, field="other", value="", text="-", now=now)
    asked = requests.ask_erasure(cast.applicant, cast.complex, text="", now=now)
    erasure.confirm(asked, answer="-", by=cast.operator, now=now)
    erasure.perform(asked.pk, now=now)
    asked.refresh_from_db()
    stays = User.objects.get(pk=cast.applicant.pk)
    assert (asked.outcome["account"], stays.name, stays.is_active) == (0, "홍길동", True)


def test_who_holds_a_role_is_not_erased(cast, now):
    asked = requests.ask_erasure(cast.instructor, cast.complex, text="", now=now)
    with pytest.raises(erasure.NotYet):
        erasure.confirm(asked, answer="-", by=cast.operator, now=now)


# --- retention -----------------------------------------------------------------------------------
def test_dry_run_takes_nothing_and_the_run_takes_what_it_listed(client, cast, settings, tmp_path, now):
    settings.PRIVATE_ROOT = tmp_path
    export = exports.ask(cast.trainee, cast.complex, now=now)
    exports.make(export.pk, now=now)
    later = now + exports.KEPT
    listed = {line.rule.key: line.due.count for line in retention.dry_run(cast.complex, now=later)}
    assert {key: due for key, due in listed.items() if due} == {"exports": 1}
    assert {"answer_files", "claim_papers", "documents", "events", "kept_apart", "outcomes"} <= listed.keys()
    assert DataExport.objects.get().erased_at is None
    assert {key: n for key, n in retention.run(now=later).items() if n} == {"exports": 1}
    assert [(entry.erased) for entry in retention.log()] == [1]
    assert enter(client, cast.operator).get("/desk/retention/").status_code == 200


def test_day_is_owed_once(now):
    assert [retention.owe(now=now), retention.owe(now=now), retention.owe(now=now + timedelta(days=1))] == [
        True,
        False,
        True,
    ]


def test_fault_in_one_rule_keeps_no_other_from_its_turn(cast, now, monkeypatch):
    def fail(at):
        raise OSError("store")

    asked = []
    broken = ports.Rule("a", "", "", lambda c, n: ports.Due(0), fail)
    sound = ports.Rule("b", "", "", lambda c, n: ports.Due(0), lambda at: asked.append(at) or 0)
    monkeypatch.setattr(ports, "_rules", {"a": broken, "b": sound})
    with pytest.raises(OSError, match="store"):
        retention.run(now=now)
    assert asked == [now]


def test_erasure_leaves_a_trail_without_a_name(cast, finished, now):
    asked = requests.ask_erasure(finished, cast.complex, text="홍길동", now=now)
    erasure.confirm(asked, answer="-", by=cast.operator, now=now)
    erasure.perform(asked.pk, now=now)
    trail = AuditEntry.objects.filter(subject_type__startswith="accounts.").values_list("reason", "facts")
    assert "홍길동" not in str(list(trail))


@pytest.mark.parametrize(("who", "name"), [("trainee", "홍길동"), ("applicant", "김새로")])
def test_name_under_which_records_stand_changes_by_request_alone(client, cast, who, name):
    sent = {"name": "김새로", "birth_date": "19990517", "phone": "010-1234-5678", "language": "ko"}
    assert enter(client, getattr(cast, who)).post("/account/", sent).status_code == 302
    person = User.objects.get(pk=getattr(cast, who).pk)
    assert (person.name, person.phone) == (name, "010-1234-5678")
