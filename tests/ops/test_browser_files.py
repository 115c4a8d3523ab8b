"""Fetching the reader of camera pictures: pinned, from the registry that npm is set to, and never in the way of a start."""

import base64
import hashlib
import io
import tarfile
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.conf import settings

WITHOUT = "The kiosk's camera reader is not installed: "
MEMBERS = {"package/dist/jsQR.js": b"//", "package/LICENSE": b"free", "package/evil.js": b"x", "../../outside": b"x"}


def archive(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode="w:gz") as packed:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            packed.addfile(member, io.BytesIO(content))
    return made.getvalue()


@pytest.fixture
def browser(monkeypatch, tmp_path):
    """The step, on folders of this test's own and without any registry."""
    monkeypatch.syspath_prepend(str(settings.BASE_DIR / "bin"))
    from steps import browser, ground

    folder = tmp_path / "var" / "browser" / "jsqr"
    for name, value in {
        "FOLDER": folder,
        "STAMP": folder / "integrity",
        "ROOT": tmp_path,
        "SYSTEM_FILE": tmp_path / "none",
    }.items():
        monkeypatch.setattr(browser, name, value)
    monkeypatch.setattr(ground, "LOG", tmp_path / "log")
    for name in (*browser.REGISTRY, *browser.USER_FILE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("NPM_CONFIG_USERCONFIG", str(tmp_path / "user-npmrc"))
    monkeypatch.setattr(browser.shutil, "which", lambda _name: None)
    return browser


@pytest.fixture
def registry():
    """A registry that answers every address with one archive, and remembers what was asked."""
    asked: list[str] = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(archive(MEMBERS))

        def log_message(self, *_args: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/npm", asked
    server.shutdown()
    server.server_close()


def test_archive_is_fetched_once_and_only_what_is_wanted_is_unpacked(browser, registry, monkeypatch, tmp_path):
    address, asked = registry
    monkeypatch.setattr(
        browser, "INTEGRITY", "sha512-" + base64.b64encode(hashlib.sha512(archive(MEMBERS)).digest()).decode()
    )
    (tmp_path / "user-npmrc").write_text(f"fund=false\nregistry = {address}/\n")
    browser.provide()
    browser.provide()

    assert asked == ["/npm/jsqr/-/jsqr-1.4.0.tgz"]
    assert sorted(path.name for path in browser.FOLDER.iterdir()) == ["LICENSE", "integrity", "jsQR.js"]
    assert not (tmp_path / "outside").exists()


def test_another_archive_than_the_pinned_one_is_not_unpacked(browser, registry, monkeypatch, capsys):
    monkeypatch.setenv("npm_config_registry", registry[0])
    browser.provide()
    assert f"{WITHOUT}the archive of the registry is not the one that is pinned." in capsys.readouterr().out
    assert not browser.FOLDER.exists()


def test_without_a_registry_a_start_goes_on_and_says_so(browser, capsys):
    browser.provide()
    said = capsys.readouterr().out
    assert said.startswith(f"{WITHOUT}npm's configuration names no registry (set npm_config_registry).")
    assert said.count("\n") == 1


def test_a_registry_that_does_not_answer_stops_no_start(browser, monkeypatch, capsys):
    monkeypatch.setenv("NPM_CONFIG_REGISTRY", "http://127.0.0.1:9")
    browser.provide()
    assert WITHOUT in capsys.readouterr().out


@pytest.mark.parametrize("address", ["file:///etc", "ftp://example.com", "${HOME}", ""])
def test_only_http_is_asked(browser, monkeypatch, address):
    monkeypatch.setenv("npm_config_registry", address)
    assert browser._registry() == ""
