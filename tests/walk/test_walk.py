"""The walk: from the course page to a certificate that an employer verifies, as each person.

One running platform, one story; the steps stand in their order and build on each other. It runs on whichever database
the test run uses, so `make test` walks it on SQLite (there without scripts) and on PostgreSQL.
"""

import json
import re
import subprocess

import pytest

from tests.walk.conftest import Platform, Visitor
from tests.walk.scenario import finished_cohort

pytestmark = [pytest.mark.walk, pytest.mark.slow]

NEWCOMER = "newcomer@example.com"
PASSWORD = "seven horses in a dry room"
BLOCKS = ["전극", "조립", "활성화", "품질·안전"]
LESSON = "/courses/cell-manufacturing/mixing/slurry-mixing/"


def either(korean: str, english: str) -> re.Pattern[str]:
    return re.compile(f"{korean}|{english}")


def test_a_visitor_reads_the_course_its_cohorts_and_a_preview_in_both_languages(visitor):
    someone = visitor("visitor")
    someone.go("/")
    assert "3기" in someone.text()
    someone.go("/courses/")
    page = someone.go("/courses/cell-manufacturing/")
    headings = [text.strip() for text in page.locator("h2, h3").all_inner_texts()]
    found = [block for heading in headings for block in BLOCKS if heading.endswith(block)]
    assert found == BLOCKS
    assert "320" in someone.text()
    assert "대기 8번으로 신청할 수 있습니다" in someone.text()

    someone.go(LESSON)
    assert "점도" in someone.text()
    someone.follow("English")
    assert page.url.endswith("/en" + LESSON)
    assert page.get_attribute("html", "lang") == "en"
    assert "viscosity" in someone.text().lower()
    someone.go("/courses/cell-manufacturing/coating-drying/slot-die-coating/", status=403)
    assert "3.84" not in someone.text()


def confirmation_link(page) -> str:
    page.goto("/demo/mail/")
    return page.get_by_role("link", name=re.compile("confirm-email")).first.get_attribute("href")


def test_a_newcomer_signs_up_and_applies_and_waits_in_the_queue(visitor, platform: Platform):
    newcomer = visitor("newcomer")
    page = newcomer.go(platform.sample["apply"].removeprefix(platform.address))
    assert "/account/login/" in page.url
    newcomer.enter(page.get_by_role("link", name=either("회원가입|가입", "Sign up")).first)
    newcomer.look("sign-up")
    page.fill("input[name=email]", NEWCOMER)
    page.fill("input[name=password1]", PASSWORD)
    page.fill("input[name=name]", "남새벽")
    page.fill("input[name=birth_date]", "1998-03-02")
    newcomer.tick("input[type=checkbox][required]")
    newcomer.enter(page.locator("main form button[type=submit], main form input[type=submit]").last)
    newcomer.look("sign-up-sent")
    page.goto(confirmation_link(page))
    newcomer.look("confirm-email")
    newcomer.press(either("내 주소 확인하기", "Confirm my address"))
    if "/account/login/" in page.url:
        page.fill("input[name=login]", NEWCOMER)
        page.fill("input[name=password]", PASSWORD)
        page.press("input[name=password]", "Enter")
        page.wait_for_load_state()

    page = newcomer.go(platform.sample["apply"].removeprefix(platform.address))
    newcomer.look("application")
    newcomer.enter(page.get_by_role("link", name=either("신청 구분", "How you apply")).first)
    newcomer.tick("input[name=kind] >> nth=0")
    newcomer.enter(page.locator("main form button[type=submit]").first)
    newcomer.enter(page.get_by_role("link", name=either("신청 동기", "Why this course")).first)
    page.fill("textarea[name=motivation]", "전극 공정을 처음부터 배우고 싶습니다.")
    newcomer.enter(page.locator("main form button[type=submit]").first)
    newcomer.enter(page.get_by_role("link", name=either("확인하고 제출", "Check and submit")).first)
    newcomer.look("check")
    assert "아직 제출하지 않았습니다" in page.inner_text("h1")
    newcomer.tick("main form input[type=checkbox]")
    newcomer.press(either("제출하기", "Submit"))
    assert "대기 8번입니다" in newcomer.text()
    newcomer.go("/learn/")


def test_a_trainee_studies_and_progress_names_the_edition(visitor):
    trainee = visitor("trainee").sign_in("trainee")
    trainee.go("/learn/")
    trainee.go(LESSON)
    trainee.press(either("이 차시를 마쳤습니다", "I finished this lesson"))
    assert "개정 1판을 마쳤습니다" in trainee.text()
    trainee.go("/account/")


def photographed(page, program, tmp_path) -> str:
    """What a phone's camera reads from the projected screen."""
    page.set_viewport_size({"width": 1280, "height": 780})
    picture = tmp_path / "projector.png"
    page.screenshot(path=picture)
    read = subprocess.run([program("zbarimg"), "-q", "--raw", picture], capture_output=True, text=True, check=True)
    return read.stdout.strip()


def test_an_instructor_projects_the_code_and_the_trainee_checks_in_and_out(
    visitor, platform: Platform, program, tmp_path
):
    instructor = visitor("instructor").sign_in("instructor")
    instructor.go("/teach/")
    session = platform.sample["session"]["id"]
    instructor.go(f"/teach/sessions/{session}/")
    # A person of its own shows the code: without scripts that page loads itself anew, whatever is opened meanwhile.
    screen = (
        visitor("projector")
        .sign_in("instructor")
        .go(platform.sample["session"]["projector"].removeprefix(platform.address))
    )

    trainee = visitor("phone")
    address = photographed(screen, program, tmp_path)
    assert address.startswith(f"{platform.address}/attend/{session}/")
    trainee.page.goto(address)
    assert "/account/login/" in trainee.page.url
    trainee.page.fill("input[name=login]", "trainee@ochang.example")
    trainee.page.fill("input[name=password]", "ochang-demo")
    trainee.page.press("input[name=password]", "Enter")
    trainee.page.wait_for_url(f"**/attend/{session}/")
    trainee.look("act")
    trainee.press(either("^입실", "^Check in"))
    assert "입실했습니다" in trainee.text()
    trainee.go("/learn/")

    trainee.page.goto(f"/attend/{session}/")
    digits = re.sub(r"\D", "", screen.locator(".digits").inner_text().split(":")[-1])
    assert len(digits) == 6
    trainee.page.fill("input[name=digits]", digits)
    trainee.press(either("숫자", "Use the digits"))
    trainee.press(either("^퇴실", "^Check out"))
    assert "퇴실" in trainee.text()

    instructor.go(f"/teach/sessions/{session}/")
    assert "홍배움" in instructor.text()


def page_ids(platform: Platform) -> dict[str, int]:
    """The ids of the lessons' Korean pages, by key."""
    script = (
        "import json; from courses.models import LessonPage; "
        "print(json.dumps(dict(LessonPage.objects.filter(language='ko').values_list('lesson__key', 'pk'))))"
    )
    return json.loads(platform.manage("shell", "--no-imports", "-c", script).strip().splitlines()[-1])


def submit_for_review(page) -> None:
    """Wagtail keeps the act in the menu of its save button."""
    with page.expect_navigation():
        page.locator("[name=action-submit]").first.evaluate("button => button.click()")


def approve(person: Visitor, page_number: int) -> None:
    person.page.goto(f"/cms/pages/{page_number}/edit/")
    person.picture(f"review-{page_number}")
    with person.page.expect_navigation():
        person.page.locator("[data-workflow-action-name=approve]").first.evaluate("button => button.click()")


def test_an_instructor_adds_a_module_and_edits_a_lesson_and_a_second_approves(visitor, platform: Platform):
    writer = visitor("writer", editor=True).sign_in("instructor")
    page = writer.page
    page.goto("/cms/modules/add/")
    writer.picture("add-module")
    page.select_option("select[name=block]", index=1)
    for name, text in {
        "title_ko": "전극 재작업",
        "title_en": "Electrode rework",
        "key": "electrode-rework",
        "lesson_title_ko": "재작업 판단하기",
        "lesson_key": "rework-or-not",
    }.items():
        page.fill(f"[name={name}]", text)
    with page.expect_navigation():
        page.locator("main form [type=submit]").last.click()
    writer.picture("new-lesson")
    submit_for_review(page)

    pages = page_ids(platform)
    page.goto(f"/cms/pages/{pages['calendering-porosity']}/edit/")
    page.fill("[name=title]", "압연: 밀도와 기공률 사이(개정)")
    submit_for_review(page)

    reader = visitor("reader").sign_in("trainee")
    reader.go("/courses/cell-manufacturing/")
    assert "전극 재작업" not in reader.text()
    assert "(개정)" not in reader.text()

    approver = visitor("approver", editor=True).sign_in("instructor2")
    for key in ("rework-or-not", "calendering-porosity"):
        approve(approver, pages[key])
    reader.go("/courses/cell-manufacturing/")
    assert "전극 재작업" in reader.text()
    assert "압연: 밀도와 기공률 사이(개정)" in reader.text()
    reader.go("/courses/cell-manufacturing/electrode-rework/rework-or-not/")


def test_the_operator_settles_and_issues_and_the_holder_downloads(visitor, platform: Platform, program):
    cohort = finished_cohort(platform)
    operator = visitor("operator").sign_in("operator")
    operator.go("/desk/")
    for tab in ("", "roster/", "timetable/", "attendance/", "records/"):
        operator.go(f"/desk/cohorts/{cohort}/{tab}")
    operator.go(f"/desk/cohorts/{cohort}/completion/")
    assert "수료 2명 · 미수료 1명" in operator.text()
    operator.go(f"/desk/cohorts/{cohort}/completion/confirm/")
    operator.tick("main input[type=checkbox]")
    operator.press(either("수료 확정", "Confirm the decisions"))
    assert "3명의 판정을 확정했습니다" in operator.text()

    certificates = f"/desk/cohorts/{cohort}/certificates/"
    operator.go(certificates)
    operator.press(either("시험", "trial|Issue one"))
    wait_until(operator, certificates, either("1건 발급|2건 중 1건", "1 of 2"))
    take_trial(operator)
    operator.go(certificates)
    operator.follow(either("나머지", "remaining"))
    operator.press(either("나머지", "remaining"))
    wait_until(operator, certificates, either("2건 중 2건", "2 of 2"))

    holder = visitor("holder").sign_in("applicant")
    holder.go("/learn/")
    holder.enter(holder.page.get_by_role("link", name=re.compile("수료증 제")).first)
    holder.look("certificate")
    with holder.page.expect_download() as download:
        holder.page.get_by_role("link", name=re.compile("PDF")).first.focus()
        holder.page.keyboard.press("Enter")
    assert download.value.path().read_bytes().startswith(b"%PDF-")
    printed = subprocess.run(
        [program("pdftotext"), "-layout", download.value.path(), "-"], capture_output=True, text=True, check=True
    )
    first, second = printed.stdout.split("\f")[:2]
    assert "320" in first
    assert "슬러리 믹싱" in second


def take_trial(operator: Visitor) -> None:
    """The operator looks at the trial's PDF before the rest, and says why a person's certificate is taken out."""
    operator.enter(operator.page.get_by_role("link", name=re.compile("PDF 제")).first)
    operator.look("reason")
    operator.page.locator("input[name=reason]").first.check()
    with operator.page.expect_download() as download:
        operator.page.locator("main form button[type=submit]").first.click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def wait_until(person: Visitor, path: str, pattern: re.Pattern[str], seconds: int = 60) -> None:
    """Reload until the page says so: the worker is a real one."""
    for _ in range(seconds):
        person.page.goto(path)
        if pattern.search(person.text()):
            person.look()
            return
        person.page.wait_for_timeout(1000)
    raise AssertionError(f"{path} never said {pattern.pattern}:\n{person.text()}")


TRUTHS = {
    "valid": ("유효한 수료증입니다", "This certificate is valid"),
    "revoked": ("취소된 수료증입니다", "Revoked on"),
    "superseded": ("새로 발급되어", "no longer used"),
    "expired": ("유효기간이", "Its validity ended on"),
    "never_issued": ("발급한 증서가 없습니다", "We have issued no certificate with this code"),
}


@pytest.mark.parametrize("truth", TRUTHS)
def test_an_employer_reads_the_truth_by_the_printed_address(visitor, platform: Platform, truth):
    for language, sentence in zip(("ko", "en"), TRUTHS[truth], strict=True):
        employer = visitor("employer", language)
        address = platform.sample["verify"][truth]["url"].removeprefix(platform.address)
        employer.go(address, status=404 if truth == "never_issued" else 200)
        assert sentence in employer.text()


def test_an_employer_types_the_code_and_checks_the_name(visitor, platform: Platform):
    employer = visitor("employer-typing")
    page = employer.go("/verify/")
    page.locator("main form input[type=text], main form input[type=search]").first.fill(
        platform.sample["verify"]["valid"]["code"].lower().replace("-", " ")
    )
    with page.expect_navigation():
        page.keyboard.press("Enter")
    employer.look("typed")
    assert "유효한 수료증입니다" in employer.text()
    assert "강*연" in employer.text()
    assert "강서연" not in page.content()


def test_a_number_alone_says_nothing_about_whether_it_exists(visitor, platform: Platform):
    answers = []
    for truth in ("valid", "never_issued"):
        employer = visitor("employer-number")
        page = employer.go("/verify/")
        page.locator("main form input[type=text], main form input[type=search]").first.fill(
            platform.sample["verify"][truth]["number"]
        )
        with page.expect_navigation():
            page.keyboard.press("Enter")
        answers.append(re.sub(r"제\d{4}-\S+호|\d{1,2}:\d{2}", "", employer.text()))
    assert answers[0] == answers[1]
    assert "번호만으로는 알려 드릴 수 없습니다" in answers[0]
