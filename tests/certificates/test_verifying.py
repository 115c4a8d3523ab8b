"""What a stranger is told: separate truths, masked names, and nothing for a number alone."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.db import OperationalError
from django.test import Client

from certificates.models import Certificate, Verification
from certificates.rules import codes
from certificates.services import guesses, verifying
from tests import factories as ground
from tests.certificates import factories
from training.core.models import Complex

pytestmark = pytest.mark.django_db
NOW = ground.NOW


@pytest.fixture(autouse=True)
def _fresh(db):
    """A complex, no guesses so far, and a clock that stands still inside one window."""
    ground.ground()
    cache.clear()
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        yield


def test_host_without_a_complex_has_no_verification(browser):
    Complex.objects.all().delete()
    assert browser.get("/verify/").status_code == 404


@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


@pytest.fixture
def valid(drawn):
    return factories.issued()


def title(response) -> str:
    return re.sub(r"\s+", " ", re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]).strip()


def address(certificate: Certificate) -> str:
    return f"/verify/{codes.grouped(factories.code_of(certificate))}/"


def shape(response) -> tuple[int, str]:
    """Status and text, without the token and the time."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"', "", response.content.decode())
    return response.status_code, re.sub(r'제\d{4}-\S+?호|datetime="[^"]+"|\d\d:\d\d', "", text)


TRUTHS = {
    "valid": (lambda c: c, 200, "This certificate is valid.", "유효한 수료증입니다."),
    "revoked": (
        lambda c: factories.revoked(c),
        200,
        "Revoked on 23 Nov 2026. Reason: issued although a requirement was not met",
        "2026. 11. 23.에 취소된 수료증입니다. 사유: 발급 요건 착오",
    ),
    "superseded": (
        lambda c: factories.superseded(c),
        200,
        "A new certificate was issued, and this one is no longer used. New number: 제2026-충북-0002호",
        "새로 발급되어 이 증서는 더 쓰이지 않습니다. 새 번호: 제2026-충북-0002호",
    ),
}


@pytest.mark.parametrize("name", TRUTHS)
def test_each_truth_is_its_own_sentence(name, valid, browser):
    make, status, english, korean = TRUTHS[name]
    where = address(make(valid))
    for language, sentence in (("en", english), ("ko", korean)):
        response = browser.get(where, headers={"accept-language": language})
        assert (response.status_code, title(response)) == (status, sentence)


def test_expired_is_said_with_its_last_day(drawn, browser):
    certificate = factories.issued(now=NOW - timedelta(days=800), validity_months=12)
    response = browser.get(address(certificate))
    assert (response.status_code, title(response)) == (200, "Its validity ended on 13 Sep 2025.")
    assert "It was valid when issued." in response.content.decode()


@pytest.mark.parametrize(
    "typed", [pytest.param(codes.new(), id="well-formed"), "nonsense", "가나다", "0" * 20, "%00", "<script>"]
)
def test_unknown_code_was_never_issued(typed, browser):
    response = browser.get(f"/verify/{typed}/")
    assert (response.status_code, title(response)) == (404, "We have issued no certificate with this code.")


def test_intended_and_voided_ones_were_never_issued(browser, drawn):
    assert browser.get(address(factories.intended())).status_code == 404


def test_code_of_another_complex_was_never_issued_here(browser, drawn):
    elsewhere = ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    ground.ground()
    other = factories.issued(factories.completed(factories.finished_cohort(complex=elsewhere)))
    assert browser.get(address(other)).status_code == 404
    assert browser.get(address(other), headers={"host": "g.localhost"}).status_code == 200


def test_result_shows_masked_name_course_dates_hours_issuer_and_time(valid, browser):
    text = browser.get(address(valid)).content.decode()
    shown = ["홍*동", "Practical battery cell manufacturing (cohort ", "7 Sep 2026 – 30 Oct 2026", "28.5 hours",
             "Chungbuk Technopark", "제2026-충북-0001호", "Checked at", "(KST)"]  # fmt: skip
    assert [piece for piece in shown if piece not in text] == []
    assert [piece for piece in ("홍길동", "HONG", "1999", valid.person.email) if piece in text] == []


def test_answers_are_not_stored_indexed_or_passed_on(valid, browser):
    for response in (browser.get("/verify/"), browser.get(address(valid)), browser.get("/verify/x/")):
        found = {name: response.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
        assert found == {
            "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin",
        }  # fmt: skip


@pytest.mark.parametrize(
    "write",
    [
        lambda code: code.lower(),
        lambda code: " ".join(codes.grouped(code)),
        lambda code: f"http://localhost/verify/{code}/",
        lambda code: f"localhost/verify/{codes.grouped(code).lower()}",
    ],
)
def test_box_takes_codes_and_addresses_however_they_are_typed(write, valid, browser):
    response = browser.post("/verify/", {"what": write(factories.code_of(valid))})
    assert (response.status_code, response.url) == (302, address(valid))


def test_number_with_name_answers_without_a_name_in_the_address(valid, browser):
    for name in ("홍길동", "hong gildong", " 홍 길동 "):
        response = browser.post("/verify/", {"what": "2026 충북 1", "name": name})
        assert (response.status_code, title(response)) == (200, "This certificate is valid.")
        assert factories.code_of(valid) not in response.content.decode()


def test_number_alone_says_nothing_whether_it_exists_or_not(valid, browser):
    existing = browser.post("/verify/", {"what": valid.register_number})
    missing = browser.post("/verify/", {"what": "제2026-충북-9999호"})
    assert shape(existing) == shape(missing)
    assert existing.status_code == 422
    assert "A number alone tells nothing." in existing.content.decode()
    assert Verification.objects.count() == 0


def test_number_with_a_wrong_name_is_the_same_as_a_missing_number(valid, browser):
    voided = factories.intended(factories.completed(valid.cohort, name="김유신"))
    answers = [
        browser.post("/verify/", {"what": number, "name": name})
        for number, name in (
            (valid.register_number, "김유신"), ("제2026-충북-9999호", "김유신"), (voided.register_number, "김유신"),
            (valid.register_number.replace("충북", "경기"), "홍길동"),
        )
    ]  # fmt: skip
    assert {shape(answer) for answer in answers} == {shape(answers[0])}
    assert (answers[0].status_code, title(answers[0])) == (
        404, "We found no certificate with this number and this name.",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "status"), [("", 422), ("hello", 422), ("x" * 301, 422), ("990517-1234567", 422), ("\x00", 422)]
)
def test_box_refuses_what_is_neither_and_keeps_it(typed, status, browser):
    response = browser.post("/verify/", {"what": typed})
    assert response.status_code == status
    assert "Error:" in response.content.decode()


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("홍길동", "The name is the same."),
        ("Hong Gildong", "The name is the same."),
        ("김유신", "The name is different."),
    ],
)
def test_name_is_confirmed_or_denied(typed, sentence, valid, browser):
    response = browser.post(address(valid), {"name": typed})
    assert (response.status_code, sentence in response.content.decode()) == (200, True)


def test_wrong_names_are_limited_per_certificate_from_everywhere(valid, browser):
    for number in range(guesses.NAMES.most):
        browser.post(address(valid), {"name": "김유신"}, REMOTE_ADDR=f"10.0.0.{number}")
    response = browser.post(address(valid), {"name": "홍길동"}, REMOTE_ADDR="10.0.1.1")
    assert response.status_code == 429
    assert re.search(r"You can try again from \d\d:\d\d", response.content.decode())
    assert int(response.headers["Retry-After"]) > 0
    assert browser.get(address(valid)).status_code == 200


def test_guessed_codes_are_limited_per_client_and_others_are_not(valid, browser):
    for _ in range(guesses.CODES.most):
        assert browser.get(f"/verify/{codes.new()}/").status_code == 404
    assert browser.get(f"/verify/{codes.new()}/").status_code == 429
    assert browser.get(address(valid), REMOTE_ADDR="10.9.9.9").status_code == 200


def test_answers_to_true_codes_are_not_limited(valid, browser):
    assert {browser.get(address(valid)).status_code for _ in range(guesses.CODES.most + 5)} == {200}


def test_walk_over_numbers_with_one_name_is_stopped(valid, browser):
    found = [
        browser.post("/verify/", {"what": f"제2026-충북-{number:04d}호", "name": "김유신"}).status_code
        for number in range(1, guesses.NUMBERS.most + 3)
    ]
    assert found == [404] * guesses.NUMBERS.most + [429] * 2


def test_limit_is_over_with_its_window(valid):
    complex = valid.complex
    for _ in range(guesses.NAMES.most):
        guesses.count(guesses.NAMES, "x", now=NOW)
    with pytest.raises(guesses.Spent) as spent:
        guesses.refuse_if_spent(guesses.NAMES, "x", complex=complex, now=NOW)
    guesses.refuse_if_spent(guesses.NAMES, "x", complex=complex, now=spent.value.until)
    with pytest.raises(guesses.Spent):
        guesses.refuse_if_spent(guesses.NAMES, "x", complex=complex, now=spent.value.until - timedelta(seconds=1))


def test_slots_are_won_once_even_where_two_processes_count_at_once(monkeypatch):
    """Both saw none taken: the second still takes the next slot, since `add` is won once."""
    seen = cache.get_many(guesses._slots(guesses.NAMES, "y", NOW))
    monkeypatch.setattr(cache, "get_many", lambda keys: seen)
    guesses.count(guesses.NAMES, "y", now=NOW)
    guesses.count(guesses.NAMES, "y", now=NOW)
    monkeypatch.undo()
    assert len(cache.get_many(guesses._slots(guesses.NAMES, "y", NOW))) == 2


def test_database_that_fails_means_cannot_confirm_and_never_valid(valid, browser, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("server closed the connection")

    where = address(valid)
    monkeypatch.setattr(verifying, "_of_code", down)
    response = browser.get(where)
    assert (response.status_code, title(response)) == (503, "Cannot confirm right now.")
    assert response.headers["Cache-Control"] == "no-store"


def test_page_needs_nothing_where_everything_fails(valid, browser, monkeypatch):
    def down(*args, **kwargs):
        raise OperationalError("server closed the connection")

    where = address(valid)
    monkeypatch.setattr("certificates.views.verify.shells.shown", down)
    response = browser.get(where)
    assert response.status_code == 503
    assert "지금은 확인할 수 없습니다." in response.content.decode()


def test_verification_keeps_what_was_answered_and_nothing_personal(valid, browser):
    browser.get(address(valid))
    browser.post(address(valid), {"name": "김유신"})
    browser.post("/verify/", {"what": valid.register_number, "name": "홍길동"})
    browser.get("/verify/nonsense/")
    rows = Verification.objects.order_by("pk").values_list("question", "answer", "name_matched", "certificate")
    assert list(rows) == [
        ("code", "valid", None, valid.pk), ("name", "valid", False, valid.pk),
        ("number", "valid", True, valid.pk), ("code", "never_issued", None, None),
    ]  # fmt: skip
    assert {field.name for field in Verification._meta.fields} == {
        "id", "complex", "certificate", "question", "answer", "name_matched", "at",
    }  # fmt: skip


def test_verification_takes_few_queries(valid, browser, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        browser.get(address(valid))


def conforms(value, schema, document) -> bool:
    """As much of JSON Schema as our description uses."""
    if "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, {"object": dict, "string": str, "null": type(None)}[kind]) for kind in kinds):
        return False
    if not isinstance(value, dict):
        return value in schema.get("enum", [value])
    known, more = schema.get("properties", {}), schema["additionalProperties"]
    return set(schema.get("required", [])) <= value.keys() and all(
        conforms(part, known[name], document) if name in known else bool(more) and conforms(part, more, document)
        for name, part in value.items()
    )


@pytest.mark.parametrize("truth", ["valid", "revoked", "superseded", "expired", "never_issued", "limited"])
def test_answers_for_programs_are_as_described(truth, drawn, browser):
    document = browser.get("/api/v1/openapi.json").json()
    make = {
        "revoked": lambda: factories.revoked(factories.issued()),
        "superseded": lambda: factories.superseded(factories.issued()),
        "expired": lambda: factories.issued(now=NOW - timedelta(days=800), validity_months=12),
    }.get(truth, factories.issued)
    code = codes.new() if truth in ("never_issued", "limited") else factories.code_of(make())
    for _try in range(guesses.CODES.most if truth == "limited" else 0):
        browser.get(f"/verify/{codes.new()}/")
    path, methods = next(item for item in document["paths"].items() if "{code}" in item[0])

    answer = browser.get(path.replace("{code}", code))

    described = methods["get"]["responses"][str(answer.status_code)]["content"]["application/json"]["schema"]
    assert (answer.json()["truth"], conforms(answer.json(), described, document)) == (truth, True)
    assert not conforms(answer.json() | {"more": "x"}, described, document)
    assert ("Retry-After" in answer) is (truth == "limited")
    assert document["servers"] == [{"url": "http://localhost"}]


def asked_many(browser, codes):
    return browser.post("/api/v1/verify/", json.dumps({"codes": codes}), content_type="application/json")


def test_many_codes_are_answered_in_their_order_as_one_is(valid, browser):
    code = factories.code_of(valid)
    answer = asked_many(browser, [code, "nonsense", code.lower()])
    found = answer.json()["answers"]
    one = browser.get(f"/api/v1/verify/{code}/").json()
    assert (answer.status_code, [(each["code"], each["truth"]) for each in found]) == (
        200, [(code, "valid"), ("nonsense", "never_issued"), (code.lower(), "valid")])  # fmt: skip
    assert {**found[0], "checked_at": one["checked_at"]} == {**one, "code": code}
    assert answer["Cache-Control"] == "no-store"


def test_wrong_codes_in_one_question_count_one_by_one(valid, browser):
    code = factories.code_of(valid)
    answer = asked_many(browser, ["x"] * guesses.CODES.most + [code])
    truths = [each["truth"] for each in answer.json()["answers"]]
    assert (answer.status_code, truths) == (429, ["never_issued"] * guesses.CODES.most + ["limited"])
    assert int(answer["Retry-After"]) > 0


@pytest.mark.parametrize(
    "body", ["", "[]", "{}", '{"codes": "x"}', '{"codes": []}', '{"codes": [1]}', '{"codes": [["x"]]}', "[" * 9999,
             json.dumps({"codes": ["x"] * 51}), json.dumps({"codes": ["x" * 101]}), json.dumps({"codes": ["\0"]})],
)  # fmt: skip
def test_what_is_no_question_is_said_to_be_none(body, browser):
    answer = browser.post("/api/v1/verify/", body, content_type="application/json")
    assert (answer.status_code, sorted(answer.json())) == (422, ["checked_at", "en", "ko"])


def test_many_are_described(browser):
    document = browser.get("/api/v1/openapi.json").json()
    assert sorted(document["paths"]["/api/v1/verify/"]["post"]["responses"]) == ["200", "422", "429"]
