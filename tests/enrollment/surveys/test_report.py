"""What is shown of a cohort's answers, to whom, and as what."""

import csv
import io
from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from enrollment.models import SurveyResponse
from enrollment.queries import survey_file
from enrollment.queries import surveys as queries
from enrollment.rules.surveys import Tally
from enrollment.templatetags.enrollment_survey import WIDTH, Place, pieces, survey_svg
from tests import factories
from tests.enrollment.surveys import build
from tests.factories import NOW
from training.core import tables

pytestmark = pytest.mark.django_db


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def answered(complex, n, *, of=None, **answers):
    cohort = build.cohort(complex, people=of or n)
    for enrollment in cohort.enrollments.all()[:n]:
        build.answer(enrollment, **answers)
    return cohort


def report(cohort, *, now=build.AFTER):
    return queries.report(cohort, now=now)


@pytest.mark.parametrize(("n", "shown"), [(0, False), (4, False), (5, True), (6, True)])
def test_fewer_than_five_answers_are_not_shown(complex, n, shown):
    found = report(answered(complex, n, of=8))
    assert (found.answered, found.asked, found.is_shown) == (n, 8, shown)
    assert bool(found.said) is bool(found.written) is shown


@pytest.mark.parametrize(("n", "now", "shown"), [(6, NOW, False), (8, NOW, True), (6, build.AFTER, True)])
def test_results_wait_until_nobody_can_answer_any_more(complex, n, now, shown):
    assert report(answered(complex, n, of=8), now=now).is_shown is shown


def test_a_question_that_fewer_than_five_answered_is_not_shown(complex):
    cohort = build.cohort(complex, people=9)
    for number, enrollment in enumerate(cohort.enrollments.all()):
        build.answer(enrollment, overall=number % 5 + 1, **({"useful": 1, "best": "x"} if number < 4 else {}))

    found = {one.question.key: one for one in [*report(cohort).said, *report(cohort).written]}

    assert found["overall"].tally == Tally((2, 2, 2, 2, 1))
    assert found["useful"].tally is None
    assert found["best"].texts is None


@pytest.mark.parametrize(
    ("employed", "seeking", "groups"),
    [(6, 5, {"employed": 6, "job_seeker": 5}), (6, 4, {}), (10, 1, {})],
)
def test_a_small_group_hides_its_complement_too(complex, employed, seeking, groups):
    cohort = build.cohort(complex, people=employed)
    build.join(cohort, seeking, kind="job_seeker")
    for enrollment in cohort.enrollments.all():
        build.answer(enrollment, overall=4)

    overall = report(cohort).said[0]

    assert overall.tally.n == employed + seeking
    assert {group: tally.n for group, tally in overall.groups.items()} == groups


def test_texts_stand_in_another_order_for_each_question(complex):
    cohort = build.cohort(complex, people=12)
    for number, enrollment in enumerate(cohort.enrollments.all()):
        build.answer(enrollment, best=f"{number}", better=f"{number}")
    best, better = (one.texts for one in report(cohort).written)
    assert sorted(best) == sorted(better)
    assert best != better


def test_the_report_costs_the_same_for_five_and_for_fifteen(complex, django_assert_num_queries):
    for n in (5, 15):
        cohort = answered(complex, n)
        with django_assert_num_queries(5):
            report(cohort)


# --- the drawing and the file ---------------------------------------------------------------------
@pytest.mark.parametrize(
    ("counts", "found"),
    [
        ((0, 0, 0, 0, 5), [(5, 80.0, 160.0)]),
        ((5, 0, 0, 0, 0), [(1, -80.0, 160.0)]),
        ((0, 0, 4, 0, 0), [(3, 0.0, 160.0)]),
        ((1, 1, 2, 1, 0), [(1, -16.0, 32.0), (2, 16.0, 32.0), (3, 48.0, 64.0), (4, 112.0, 32.0)]),
    ],
)
def test_bars_are_centered_on_the_middle_step(counts, found):
    assert list(pieces(Tally(counts), Place(middle=80.0, whole=160.0))) == found


@given(st.lists(st.lists(st.integers(1, 5), min_size=1), min_size=1))
def test_all_bars_together_fill_the_drawing_and_no_more(chosen):
    tallies = [Tally.of(steps) for steps in chosen]
    place = Place.of(tallies)
    bars = [bar for tally in tallies for bar in pieces(tally, place)]
    assert min(x for _step, x, _width in bars) == pytest.approx(0, abs=0.2)
    assert max(x + width for _step, x, width in bars) == pytest.approx(WIDTH, abs=0.2)


def test_the_drawing_says_what_it_shows_and_styles_nothing(complex):
    drawn = str(survey_svg(report(answered(complex, 5))))
    assert "<title>훈련 전반: 5명 중 5명이 만족했습니다.</title>" in drawn
    assert "<desc>" in drawn
    assert 'role="img"' in drawn
    assert "style=" not in drawn


def file_of(cohort):
    return tables.as_csv(survey_file.rows(report(cohort)), "survey.csv").content.decode()


def test_the_file_says_what_the_screen_says(complex):
    cohort = answered(complex, 5, overall=4, best="=HYPERLINK(1)", better="두 줄\n의견, 쉼표")
    text = file_of(cohort)
    rows = list(csv.reader(io.StringIO(text.removeprefix("\ufeff"))))

    assert text.startswith("\ufeff")
    assert rows[1:3] == [["대상", "5"], ["응답", "5"]]
    assert rows[4] == ["이 훈련에 전반적으로 만족합니다.", "5", "0", "0", "0", "5", "0", "4.0"]
    assert rows[5] == ["배운 내용이 일하는 데 도움이 됩니다.", "5명 미만", *["–"] * 6]
    assert rows[-10:] == [
        *[["가장 도움이 된 것은 무엇입니까?", "'=HYPERLINK(1)"]] * 5,
        *[["무엇을 고치면 좋겠습니까?", "두 줄\n의견, 쉼표"]] * 5,
    ]


def test_the_file_of_a_small_cohort_says_nothing(complex):
    text = file_of(answered(complex, 4, best="secret-text"))
    assert "secret-text" not in text
    assert "만족합니다" not in text


# --- pages ----------------------------------------------------------------------------------------
@pytest.fixture
def afterwards():
    with time_machine.travel(build.AFTER, tick=False):
        yield


def test_operators_read_words_and_instructors_numbers(cast, client, afterwards):
    cohort = answered(cast.complex, 5, overall=4, best="secret-text")
    factories.TeachingFactory(complex=cast.complex, cohort=cohort, instructor=cast.instructor)

    desk = enter(client, cast.operator).get(f"/desk/cohorts/{cohort.pk}/survey/").content.decode()
    file = client.get(f"/desk/cohorts/{cohort.pk}/survey.csv")
    teach = enter(client, cast.instructor).get(f"/teach/cohorts/{cohort.pk}/survey/").content.decode()

    assert desk.count("secret-text") == 5
    assert file["Content-Type"] == "text/csv; charset=utf-8"
    assert file.content.decode().count("secret-text") == 5
    assert "5명 중 5명이 만족했습니다" in teach
    assert "secret-text" not in teach
    assert ".csv" not in teach
    assert f"/teach/cohorts/{cohort.pk}/survey/" in client.get("/teach/").content.decode()


@pytest.mark.parametrize("who", ["trainee", "other_instructor", "lead", "employer", "neighbor"])
def test_nobody_else_reads_a_report(cast, client, who, afterwards):
    enter(client, getattr(cast, who))
    for address in (
        f"/desk/cohorts/{cast.cohort.pk}/survey/",
        f"/desk/cohorts/{cast.cohort.pk}/survey.csv",
        f"/teach/cohorts/{cast.cohort.pk}/survey/",
    ):
        assert client.get(address).status_code in {403, 404}


def test_before_the_end_the_page_says_when_results_come_and_shows_none(cast, client):
    cohort = answered(cast.complex, 6, of=8, overall=4, best="secret-text")
    with time_machine.travel(NOW, tick=False):
        page = enter(client, cast.operator).get(f"/desk/cohorts/{cohort.pk}/survey/").content.decode()
    assert "8명 중 6명이 응답했습니다." in page
    assert "2026. 12. 23.(수) 다음 날부터" in page
    assert "secret-text" not in page
    assert 'class="oc-survey"' not in page


def test_a_trainee_is_reminded_answers_once_and_is_reminded_no_more(cast, client):
    cohort = build.cohort(cast.complex, people=1)
    enrollment = cohort.enrollments.get()
    enter(client, enrollment.trainee)
    address = f"/learn/surveys/{cohort.pk}/"
    with time_machine.travel(NOW, tick=False):
        assert address in client.get("/learn/").content.decode()
        assert client.get(address).content.decode().count('type="radio"') == 40
        assert client.post(address, {}).status_code == 409
        for bad in ({"overall": "6"}, {"best": "900101-1234567"}, {"best": "\x00"}, {"better": "가" * 2001}):
            assert client.post(address, bad).status_code == 422
        assert not SurveyResponse.objects.exists()

        assert client.post(address, {"overall": "4", "best": "좋음"})["Location"] == "/learn/"

        assert SurveyResponse.objects.get().answers == {"overall": 4, "best": "좋음"}
        assert address not in client.get("/learn/").content.decode()
        assert "응답하셨습니다" in client.get(address).content.decode()
        assert client.post(address, {"overall": "1"}).status_code == 409


@pytest.mark.parametrize("days", [-1, 31])
def test_outside_the_window_there_is_no_form_and_no_reminder(cast, client, days):
    cohort = build.cohort(cast.complex, people=1)
    with time_machine.travel(NOW + timedelta(days=days), tick=False):
        enter(client, cohort.enrollments.get().trainee)
        page = client.get(f"/learn/surveys/{cohort.pk}/").content.decode()
        assert '<form method="post" class' not in page
        assert "응답 기간은" in page
        assert f"/learn/surveys/{cohort.pk}/" not in client.get("/learn/").content.decode()
        assert client.post(f"/learn/surveys/{cohort.pk}/", {"overall": "4"}).status_code == 409


def test_another_cohorts_survey_does_not_exist(cast, client):
    cohort = build.cohort(cast.complex, people=1)
    assert enter(client, cast.trainee).get(f"/learn/surveys/{cohort.pk}/").status_code == 404


def test_pages_cost_few_queries(cast, client, django_assert_max_num_queries, afterwards):
    counts = []
    for n in (5, 15):
        cohort = answered(cast.complex, n)
        factories.TeachingFactory(complex=cast.complex, cohort=cohort, instructor=cast.instructor)
        for person, address in (
            (cast.operator, f"/desk/cohorts/{cohort.pk}/survey/"),
            (cast.instructor, f"/teach/cohorts/{cohort.pk}/survey/"),
        ):
            enter(client, person).get(address)
            with django_assert_max_num_queries(20) as captured:
                client.get(address)
            counts.append(len(captured))
    assert counts[:2] == counts[2:]
