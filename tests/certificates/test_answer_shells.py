"""The page of a code is the same whether templates draw it or a kept shell is filled."""

import re

import pytest
from django.core.cache import cache
from django.test import Client

from certificates.models import Certificate
from certificates.rules import codes
from certificates.views import shells
from tests import factories as ground
from tests.certificates import factories
from training.core.models import Complex

pytestmark = pytest.mark.django_db
TRUTHS = {
    "valid": factories.issued,
    "revoked": lambda: factories.revoked(factories.issued()),
    "superseded": lambda: factories.superseded(factories.issued()),
}


@pytest.fixture(autouse=True)
def _fresh(drawn):
    ground.ground()
    cache.clear()


@pytest.fixture
def counted(monkeypatch):
    """The shells of this test alone, and how often one was drawn."""
    drawn = []
    real = shells.render_to_string
    monkeypatch.setattr(shells, "_shells", shells.Shells())
    monkeypatch.setattr(shells, "render_to_string", lambda *given, **more: drawn.append(1) or real(*given, **more))
    return drawn


def page(certificate: Certificate, language: str, **cookies: str) -> str:
    browser = Client(headers={"accept-language": language})
    browser.cookies.load(cookies)
    return asked(browser, f"/verify/{codes.grouped(factories.code_of(certificate))}/")


def asked(browser: Client, address: str) -> str:
    text = browser.get(address).content.decode()
    return re.sub(r'value="[0-9A-Za-z]{64}"|datetime="[^"]+"|\d\d:\d\d', "", text)


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("truth", TRUTHS)
def test_shell_says_what_the_template_says(truth, language, counted):
    first, second = TRUTHS[truth](), TRUTHS[truth]()
    for certificate in (first, second, first):
        filled = page(certificate, language)
        assert certificate.register_number in filled
        assert filled == page(certificate, language, messages="none")
    assert len(counted) == 1


def test_code_that_was_never_issued_is_answered_from_a_shell_of_its_own(counted):
    certificate, browser = factories.issued(), Client(headers={"accept-language": "en"})
    page(certificate, "en")
    nothing = [asked(browser, f"/verify/{codes.grouped(codes.new())}/") for _ in range(2)]
    assert certificate.register_number not in nothing[0]
    assert re.sub(r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", "", nothing[0]) == re.sub(
        r"[0-9A-Z]{4}(-[0-9A-Z]{4}){4}", "", nothing[1]
    )
    assert len(counted) == 2


def test_revocation_is_on_the_page_at_once(counted):
    certificate = factories.issued()
    assert "This certificate is valid." in page(certificate, "en")
    factories.revoked(certificate)
    assert "This certificate is valid." not in page(certificate, "en")


def test_name_and_brand_of_the_complex_are_read_each_time(counted):
    certificate = factories.issued()
    page(certificate, "en")
    Complex.objects.update(name_en="Another name", brand="chip")
    changed = page(certificate, "en")
    assert "Another name" in changed
    assert 'data-brand="chip"' in changed


def test_each_answer_has_a_token_of_its_own_that_works(counted):
    certificate = factories.issued()
    browser = Client(headers={"accept-language": "en"}, enforce_csrf_checks=True)
    address = f"/verify/{codes.grouped(factories.code_of(certificate))}/"
    tokens = [re.search(r'csrfmiddlewaretoken" value="(\w+)', browser.get(address).content.decode())[1] for _ in "ab"]
    assert tokens[0] != tokens[1]
    answer = browser.post(address, {"csrfmiddlewaretoken": tokens[1], "name": "홍길동"}, secure=False)
    assert answer.status_code == 200
