"""The platform as `make run` starts it, on a folder and a database of its own, and a browser to walk through it."""

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connection
from playwright.sync_api import Browser, BrowserContext, Locator, Page, sync_playwright

from tests.database import copy_for_platform
from tests.ops.test_run import processes_of

PASSWORD = "ochang-demo"
WAIT = 300  # seconds for the platform to load its sample academy and answer


@dataclass
class Platform:
    """A running platform: where it is, what it says of its sample, and its process."""

    address: str
    var: Path
    process: subprocess.Popen[str]
    environment: dict[str, str]
    sample: dict[str, Any] = field(default_factory=dict)

    def manage(self, *arguments: str) -> str:
        return subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=settings.BASE_DIR,
            env=self.environment,
            check=True,
            capture_output=True,
            text=True,
        ).stdout


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def platform(django_db_setup: None, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Platform]:
    """`bin/run` itself, with a copy of the migrated database of whichever kind this run uses."""
    var = tmp_path_factory.mktemp("platform")
    port = _free_port()
    address = f"http://localhost:{port}"
    with copy_for_platform(var) as database_url:
        environment = {
            **{key: value for key, value in os.environ.items() if key not in {"TESTING", "DJANGO_SETTINGS_MODULE"}},
            "VAR_DIR": str(var),
            "PORT": str(port),
            "BASE_URL": address,
            "DATABASE_URL": database_url,
            "DEMO": "1",
        }
        with (var / "platform.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, "bin/run"],
                cwd=settings.BASE_DIR,
                env=environment,
                stdout=log,
                stderr=subprocess.STDOUT,
                text=True,
            )
        running = Platform(address, var, process, environment)
        try:
            _await_answer(running)
            running.sample = json.loads(running.manage("sample_academy", "--addresses"))
            yield running
        finally:
            process.send_signal(signal.SIGTERM)
            status = process.wait(timeout=30)
        assert (status, processes_of(var)) == (0, [])


def _await_answer(running: Platform) -> None:
    deadline = time.monotonic() + WAIT
    while time.monotonic() < deadline:
        if running.process.poll() is not None:
            break
        try:
            with urllib.request.urlopen(f"{running.address}/healthz", timeout=2):
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail("The platform did not start:\n" + (running.var / "platform.log").read_text()[-4000:])


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Iterator[None]:
    """A platform that ended by itself says why in the failure of the test that met it first."""
    report = yield
    running = getattr(item, "funcargs", {}).get("platform")
    if report.failed and running and running.process.poll() is not None:
        report.sections.append(("platform.log", (running.var / "platform.log").read_text()[-6000:]))
    return report


@pytest.fixture(scope="module")  # closed before other tests: its event loop would forbid them the database
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"],
        )
        yield launched
        launched.close()


class Visitor:
    """One person with a browser of their own, who acts by keyboard and looks at every page narrow and wide.

    On PostgreSQL the browser runs scripts and axe is asked about every page; on SQLite the same steps are walked
    with scripts switched off, but for Wagtail's editor, which is nothing without them.
    """

    def __init__(
        self, platform: Platform, browser: Browser, name: str, language: str = "ko", *, editor: bool = False
    ) -> None:
        self.platform, self.name, self.language = platform, name, language
        self.scripts = editor or connection.vendor == "postgresql"
        self.context: BrowserContext = browser.new_context(
            java_script_enabled=self.scripts,
            viewport={"width": 360, "height": 780},
            locale="ko-KR" if language == "ko" else "en-US",
            base_url=platform.address,
        )
        self.page: Page = self.context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))

    def _heard(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(f"{self.page.url}: {message.text}")

    def sign_in(self, mailbox: str, password: str = PASSWORD) -> "Visitor":
        self.page.goto("/account/login/")
        self.page.fill("input[name=login]", f"{mailbox}@ochang.example")
        self.page.fill("input[name=password]", password)
        self.page.press("input[name=password]", "Enter")
        self.page.wait_for_url(lambda url: "/login/" not in url)
        return self

    def go(self, path: str, *, status: int = 200) -> Page:
        """Open an address, expect its status, and look at the page."""
        response = self.page.goto(path)
        assert response is not None
        assert response.status == status, (path, response.status)
        self.look()
        return self.page

    def look(self, name: str | None = None) -> None:
        """No sideways scroll at 360 and 1280 px, no accessibility finding; pictures of both where they are wanted."""
        name = name or re.sub(r"\W+", "-", self.page.url.removeprefix(self.platform.address)).strip("-") or "home"
        for width in (1280, 360):
            self.picture(name, width)
            if self.scripts and self.page.evaluate("document.documentElement.scrollWidth") > width:
                self.complaints.append(f"{self.page.url}: scrolls sideways at {width}")
        if not self.scripts:
            return
        for violation in Axe().run(self.page).response["violations"]:
            targets = [node["target"] for node in violation["nodes"]][:3]
            self.complaints.append(f"{self.page.url}: axe {violation['id']} {targets}")

    def picture(self, name: str, width: int = 1280) -> None:
        """A screenshot under var/walk, for somebody who looks at it afterwards: only with WALK_PICTURES=1."""
        self.page.set_viewport_size({"width": width, "height": 780})
        if not os.environ.get("WALK_PICTURES"):
            return
        folder = settings.BASE_DIR / "var" / "walk" / connection.vendor
        folder.mkdir(parents=True, exist_ok=True)
        self.page.screenshot(path=folder / f"{self.name}-{name[:80]}-{self.language}-{width}.png", full_page=True)

    def text(self) -> str:
        return self.page.inner_text("main")

    def press(self, label: str | re.Pattern[str]) -> None:
        """Press the button of this name and wait for what comes."""
        self.enter(self.page.get_by_role("button", name=label).first)
        self.look()

    def follow(self, label: str | re.Pattern[str]) -> None:
        self.enter(self.page.get_by_role("link", name=label).first)
        self.look()

    def enter(self, control: Locator) -> None:
        """What a keyboard does with a button or a link: it must be reachable by Tab, visible and take the focus."""
        control.wait_for()
        assert control.evaluate("control => control.tabIndex") >= 0
        control.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def tick(self, selector: str) -> None:
        """Tick every box of this selector with the space bar."""
        for box in self.page.locator(selector).all():
            if not box.is_checked():
                box.focus()
                self.page.keyboard.press("Space")
            assert box.is_checked()


@pytest.fixture
def visitor(platform: Platform, browser: Browser) -> Iterator[Any]:
    """Makes visitors, and at the end asks whether any page gave cause for complaint."""
    made: list[Visitor] = []

    def make(name: str, language: str = "ko", *, editor: bool = False) -> Visitor:
        made.append(Visitor(platform, browser, name, language, editor=editor))
        return made[-1]

    yield make
    complaints = [complaint for person in made for complaint in person.complaints]
    for person in made:
        person.context.close()
    assert complaints == []
