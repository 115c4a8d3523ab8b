"""What programs ask, fuzzed from its own description: every answer is one that the description declares."""

import json
from urllib.parse import quote

import pytest
from django.core.cache import cache
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from certificates.rules import codes
from certificates.services import guesses
from certificates.views import programs
from tests import factories as ground
from tests.certificates import factories, openapi

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]
QUIET = settings(
    max_examples=25, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
RAW = st.binary(max_size=60) | openapi.JUNK.map(lambda value: json.dumps(value).encode())
BOTH = ("ko", "en")


@pytest.fixture
def known(drawn):
    """A valid, a revoked and an unknown code, and others that look like one."""
    cache.clear()
    cohort = factories.finished_cohort()
    first, second = (factories.issued(factories.completed(cohort)) for _ in range(2))
    factories.revoked(second)
    code = factories.code_of(first)
    return [
        code,
        codes.grouped(code).lower(),
        factories.code_of(second),
        codes.new(),
        code[:-1],
        "가나다",
        "%00",
        "../x",
    ]


@pytest.fixture
def description(known):
    return Client().get("/api/v1/openapi.json").json()


def judged(description, operation, response):
    """Status, media type and body are all declared."""
    declared = operation["responses"]
    assert str(response.status_code) in declared, response.status_code
    schema = declared[str(response.status_code)]["content"]["application/json"]["schema"]
    assert response.headers["Content-Type"] == "application/json"
    assert openapi.faults(description, schema, response.json()) == []
    assert ("Retry-After" in response.headers) == (response.status_code == 429)
    assert response.headers["Cache-Control"] == "no-store"


def test_every_operation_is_fuzzed(description):
    found = {(path, method) for path, operations in description["paths"].items() for method in operations}
    assert found == {("/api/v1/verify/{code}/", "get"), ("/api/v1/verify/", "post")}


def test_any_code_gets_a_declared_answer(description, known):
    operation = description["paths"]["/api/v1/verify/{code}/"]["get"]
    schema = operation["parameters"][0]["schema"]
    usable = openapi.questions(description, schema, known=known).filter(lambda text: "/" not in text and text)

    @QUIET
    @given(usable, st.sampled_from(["get", "head"]))
    def ask(code, method):
        response = getattr(Client(), method)(f"/api/v1/verify/{quote(code, safe='')}/")
        if method == "get":
            judged(description, operation, response)
        else:
            assert (str(response.status_code) in operation["responses"], response.content) == (True, b"")

    ask()


def test_any_question_of_many_gets_a_declared_answer(description, known):
    operation = description["paths"]["/api/v1/verify/"]["post"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    valid = openapi.questions(description, schema, known=known)

    @QUIET
    @given(valid)
    def ask(question):
        response = Client().post("/api/v1/verify/", json.dumps(question), content_type="application/json")
        judged(description, operation, response)
        if not any("\0" in code for code in question["codes"]):
            assert [answer["code"] for answer in response.json()["answers"]] == question["codes"]

    ask()


def test_any_bytes_get_a_declared_answer(description):
    operation = description["paths"]["/api/v1/verify/"]["post"]

    @QUIET
    @given(RAW, st.sampled_from(["application/json", "text/plain", "application/x-www-form-urlencoded"]))
    def ask(body, kind):
        judged(description, operation, Client().post("/api/v1/verify/", body, content_type=kind))

    ask()


METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "QUERY", "가")


def test_other_methods_are_refused_and_told_which_there_are(description):
    """Also those that no browser sends; nothing of a body is read."""
    for path in ("/api/v1/verify/", f"/api/v1/verify/{codes.new()}/", "/api/v1/openapi.json"):
        there = {method.upper() for method in description["paths"].get(path, {"get": {}})}
        there |= {"HEAD"} if "GET" in there else set()
        for method in set(METHODS) - there:
            response = Client().generic(method, path, b"{" * 100, content_type="application/json")
            assert (response.status_code, set(response.headers["Allow"].split(", "))) == (405, there), (path, method)


HARD = {
    "a lone surrogate": b'{"codes": ["\\ud800"]}',
    "an emoji and a joiner": '{"codes": ["👩\u200d🔬", "１２３４", "\u202e0000"]}'.encode(),
    "no UTF-8": b'{"codes": ["\xff\xfe"]}',
    "UTF-16": '{"codes": ["0000"]}'.encode("utf-16"),
    "a byte order mark": b"\xef\xbb\xbf" + b'{"codes": ["0000"]}',
    "too many": json.dumps({"codes": ["0"] * (programs.MOST + 1)}).encode(),
    "too long": json.dumps({"codes": ["0" * (programs.MOST_LETTERS + 1)]}).encode(),
    "too large": b'{"codes": ["0"], "more": "' + b"x" * programs.MOST_BYTES + b'"}',
    "larger than what is read": b"[" * (11 * 1024 * 1024),
    "nested without end": b"[" * 16_000,
    "a number of sixteen thousand digits": b"1" * 16_000,
    "no number": b'{"codes": [NaN]}',
    "the same name twice": b'{"codes": 1, "codes": ["0000"]}',
    "nothing": b"",
}


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-16", "multipart/form-data; boundary=x", "?"]
)
def test_hard_body_gets_a_declared_answer(kind, description):
    operation = description["paths"]["/api/v1/verify/"]["post"]
    for body in HARD.values():
        judged(description, operation, Client().generic("POST", "/api/v1/verify/", body, content_type=kind))


def test_hard_code_in_the_address_gets_a_declared_answer(description):
    operation = description["paths"]["/api/v1/verify/{code}/"]["get"]
    for code in ("%ED%A0%80", "%FF", "%00", "%E2%80%AE0000", "0" * 3000, "%F0%9F%94%AC", "%0D%0AX: y", ".", "%252e"):
        judged(description, operation, Client().get(f"/api/v1/verify/{code}/"))


def test_judge_finds_what_is_not_declared(description):
    """The teeth of the tests above."""
    schema = {"$ref": "#/components/schemas/Answer"}
    answer = Client().get(f"/api/v1/verify/{codes.new()}/").json()
    for change in ({"truth": "perhaps"}, {"further": 1}, {"ko": {"title": "a"}}, {"file_sha256": 1}):
        assert openapi.faults(description, schema, {**answer, **change}) != []
    assert openapi.faults(description, schema, {k: v for k, v in answer.items() if k != "truth"}) != []


def shape(value, top=True):
    """Names and kinds, without what is said."""
    return {
        key: shape(one) if isinstance(one, dict) and key in BOTH else type(one).__name__ for key, one in value.items()
    }


def test_every_answer_has_the_same_shape(description, known):
    shapes = []
    for code in (known[0], known[2], known[3], "가나다"):
        answer = Client().get(f"/api/v1/verify/{quote(code)}/").json()
        shapes.append({**shape(answer), "file_sha256": ""})
    assert shapes == [shapes[0]] * 4


def test_wrong_codes_are_limited_and_say_how_long(description):
    browser = Client()
    for _ in range(guesses.CODES.most):
        browser.get(f"/api/v1/verify/{codes.new()}/")
    response = browser.get(f"/api/v1/verify/{codes.new()}/")
    assert (response.status_code, response.json()["truth"]) == (429, "limited")
    assert 0 < int(response.headers["Retry-After"]) <= guesses.CODES.seconds
    many = browser.post("/api/v1/verify/", json.dumps({"codes": [codes.new()]}), content_type="application/json")
    assert (many.status_code, many.json()["answers"][0]["truth"]) == (429, "limited")
    assert "Retry-After" in many.headers


@pytest.mark.parametrize("language", BOTH)
def test_page_for_programmers_says_what_holds(language, complex):
    text = Client().get("/api/", headers={"accept-language": language}).content.decode()
    needed = ["/api/v1/verify/", "curl -X POST", "urllib.request", "never_issued", "cannot_confirm", "Retry-After", "/log/",
              f"{guesses.CODES.most}", f"{programs.MOST}", "certificates.verify"]  # fmt: skip
    assert [piece for piece in needed if piece not in text] == []


def test_code_of_the_example_is_none():
    from certificates.views.calling import EXAMPLE

    assert (codes.has_shape(EXAMPLE), codes.parsed(EXAMPLE)) == (True, None)


def test_host_without_a_complex_has_no_page(complex):
    ground.ground().__class__.objects.all().delete()
    assert Client().get("/api/").status_code == 404
