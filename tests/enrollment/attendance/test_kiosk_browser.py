"""A trainee's phone and a kiosk in real browsers: the network goes, the camera sees the code, the network comes back."""

import io
import os
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
import segno
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings as project
from django.test import Client
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from enrollment.models import AttendanceEvent, Enrollment, KioskScan
from enrollment.states import CohortState, EventSource
from enrollment.views.kiosk import DECODER
from tests import factories
from tests.conftest import lacking
from training.accounts.models import User
from training.core import clock

pytestmark = [pytest.mark.walk, pytest.mark.django_db(transaction=True)]
SECOND = 1000  # milliseconds
PATIENCE = 60 * SECOND


@pytest.fixture
def film(tmp_path) -> Path:
    return tmp_path / "camera.mjpeg"


@pytest.fixture
def browser(chromium, film) -> Iterator[Browser]:
    if not (Path(project.BROWSER_DIR) / DECODER).exists():
        lacking("set-up could not fetch the reader of camera pictures (jsqr)")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's loop runs beside the test's own database calls
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--use-fake-ui-for-media-stream",
                "--use-fake-device-for-media-stream", f"--use-file-for-fake-video-capture={film}",
            ],
        )  # fmt: skip
        yield browser
        browser.close()
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


def classroom() -> tuple[Enrollment, User]:
    """A session that began five minutes ago, somebody in training, and who teaches."""
    now = clock.now()
    complex = factories.ground()
    day = clock.day_of(now, complex.zone)
    cohort = factories.CohortFactory(complex=complex, state=CohortState.RUNNING, starts_on=day, ends_on=day)
    factories.SessionFactory(
        complex=complex, cohort=cohort, day=day, starts_at=now - timedelta(minutes=5), ends_at=now + timedelta(hours=8)
    )
    instructor = factories.MembershipFactory(complex=complex, role="instructor").user
    factories.TeachingFactory(complex=complex, cohort=cohort, instructor=instructor)
    return factories.EnrollmentFactory(complex=complex, cohort=cohort), instructor


def signed_in(browser: Browser, address: str, person: User, **view) -> tuple[BrowserContext, Page, list[str]]:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    context = browser.new_context(locale="ko-KR", **view)
    context.add_cookies([{"name": "sessionid", "value": client.cookies["sessionid"].value, "url": address}])
    page, faults = context.new_page(), []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if "Content Security Policy" in said.text else None)
    return context, page, faults


def shoot(film: Path, text: str) -> None:
    """What a camera sees of a phone that shows a code, in half a second of film."""
    picture = io.BytesIO()
    segno.make(text, error="q", micro=False).save(picture, kind="png", scale=10, border=4)
    frame = Image.new("RGB", (640, 480), "#888")
    frame.paste(Image.open(picture).convert("RGB").resize((400, 400)), (120, 40))
    frame.save(film.with_suffix(".jpeg"), quality=90)
    film.write_bytes(film.with_suffix(".jpeg").read_bytes() * 15)


def ready(page: Page) -> None:
    """The service worker holds what the page needs."""
    page.evaluate("navigator.serviceWorker.ready")
    page.wait_for_function("navigator.serviceWorker.controller !== null", timeout=PATIENCE)


def same_symbol(page: Page, text: str) -> bool:
    """Whether the phone draws the very modules that segno draws."""
    drawn = page.evaluate(
        "async text => (await import(document.querySelector('script').src.replace('code.js', 'symbol.js'))).symbol(text)",
        text,
    )
    rows = segno.make(text, version=2, error="q", mask=0, mode="alphanumeric", boost_error=False).matrix
    return drawn == [list(row) for row in rows]


def fits(page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 780})
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    violations = Axe().run(page).response["violations"]
    assert [(found["id"], [node["target"] for node in found["nodes"]]) for found in violations] == []


def test_code_of_a_phone_without_a_network_is_scanned_by_a_kiosk_without_one_and_counts_once(
    browser, live_server, film
):
    address = live_server.url.replace("127.0.0.1", "localhost")
    enrollment, instructor = classroom()
    at_phone, phone, faults = signed_in(browser, address, enrollment.trainee, viewport={"width": 360, "height": 780})
    phone.goto(f"{address}/learn/code/")
    phone.get_by_role("button", name="이 휴대전화에 내 코드 넣기").click()
    expect(phone.locator(".letters")).not_to_be_empty(timeout=PATIENCE)
    ready(phone)
    fits(phone, 360)

    at_kiosk, kiosk, more = signed_in(browser, address, instructor, viewport={"width": 1280, "height": 780})
    kiosk.goto(f"{address}/teach/kiosk/")
    kiosk.get_by_label("장소").select_option(index=2)
    kiosk.get_by_role("button", name="이 기기에서 키오스크 시작").click()
    expect(kiosk.get_by_text("모두 보냈습니다")).to_be_visible()
    ready(kiosk)
    fits(kiosk, 360)
    fits(kiosk, 1280)
    assert not [cookie for cookie in at_kiosk.cookies() if cookie["name"] == "sessionid" and cookie["value"]]

    at_phone.set_offline(True)
    at_kiosk.set_offline(True)
    phone.goto(f"{address}/learn/")  # whichever page of the desk was asked for
    expect(phone.locator(".letters")).not_to_be_empty(timeout=PATIENCE)
    code = phone.locator(".letters").inner_text().replace(" ", "")
    assert same_symbol(phone, code)
    shoot(film, code)
    kiosk.reload()
    expect(kiosk.get_by_text("네트워크 없이 기록 중")).to_be_visible(timeout=PATIENCE)
    expect(kiosk.get_by_text("보낼 기록 1건")).to_be_visible(timeout=PATIENCE)
    assert KioskScan.objects.count() == 0

    at_kiosk.set_offline(False)
    expect(kiosk.get_by_text("모두 보냈습니다")).to_be_visible(timeout=PATIENCE)
    row = KioskScan.objects.get()
    event = AttendanceEvent.objects.get()
    assert (row.state, row.event, row.enrollment, event.kind) == ("counted", event, enrollment, "in")
    assert (event.source, event.recorded_by) == (EventSource.KIOSK, enrollment.trainee)
    assert row.scanned_at <= row.sent_at <= row.received_at + timedelta(seconds=1)
    assert faults + more == []
