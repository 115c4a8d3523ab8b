"""Every route, tried by everybody."""

import importlib
import pkgutil

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

import tests.access
from tests.access.rules import EVERYONE, Rule

OURS = {"core", "accounts", "courses", "enrollment", "certificates", "consortium"}


def table() -> dict[str, Rule]:
    rules: dict[str, Rule] = {}
    for module in pkgutil.iter_modules(tests.access.__path__):
        found = getattr(importlib.import_module(f"tests.access.{module.name}"), "RULES", {})
        assert not rules.keys() & found.keys()
        rules |= found
    return rules


def names(patterns, namespace: str = "") -> set[str]:
    found: set[str] = set()
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = pattern.namespace or namespace
            found |= names(pattern.url_patterns, inner)
        elif isinstance(pattern, URLPattern) and namespace in OURS:
            found.add(f"{namespace}:{pattern.name}")
    return found


def test_every_route_has_a_rule_and_every_rule_a_route():
    assert names(get_resolver().url_patterns) == set(table())


@pytest.mark.parametrize("route", sorted(table()))
def test_route_answers_whom_it_should_and_nobody_else(route, cast, client, settings):
    settings.DEMO = True
    rule = table()[route]
    wrong = {}
    for name in sorted(EVERYONE):
        client.logout()
        person = cast.people()[name]
        if person:
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
        response = getattr(client, rule.method)(rule.address(cast), rule.data(cast) if rule.data else None)
        to_sign_in = response.status_code == 302 and response.url.startswith("/account/login/")
        if name in rule.allowed:
            fine = (response.status_code < 400 and not to_sign_in) or (
                rule.method == "post" and response.status_code in {400, 409, 422}
            )
        elif person:
            fine = response.status_code in {403, 404}
        else:
            fine = to_sign_in or response.status_code in {403, 404}
        if not fine:
            wrong[name] = response.status_code
    assert wrong == {}
