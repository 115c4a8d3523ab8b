"""Search: parts of Korean words, English, the same on both databases, and nothing that may not be read."""

import pytest
from django.utils import translation

from courses.models import Equipment, Term
from courses.queries import search as searches
from courses.rules.search import apart, snippet, tokens, wanted
from tests import factories


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("전극공정", "전극 극공 공정"),
        ("Cells and gas", "cell0x and0x gas0x"),
        ("NMC811을", "nmc8110x 을"),
        ("\u1112\u1161\u11ab\u1100\u1173\u11af", "한글"),
        ("", ""),
    ],
)
def test_tokens_of_a_text(text, expected):
    assert tokens(text) == expected


def test_the_words_of_a_title_stand_in_the_index_twice():
    assert tokens("전극공 cells 끝", title="전극공 cells") == "전극 극공 cell0x 끝 전극0t 극공0t cell0x0t"


@pytest.mark.parametrize(
    ("query", "expected"), [("전", []), ("전극 a", ["전극", "a"]), ("!!!", []), ("x " * 50, ["x"] * 8)]
)
def test_words_of_a_query(query, expected):
    assert [word.letters for word in wanted(query)] == expected


def test_a_snippet_shows_the_hit_in_its_surroundings():
    assert snippet("가나다 " * 40 + "전극공정 끝", wanted("극공"), around=4) == [
        ("…나다 전", False),
        ("극공", True),
        ("정 끝", False),
    ]


@pytest.fixture
def school(lasting):
    """Built once for this module."""
    return lasting


@pytest.fixture
def shelf(school):
    """Three lessons: the second holds what the others do not."""
    for key, title, words in (
        ("m1-1", "전극공정 개요", "slot die coating"),
        ("m1-2", "압연", "전극공정의 끝, calendering"),
    ):
        for language in ("ko", "en"):
            page = school.page(key, language)
            page.title, page.summary = title, words
            page.save()
    return school


def lessons(school, query, *, language="ko", readable=None):
    who = {"complex": school.complex, "readable": [school.course.pk] if readable is None else readable}
    with translation.override(language):
        found = searches.find(query, language=language, **who)
        shown = searches.lessons_shown(found.lessons, found.words, **who)
        return ["".join(piece for piece, _ in hit.title) for hit in shown]


@pytest.mark.django_db
class TestFinding:
    @pytest.mark.parametrize("query", ["전극", "극공", "전극공정", "전극공", "공정", "전극공정 "])
    def test_part_of_a_korean_word_finds_it_title_first(self, shelf, query):
        assert lessons(shelf, query) == ["전극공정 개요", "압연"]

    @pytest.mark.parametrize(
        ("query", "expected"),
        [
            ("coating", ["전극공정 개요"]), ("COATINGS", ["전극공정 개요"]), ("slot coating", ["전극공정 개요"]),
            ("전극 calendering", ["압연"]), ("전공", []), ("극전", []), ("coat' OR 1=1 --", []), ("\"*(", []),
        ],
    )  # fmt: skip
    def test_all_words_must_occur(self, shelf, query, expected):
        assert lessons(shelf, query) == expected

    def test_of_too_many_the_titles_and_then_the_first_of_the_index_are_found(self, shelf, monkeypatch):
        """The title hit is the last of the course and of the index; of the others, the first two."""
        page = shelf.page("m2-1")
        page.title, page.summary = "전극공정 심화", "끝"
        page.save()
        page = shelf.page("m1-1")
        page.title, page.summary = "개요", "전극공정의 처음"
        page.save()
        assert lessons(shelf, "전극공정") == ["전극공정 심화", "개요", "압연"]
        monkeypatch.setattr(searches, "MOST_LESSONS", 2)
        assert lessons(shelf, "전극공정") == ["전극공정 심화", "개요"]

    @pytest.mark.parametrize(("most", "expected"), [(1, (1, True)), (2, (2, False)), (3, (2, False))])
    def test_more_than_the_most_is_said(self, shelf, monkeypatch, most, expected):
        monkeypatch.setattr(searches, "MOST_LESSONS", most)
        found = searches.find("전극공정", complex=shelf.complex, readable=[shelf.course.pk], language="ko")
        assert (len(found.lessons), found.more) == expected

    def test_too_many_in_the_other_language_are_said_too(self, shelf, monkeypatch):
        for key in ("m1-1", "m1-2"):
            page = shelf.page(key)
            page.title, page.summary = "말", "말"
            page.save()
        monkeypatch.setattr(searches, "MOST_LESSONS", 1)
        found = searches.find("전극공정", complex=shelf.complex, readable=[shelf.course.pk], language="ko")
        assert (found.lessons, found.more) == ([shelf.page("m1-1", "en").pk], True)

    def test_the_heading_says_that_there_are_more(self, client, shelf, monkeypatch):
        monkeypatch.setattr(searches, "MOST_LESSONS", 1)
        client.force_login(shelf.trainee, backend="django.contrib.auth.backends.ModelBackend")
        html = client.get("/search/?q=전극공정").content.decode()
        assert "<h1>‘전극공정’ 결과 1건 이상</h1>" in html
        assert "앞의 1개 차시를 보여 줍니다." in html

    def test_what_may_not_be_read_is_not_found_nor_counted(self, shelf):
        found = searches.find("전극공정", complex=shelf.complex, readable=[], language="ko")
        assert (lessons(shelf, "전극공정", readable=[]), found.count) == (["전극공정 개요"], 1)  # m1-1 is a preview

    def test_another_complex_finds_nothing_of_this_one(self, shelf):
        assert (
            searches.find(
                "전극공정",
                complex=factories.site_of(
                    "gyeonggi", "gyeonggi.localhost", name_ko="경기", name_en="Gyeonggi", word="경기"
                ),
                readable=[],
                language="ko",
            ).count
            == 0
        )

    def test_terms_are_found_in_both_languages(self, shelf):
        Term.objects.create(
            complex=shelf.complex,
            key="np",
            term_ko="엔피 비율",
            term_en="N/P ratio",
            definition_ko="뜻",
            definition_en="x",
        )
        for query in ("비율", "ratio"):
            assert searches.find(query, complex=shelf.complex, readable=[], language="ko").count == 1

    def test_a_page_asks_as_often_for_one_hit_as_for_two(self, client, shelf):
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.force_login(shelf.trainee, backend="django.contrib.auth.backends.ModelBackend")
        counts = []
        for query in ("calendering", "전극공정"):
            client.get(f"/search/?q={query}")
            with CaptureQueriesContext(connection) as asked:
                assert client.get(f"/search/?q={query}").status_code == 200
            counts.append(len(asked))
        assert counts[0] == counts[1]

    def test_the_heading_says_how_many_and_the_words_are_marked(self, client, shelf):
        html = client.get("/search/?q=전극공").content.decode()
        assert "<h1>‘전극공’ 결과 1건</h1>" in html
        assert "<mark>전극공</mark>정 개요" in html

    def test_an_empty_search_and_a_miss_say_what_to_do(self, client, shelf):
        assert "두 글자" in client.get("/search/?q=전").content.decode()
        html = client.get("/search/?q=전극두께").content.decode()
        assert "‘전극두께’에 맞는 결과가 없습니다." in html
        assert '<a href="/search/?q=%EC%A0%84%EA%B7%B9">전극</a>' in html
        assert ">두께</a>" not in html  # it finds nothing by itself

    def test_a_term_and_a_machine_lead_to_their_lists(self, client, shelf):
        Term.objects.create(
            complex=shelf.complex,
            key="np",
            term_ko="엔피 비율",
            term_en="N/P",
            definition_ko="<b>뜻</b>",
            definition_en="x",
        )
        Equipment.objects.create(complex=shelf.complex, key="meter", name_ko="비율 측정기", name_en="Ratio meter")
        html = client.get("/search/?q=비율").content.decode()
        assert 'href="/glossary/#term-np"' in html
        assert 'href="/equipment/#machine-meter"' in html
        assert 'id="term-np"' in client.get("/glossary/").content.decode()
        assert 'id="machine-meter"' in client.get("/equipment/").content.decode()
        assert "&lt;b&gt;뜻" in html

    def test_every_public_page_searches_without_a_script(self, client, shelf):
        for address in ("/", "/courses/", "/verify/", "/calculators/"):
            assert '<form class="oc-head-search" role="search" method="get" action="/search/"' in (
                client.get(address).content.decode()
            )


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("전극두께", ["전극", "두께"]), ("전극 두께", ["전극", "두께"]), ("전극", []), ("전극판", []), ("coating", []), ("", []),
        ("전극두께측정", ["전극", "두께측정", "전극두", "께측정", "전극두께", "측정"]),
    ],
)  # fmt: skip
def test_words_to_try_apart(text, expected):
    assert apart(text) == expected
