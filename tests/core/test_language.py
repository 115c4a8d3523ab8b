"""Which language a page speaks: CMS pages by their address, all else by account, cookie, browser, Korean."""

import pytest
from django.test import RequestFactory
from wagtail.models import Locale

from tests import factories
from training.core.templatetags import core as tags

pytestmark = pytest.mark.django_db


@pytest.fixture
def homes(complex):
    korean = complex.site.root_page
    english = korean.copy_for_translation(Locale.objects.get(language_code="en"))
    english.save_revision().publish()
    return korean, english


@pytest.mark.parametrize(
    ("account", "cookie", "browser", "spoken"),
    [
        ("en", "ko", "ko", "en"),
        ("ko", "en", "en", "ko"),
        ("", "en", "ko", "en"),
        ("", "ko", "en", "ko"),
        ("", "fr", "en", "en"),
        ("", "", "en-US,ko;q=0.5", "en"),
        ("", "", "fr", "ko"),
        ("", "", "", "ko"),
    ],
)
def test_plain_view_asks_account_then_cookie_then_browser(client, complex, account, cookie, browser, spoken):
    if account:
        client.force_login(factories.UserFactory(language=account), backend="django.contrib.auth.backends.ModelBackend")
    if cookie:
        client.cookies["language"] = cookie
    response = client.get("/readyz", headers={"accept-language": browser} if browser else {})

    assert response.headers["Content-Language"] == spoken
    assert {"Accept-Language", "Cookie"} <= {part.strip() for part in response.headers["Vary"].split(",")}
    assert "language" not in response.cookies


@pytest.mark.parametrize(
    ("address", "cookie", "spoken", "kept"),
    [
        ("/", "ko", "ko", None),
        ("/", "en", "ko", "ko"),
        ("/en/", "en", "en", None),
        ("/en/", "ko", "en", "en"),
        ("/en/", "", "en", "en"),
    ],
)
def test_cms_page_speaks_its_address_and_keeps_only_a_change(client, homes, address, cookie, spoken, kept):
    if cookie:
        client.cookies["language"] = cookie
    response = client.get(address)

    assert response.status_code == 200
    assert f'<html lang="{spoken}"' in response.content.decode()
    morsel = response.cookies.get("language")
    assert (morsel.value if morsel else None) == kept


def test_switch_keeps_the_choice_and_the_page(client, complex):
    user = factories.UserFactory(language="ko")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    response = client.post("/language/", {"language": "en", "next": "/styleguide/?a=1"})

    user.refresh_from_db()
    assert (response.status_code, response.url, response.cookies["language"].value, user.language) == (
        302,
        "/styleguide/?a=1",
        "en",
        "en",
    )


@pytest.mark.parametrize("onward", ["https://evil.example/", "//evil.example/", "javascript:alert(1)"])
def test_switch_never_leads_away(client, complex, onward):
    assert client.post("/language/", {"language": "en", "next": onward}).url == "/"


def test_switch_on_a_cms_page_is_a_link_to_its_translation(homes):
    korean, english = homes
    context = {"page": korean, "request": RequestFactory().get("/")}
    assert tags.language_switch(context)["address"] == english.get_url()


def test_switch_on_an_untranslated_page_leads_to_the_nearest_that_is(homes):
    korean, english = homes
    page = korean.add_child(instance=factories.HomePage(title="오시는 길", slug="directions", locale=korean.locale))
    context = {"page": page, "request": RequestFactory().get("/directions/")}
    assert tags.language_switch(context)["address"] == english.get_url()


def test_switch_on_a_plain_view_posts_the_address(complex, client, settings):
    settings.DEMO = True
    html = client.get("/styleguide/?a=1").content.decode()
    assert '<input type="hidden" name="next" value="/styleguide/?a=1">' in html


@pytest.mark.parametrize(
    ("address", "browser", "spoken"),
    [("/nowhere/", "en", "en"), ("/nowhere/", "ko", "ko"), ("/en/nowhere/", "ko", "en"), ("/nowhere/", "", "ko")],
)
def test_no_page_is_said_in_the_readers_language(client, complex, address, browser, spoken):
    response = client.get(address, headers={"accept-language": browser} if browser else {})

    assert response.status_code == 404
    assert response.headers["Content-Language"] == spoken
    assert f'<html lang="{spoken}"' in response.content.decode()
    assert "language" not in response.cookies
