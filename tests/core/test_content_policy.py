"""What a browser may load: strict everywhere, relaxed for Wagtail's admin alone."""

import re

import pytest
from django.test import Client

from tests import factories

pytestmark = pytest.mark.django_db


def policy(response) -> dict[str, set[str]]:
    parts = (part.split() for part in response.headers["Content-Security-Policy"].split(";"))
    return {name: set(values) for name, *values in parts}


@pytest.mark.parametrize("address", ["/", "/account/login/", "/healthz", "/nowhere/", "/styleguide/"])
def test_public_pages_run_nothing_inline_and_load_nothing_foreign(complex, client, address):
    found = policy(client.get(address))

    assert found["default-src"] == {"'none'"}
    assert found["script-src"] == found["style-src"] == found["connect-src"] == {"'self'"}
    assert found["img-src"] == {"'self'", "data:"}
    assert found["object-src"] == found["base-uri"] == {"'none'"}
    assert found["frame-ancestors"] == found["form-action"] == {"'self'"}


def test_the_editors_admin_may_write_inline_and_preview(complex):
    visitor = Client()
    admin = factories.UserFactory(is_superuser=True)
    visitor.force_login(admin, backend="django.contrib.auth.backends.ModelBackend")
    response = visitor.get("/cms/")

    found = policy(response)
    assert response.status_code == 200
    assert found["script-src"] == found["style-src"] == {"'self'", "'unsafe-inline'"}
    assert found["connect-src"] == found["frame-src"] == {"'self'"}
    assert found["default-src"] == {"'none'"}


def test_our_pages_hold_no_inline_style_or_script(complex, client, settings):
    settings.DEMO = True
    for address in ("/", "/styleguide/", "/account/login/", "/nowhere/"):
        html = client.get(address).content.decode()
        assert re.findall(r"\sstyle=|\son\w+=|<style|<script(?![^>]*(?:\ssrc=|application/json))|hx-on", html) == []


def test_the_admin_bears_our_name_mark_and_color(complex):
    visitor = Client()
    visitor.force_login(factories.UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    html = visitor.get("/cms/").content.decode()

    assert "/static/core/css/cms.css" in html
    assert 'src="/static/core/mark.svg"' in html
    assert f'alt="{complex}"' in html


def test_complexes_can_be_edited_in_the_admin(complex):
    visitor = Client()
    visitor.force_login(factories.UserFactory(is_superuser=True), backend="django.contrib.auth.backends.ModelBackend")
    assert visitor.get(f"/cms/complexes/edit/{complex.pk}/").status_code == 200
    visitor.force_login(factories.UserFactory(), backend="django.contrib.auth.backends.ModelBackend")
    assert visitor.get(f"/cms/complexes/edit/{complex.pk}/").status_code in {302, 403}
