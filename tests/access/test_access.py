"""Every route, tried by everybody."""

import importlib
import pkgutil
from functools import cache

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

import tests.access
from tests.access.doors import Doors, of, parts
from tests.access.rules import EVERYONE, Rule
from tests.cast import Cast

OURS = {"core", "accounts", "courses", "enrollment", "certificates", "consortium"}


@cache
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


@pytest.mark.parametrize("routes", parts(sorted(table())), ids=of)
def test_routes_answer_whom_they_should_and_nobody_else(routes, cast, settings):
    settings.DEMO = True
    doors = Doors(cast)
    wrong = {}
    for route in routes:
        with doors.route() as standing:
            if answers := faults(doors, table()[route], standing):
                wrong[route] = answers
    assert wrong == {}


def faults(doors: Doors, rule: Rule, cast: Cast) -> dict[str, int]:
    """Who got a status there that they should not have got."""
    found = {}
    address = ""
    for name in sorted(EVERYONE):
        if not address or rule.method == "post":  # what one has used up is made anew for the next
            address = rule.address(cast)
        status = fault(doors.client(name), rule, cast, address, name)
        if status:
            found[name] = status
    return found


def fault(client: Client, rule: Rule, cast: Cast, address: str, name: str) -> int | None:
    """The status that this person should not have got, if it is one."""
    response = getattr(client, rule.method)(address, rule.data(cast) if rule.data else None)
    to_sign_in = response.status_code == 302 and response.url.startswith("/account/login/")
    if name in rule.allowed:
        fine = (response.status_code < 400 and not to_sign_in) or (
            rule.method == "post" and response.status_code in {400, 409, 422}
        )
    else:
        fine = response.status_code in {403, 404} or (to_sign_in and not cast.people()[name])
    return None if fine else response.status_code
