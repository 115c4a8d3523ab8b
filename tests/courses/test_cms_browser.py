"""The authors' screens in a real browser: axe, and a paste from a word processor."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import Browser, Page, sync_playwright

from courses.models import LessonPage, Quiz
from courses.services.questions import bank
from tests.courses.test_authoring import edit, sign_in, submit
from tests.enrollment.quizzes.build import SAID
from tests.factories import NOW

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
# What is Wagtail's own, each with its reason. Anything else fails; so does a rule that is not met any more.
WAGTAILS: dict[str, str] = {}


@pytest.fixture(scope="module")
def browser(chromium) -> Iterator[Browser]:
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside the test's own database calls
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def as_person(browser: Browser, live_server, person) -> Page:
    client = sign_in(Client(), person)
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="ko-KR", reduced_motion="reduce")
    session = client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
    return context.new_page()


def test_authors_screens_have_no_finding_of_our_own(browser, live_server, school):
    page = school.page("m1-1")
    edit(sign_in(Client(), school.writer), page)
    submit(sign_in(Client(), school.writer), page)
    course = school.course.pages.get(language="ko")
    revisions = list(page.revisions.order_by("pk").values_list("pk", flat=True))
    screens = {
        "dashboard": "/cms/",
        "explorer": f"/cms/pages/{course.pk}/",
        "editor": f"/cms/pages/{school.page('m1-2').pk}/edit/",
        "approval": f"/cms/pages/{page.pk}/edit/",
        "compare": f"/cms/pages/{page.pk}/revisions/compare/{revisions[0]}...{revisions[-1]}/",
        "history": f"/cms/pages/{page.pk}/history/",
        "add module": f"/cms/modules/add/{school.course.pk}/",
        "translations": "/cms/translations/",
    }
    bank.save_quiz(
        Quiz(complex=school.complex, course=school.course, key="quiz", title_ko="퀴즈", title_en="Quiz"),
        [(2, [bank.add(school.course, key=f"q{n}", said=SAID["short"], by=None, now=NOW) for n in range(2)])],
        published=False,
        by=None,
        now=NOW,
    )
    tab = as_person(browser, live_server, school.second)
    found = {}
    for name, address in (screens | {"bank": f"/cms/bank/{school.course.pk}/questions/", "bank, asked": ""}).items():
        if address:
            tab.goto(live_server.url + address)
        else:  # what retiring one would change
            tab.locator("input[name=rows]").first.check()
            tab.locator("button[value=retire]").click()
            assert tab.locator("button.no").inner_text() == "내리기: 1"
        tab.wait_for_load_state("load")
        for finding in Axe().run(tab).response["violations"]:
            for node in finding["nodes"]:
                found.setdefault(finding["id"], []).append((name, node["target"], node["html"][:160]))
    assert sorted(found) == sorted(WAGTAILS), found
    _paste(as_person(browser, live_server, school.writer), live_server, school.page("m1-2"))


PASTE = """
([box, html]) => {
  const data = new DataTransfer();
  data.setData("text/html", html);
  data.setData("text/plain", "굵은 글 칸");
  box.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}
"""
FROM_WORD = """<html xmlns:o="urn:schemas-microsoft-com:office:office"><head><style>p.MsoNormal {color: red}</style></head>
<body><p class="MsoNormal" style="mso-fareast-language:KO"><b>굵은</b> <span style="color:red"><font face="맑은 고딕">글</font></span>
<o:p></o:p></p><table><tr><td style="mso-cell:1">칸</td></tr></table>
<p><a href="javascript:alert(1)">링크</a></p></body></html>"""


def _paste(tab: Page, live_server, page: LessonPage) -> None:
    """A paste from a word processor keeps its words and the marks that are allowed, nothing else."""
    tab.goto(f"{live_server.url}/cms/pages/{page.pk}/edit/")
    box = tab.locator(".public-DraftEditor-content").first
    box.click()
    tab.evaluate(PASTE, [box.element_handle(), FROM_WORD])
    tab.wait_for_function("() => [...document.querySelectorAll('input')].some(field => field.value.includes('굵은'))")
    with tab.expect_navigation():
        tab.locator("button.action-save").first.click()
    draft = LessonPage.objects.get(pk=page.pk).get_latest_revision_as_object()
    stored = draft.body[0].value.source
    assert "<b>굵은</b>" in stored
    for trace in ("mso", "Mso", "style=", "<font", "<table", "<o:p", "javascript:"):
        assert trace not in stored
