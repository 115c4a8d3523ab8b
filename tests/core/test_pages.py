"""The site's own pages."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from training.core.models import HomePage, NoticeIndexPage, NoticePage, StandardPage

pytestmark = pytest.mark.django_db


@pytest.fixture
def home(complex) -> HomePage:
    return HomePage.objects.get(pk=complex.site.root_page_id)


@pytest.fixture
def index(home) -> NoticeIndexPage:
    return home.add_child(instance=NoticeIndexPage(title="공지", slug="notices", locale=home.locale))


def post(index: NoticeIndexPage, number: int, **fields) -> NoticePage:
    fields.setdefault("posted_on", date(2026, 11, number))
    notice = NoticePage(title=f"공지 {number}", slug=f"n{number}", locale=index.locale, **fields)
    return index.add_child(instance=notice)


def titles(response, name: str) -> list[str]:
    return [notice.title for notice in response.context[name]]


def test_home_says_what_it_is_and_has_two_doors(client, home):
    home.lead = "배터리 셀을 직접 만들어 보며 배웁니다."
    home.save_revision().publish()
    html = client.get("/").content.decode()

    assert "배터리 셀을 직접 만들어 보며 배웁니다." in html
    assert 'href="/verify/"' in html.split("<main", 1)[1]
    assert "아직 공지가 없습니다." in html


def test_home_draws_the_process_in_order(client, home):
    steps = [{"mark": mark, "name": name, "detail": ""} for mark, name in (("circle", "전극"), ("square", "조립"))]
    home.body = [("process", {"title": "셀이 만들어지는 순서", "steps": steps})]
    home.save_revision().publish()
    html = client.get("/").content.decode()

    assert html.index("#block-circle") < html.index("1 전극") < html.index("#block-square") < html.index("2 조립")


def test_home_shows_the_three_latest_notices(client, index):
    for number in (2, 4, 1, 3):
        post(index, number)
    post(index, 5, live=False)
    assert titles(client.get("/"), "notices") == ["공지 4", "공지 3", "공지 2"]


def test_notices_are_listed_newest_first_by_pages(client, index):
    for number in range(1, 23):
        post(index, number)
    first, second = client.get("/notices/"), client.get("/notices/", {"page": 2})

    assert titles(first, "page_obj")[:2] == ["공지 22", "공지 21"]
    assert titles(second, "page_obj") == ["공지 2", "공지 1"]
    assert "공지 22건" in first.content.decode()
    assert 'href="?page=2"' in first.content.decode()


@pytest.mark.parametrize("asked", ["0", "99", "x"])
def test_a_page_that_is_not_there_shows_one_that_is(client, index, asked):
    post(index, 1)
    assert client.get("/notices/", {"page": asked}).status_code == 200


def test_an_empty_list_says_so(client, index):
    assert "아직 공지가 없습니다." in client.get("/notices/").content.decode()


def test_a_notice_bears_its_date(client, index):
    post(index, 22)
    html = client.get("/notices/n22/").content.decode()
    assert '<time datetime="2026-11-22">2026. 11. 22.(일)</time>' in html


def test_a_plain_page_shows_its_text_and_where_it_stands(client, home):
    page = StandardPage(title="오시는 길", slug="directions", locale=home.locale)
    page.body = [("text", "<p>오창읍 각리</p>")]
    home.add_child(instance=page)
    html = client.get("/directions/").content.decode()

    assert "오창읍 각리" in html
    assert 'aria-current="page">오시는 길' in html


def queries_for(client, address: str) -> int:
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


@pytest.mark.parametrize("address", ["/", "/notices/"])
def test_notices_cost_the_same_queries_at_one_and_at_three(client, index, address):
    post(index, 1)
    one = queries_for(client, address)
    post(index, 2)
    post(index, 3)
    assert queries_for(client, address) == one
