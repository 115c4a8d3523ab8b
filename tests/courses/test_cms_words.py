"""The editor in Korean: what an instructor presses and reads there is Korean."""

import re

import pytest
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, ngettext

from courses.services import workflows
from tests.courses.test_authoring import sign_in

pytestmark = pytest.mark.django_db
PRESSED = re.compile(r'<(button|a)\b[^>]*class="[^"]*(?:button|action|w-header)[^"]*"[^>]*>(.*?)</\1>', re.DOTALL)
NAMED = re.compile(r'<(?:button|a|input)\b[^>]*aria-label="([^"]+)"')
SPOKEN = {"English", "Wagtail", "HTML", "Ctrl", "Esc"}  # names that stay


def words(html: str) -> set[str]:
    texts = [re.sub(r"<[^>]+>", " ", inner) for _tag, inner in PRESSED.findall(html)] + NAMED.findall(html)
    return {" ".join(text.split()) for text in texts if text.strip()}


def test_no_button_of_the_lesson_editor_is_english(client, school):
    html = (
        sign_in(client, school.writer)
        .get(reverse("wagtailadmin_pages:edit", args=[school.page("m1-1").pk]))
        .content.decode()
    )
    found = words(html)
    assert len(found) > 15
    english = {text for text in found if re.search("[A-Za-z]{3,}", text) and not re.search("[가-힣]", text)}
    assert {text for text in english if not set(re.findall("[A-Za-z]+", text)) <= SPOKEN} == set()


@pytest.mark.parametrize(
    ("english", "korean"),
    [
        ("Set publishing schedule", "게시 예약"),  # Wagtail's catalog has none
        ("Draft saved", "초안 저장"),
        ("Compare", "비교"),
        ("page log entries", "페이지 기록"),
        ("Add module", "모듈 추가"),  # ours
    ],
)
def test_our_words_stand_before_wagtails(english, korean):
    with translation.override("ko"):
        assert gettext(english) == korean


def test_what_is_counted_is_korean():
    page = '%(total)s Page <span class="w-sr-only">created in %(site_name)s</span>'
    with translation.override("ko"):
        assert ngettext(page, page.replace("Page", "Pages"), 21).startswith("%(total)s 페이지")


def test_a_review_bears_the_name_of_its_complex_and_follows_it(school):
    homes = [school.complex.site.root_page]
    workflow = homes[0].get_workflow()
    assert [workflow.name, *(task.name for task in workflow.tasks)] == [
        "충북 이차전지 특화단지 차시 검토",
        "충북 이차전지 특화단지 두 번째 사람의 확인",
    ]
    school.complex.name_ko = "새 단지"
    assert workflows.assign(school.complex, homes) == workflow
    workflow.refresh_from_db()
    assert workflow.name == "새 단지 차시 검토"
