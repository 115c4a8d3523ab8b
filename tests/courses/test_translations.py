"""The report on translations: every state, its filters in the address, and the difference a translator reads."""

import pytest
from django.urls import reverse

from courses.models import Course, LessonEdition, LessonPage
from courses.queries import translations
from courses.services import curriculum
from tests import factories
from tests.courses.conftest import write
from tests.courses.test_authoring import sign_in

pytestmark = pytest.mark.django_db
REPORT = "/cms/translations/"


def translated(page: LessonPage) -> None:
    """The English is said to follow the Korean edition that stands."""
    korean = LessonEdition.objects.latest_of(page.lesson, "ko")
    LessonPage.objects.filter(pk=page.pk).update(translates=korean.sha256)


def change_korean(school, key: str) -> None:
    page = school.page(key)
    page.summary = "바뀐 요약 문장"
    page.save_revision().publish()


def states(school, **filters) -> dict[str, str]:
    lines = translations.report([Course.objects.get(pk=school.course.pk)], **filters)
    return {line.row.key: line.state.value for line in lines}


@pytest.fixture
def mixed(school):
    """Four lessons, one in each state."""
    for key in ("m1-1", "m1-2"):
        translated(school.page(key, "en"))
    LessonPage.objects.filter(lesson__key="m2-1", language="en").update(translates="")
    school.page("m2-2", "en").unpublish()
    change_korean(school, "m1-2")
    return school


def test_every_lesson_and_module_bears_its_state(mixed):
    assert states(mixed) == {
        "m1": "current",
        "m1-1": "current",
        "m1-2": "outdated",
        "m2": "current",
        "m2-1": "unchecked",
        "m2-2": "missing",
    }


def test_a_module_is_out_of_date_when_its_korean_page_was_published_later(school):
    module = school.course.modules.get(key="m1")
    module.pages.get(language="ko").save_revision().publish()
    assert states(school)["m1"] == "outdated"
    module.pages.get(language="en").unpublish()
    assert states(school)["m1"] == "missing"


def test_the_filters_stay_in_the_address_and_nonsense_is_no_filter(client, mixed):
    sign_in(client, mixed.writer)
    page = client.get(REPORT, {"state": "outdated"})
    assert [line.row.key for line in page.context["lines"]] == ["m1-2"]
    assert '<option value="outdated" selected>' in page.content.decode()
    assert len(client.get(REPORT, {"state": "x", "course": "y"}).context["lines"]) == 6


def test_each_person_sees_the_courses_they_write(client, mixed):
    seen = {}
    for name in ("writer", "outsider", "lead", "trainee"):
        response = sign_in(client, getattr(mixed, name)).get(REPORT)
        seen[name] = len(response.context["lines"]) if response.status_code == 200 else response.status_code
    assert seen == {"writer": 6, "outsider": 0, "lead": 6, "trainee": 403}
    address = reverse("courses:translation", args=[mixed.lesson("m1-2").pk])
    assert sign_in(client, mixed.outsider).get(address).status_code == 404


def test_the_difference_is_marked_and_leads_to_both_pages(client, mixed):
    address = reverse("courses:translation", args=[mixed.lesson("m1-2").pk])
    sign_in(client, mixed.writer)
    assert address in client.get(REPORT).content.decode()
    html = client.get(address).content.decode()
    assert "<ins>바뀐 </ins>요약 문장" in html
    for language in ("ko", "en"):
        assert reverse("wagtailadmin_pages:edit", args=[mixed.page("m1-2", language).pk]) in html
    assert (
        "아직 확인되지 않았습니다"
        in client.get(reverse("courses:translation", args=[mixed.lesson("m2-1").pk])).content.decode()
    )


@pytest.mark.parametrize("number", [1, 3])
def test_the_report_asks_the_same_whatever_it_lists(complex, tmp_path, number, django_assert_num_queries):
    curriculum.load(complex, write(tmp_path / "c", modules=number, lessons=number), by=None, now=factories.NOW)
    courses = list(Course.objects.all())
    with django_assert_num_queries(4):
        assert len(translations.report(courses)) == number + number * number
