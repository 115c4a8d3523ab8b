"""Error pages: the right status, a sentence, one act; in both languages; and they never fail themselves."""

import re

import pytest
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.db import OperationalError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from training import urls as platform
from training.core import views
from training.core.errors import DomainError, Refused, TooMany

pytestmark = pytest.mark.django_db


def raising(error):
    @login_not_required
    def view(request):
        raise error

    return view


@login_not_required
def posting(request):
    return HttpResponse("saved")


urlpatterns = [
    path("stale/", raising(DomainError("Cohort 3 was closed meanwhile."))),
    path("refused/", raising(Refused("Only its instructors mark the roll."))),
    path("denied/", raising(PermissionDenied())),
    path("too-many/", raising(TooMany("You can try again from 10:32."))),
    path("broken/", raising(ValueError("the printer is out of ink"))),
    path("posting/", posting),
    *platform.urlpatterns,
]
handler400, handler403 = views.bad_request, views.forbidden
handler404, handler500 = views.not_found, views.server_error


@pytest.fixture
def visitor(complex, settings):
    settings.ROOT_URLCONF = __name__
    return Client(raise_request_exception=False, enforce_csrf_checks=True)


def text(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


PAGES = [
    ("/nowhere/", 404, "이 주소에는 화면이 없습니다.", "There is no page at this address."),
    ("/denied/", 403, "담당이라면 운영팀에 권한을 요청해 주세요.", "If you are one of them, ask the office"),
    ("/refused/", 403, "Only its instructors mark the roll.", "Only its instructors mark the roll."),
    ("/stale/", 409, "Cohort 3 was closed meanwhile.", "Cohort 3 was closed meanwhile."),
    ("/stale/", 409, "지금 상태 보기", "See how it stands now"),
    ("/too-many/", 429, "You can try again from 10:32.", "You can try again from 10:32."),
    ("/broken/", 500, "입력하신 내용은 저장되지 않았습니다.", "What you entered was not saved."),
]


@pytest.mark.parametrize(("address", "status", "ko", "en"), PAGES)
def test_page_says_what_happened_in_both_languages(visitor, address, status, ko, en):
    for language, sentence in (("ko", ko), ("en", en)):
        response = visitor.get(address, headers={"accept-language": language})
        assert response.status_code == status
        assert sentence in text(response)


@pytest.mark.parametrize("address", sorted({page[0] for page in PAGES}))
def test_page_has_one_heading_and_a_way_on(visitor, address):
    html = visitor.get(address).content.decode()
    assert html.count("<h1") == 1
    main = html.split("<main", 1)[1].split("</main>", 1)[0]
    assert "<a " in main


def test_a_form_from_an_old_page_is_refused_with_a_sentence(visitor):
    for language, sentence in (("ko", "저장하지 않았습니다"), ("en", "Nothing was saved")):
        response = visitor.post("/posting/", headers={"accept-language": language})
        assert response.status_code == 403
        assert sentence in text(response)


def test_our_fault_names_an_inquiry_number_that_belongs_to_the_request(visitor):
    response = visitor.get("/broken/")

    number = views.inquiry_number(response.headers["X-Request-Id"])
    assert re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{6}", number)
    assert f"문의 번호 {number}" in text(response)
    assert "ink" not in text(response)


def test_a_rejected_host_gets_the_page_that_stands_alone(visitor, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    response = visitor.get("/", headers={"host": "evil.example"})

    assert response.status_code == 400
    assert "요청을 읽지 못했습니다" in text(response)
    assert "We could not read this request" in text(response)


def test_our_fault_is_shown_without_the_database(visitor, django_assert_num_queries, settings):
    visitor.get("/broken/")
    with django_assert_num_queries(0):
        response = views.server_error(visitor.get("/healthz").wsgi_request)
    assert response.status_code == 500


def test_a_lost_database_still_answers(complex, settings):
    settings.ROOT_URLCONF = __name__

    def lost(*args, **kwargs):
        raise OperationalError("the database is away")

    visitor = Client(raise_request_exception=False)
    with connection.execute_wrapper(lost):
        response = visitor.get("/nowhere/")
    assert response.status_code == 500
    assert "저희 쪽 문제입니다" in text(response)


def test_our_fault_survives_missing_style_sheets(visitor, monkeypatch):
    def missing(path):
        raise ValueError(f"Missing staticfiles manifest entry for {path!r}")

    monkeypatch.setattr(views, "static", missing)
    response = visitor.get("/broken/")
    assert response.status_code == 500
    assert "stylesheet" not in response.content.decode()
