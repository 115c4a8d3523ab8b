"""Nothing crosses from one complex to another: every route of the table, with one complex's rows at the other's host.

Two complexes are built once. The first holds rows for every route; who tries them holds every role of the second, at
its host and at the first's, or every role of the first, at the second's host. An address that names a row is refused,
any other shows none of the first's words.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.db import DatabaseError, models, transaction
from django.test import Client
from django.urls import resolve
from django.utils import translation

from certificates.models import Certificate
from enrollment.models import Program
from tests import cast as casting
from tests import factories
from tests.access.rules import EVERYONE
from tests.access.test_access import table
from tests.cast import Cast
from training.accounts.models import Membership, User
from training.accounts.states import OrganizationKind, Role
from training.core.models import Complex, Owned
from training.core.models.complexes import OwnedQuerySet

HERE, THERE = "localhost", "gyeonggi.localhost"
MARK = "갑단지의"  # stands in every word of the first complex that can be written over
WORDS = "name name_ko name_en title title_ko title_en subject text latin_name reason note".split()
KINDS = {"kind", "language", "number"}  # parts of an address that name no row


@dataclass
class Two:
    """Both complexes, the addresses of the first's rows, and what may be read at neither's neighbor."""

    cast: Cast
    second: Complex
    theirs: User  # holds every role of the second
    ours: User  # holds every role of the first
    addresses: dict[str, str] = field(default_factory=dict)
    data: dict[str, dict[str, Any]] = field(default_factory=dict)
    secrets: set[str] = field(default_factory=set)


@pytest.fixture(scope="module")
def lasting_two(django_db_setup, django_db_blocker) -> Iterator[Two]:
    """Built once for the module, in a transaction around the tests' own."""
    around = transaction.atomic()
    around._from_testcase = True  # as Django marks its own: what must be outermost may stand in it
    with django_db_blocker.unblock(), around, translation.override("ko"):
        yield built()
        transaction.set_rollback(True)


@pytest.fixture
def two(lasting_two, db, settings) -> Two:
    settings.DEMO = True
    return lasting_two


def built() -> Two:
    cast = casting.make()
    second = cast.neighbor.memberships.get().complex
    papers_of_the_second(second)
    found = Two(cast, second, of_every_role(second), of_every_role(cast.complex))
    for name, rule in table().items():
        found.addresses[name] = rule.address(cast)
        found.data[name] = rule.data(cast) if rule.data else {}
    mark(cast.complex)
    found.secrets = {MARK, *Certificate.objects.of(cast.complex).values_list("register_number", flat=True)}
    return found


def of_every_role(complex: Complex) -> User:
    """One person in place of all staff and managers: whoever is refused with all roles is refused with each."""
    person = factories.UserFactory(name="을단지 사람")
    home = factories.OrganizationFactory(complex=complex, kind=OrganizationKind.PARTNER)
    for role in Role:
        Membership.objects.create(
            complex=complex, organization=home, user=person, role=role, granted_at=factories.NOW
        )  # fmt: skip
    return person


def papers_of_the_second(second: Complex) -> None:
    """A cohort, a trainee and a teacher of its own, so that its lists are not empty."""
    cohort = factories.CohortFactory(complex=second)
    factories.EnrollmentFactory(complex=second, cohort=cohort)


def owned(complex: Complex) -> Iterator[models.QuerySet]:
    for model in apps.get_models():
        if issubclass(model, Owned):
            yield model.objects.of(complex)


def mark(complex: Complex) -> None:
    """Write over every word of the complex's rows and people that the database lets go."""
    people = User.objects.exclude(memberships__complex__key="gyeonggi").exclude(enrollments__complex__key="gyeonggi")
    for rows in [*owned(complex), people]:
        fields = {f.name: f for f in rows.model._meta.fields if isinstance(f, models.CharField | models.TextField)}
        for name in [name for name in WORDS if name in fields and not fields[name].choices]:
            try:
                with transaction.atomic():
                    rows.exclude(**{name: ""}).update(**{name: f"{MARK} 글"[: fields[name].max_length]})
            except DatabaseError:
                continue  # append-only, or one of a kind


def signed_in(person: User | None, host: str) -> Client:
    client = Client(headers={"host": host}, raise_request_exception=False)
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def names_a_row(address: str) -> bool:
    return bool(resolve(address.partition("?")[0]).kwargs.keys() - KINDS)


def crossing(two: Two, response: Any, *, refused: bool) -> str:
    """What is wrong with an answer; empty where nothing is."""
    status = response.status_code
    if status in {403, 404, 405} or (status == 302 and response.url.startswith("/account/login/")):
        return ""
    if refused or status >= 500:
        return str(status)
    body = b"".join(response.streaming_content) if response.streaming else response.content
    text = body.decode(errors="replace")
    return ", ".join(sorted(secret for secret in two.secrets if secret in text))


def tried(two: Two, client: Client, *, methods: tuple[str, ...] = (), within: str = "") -> dict[str, str]:
    """What crossed, by route and method; of the routes with a word in their name."""
    found = {}
    for name, rule in table().items():
        if within not in name:
            continue
        for method in methods or (rule.method,):
            with transaction.atomic():
                response = getattr(client, method)(two.addresses[name], two.data[name] if method == "post" else None)
                refused = names_a_row(two.addresses[name]) and rule.allowed != EVERYONE
                if wrong := crossing(two, response, refused=refused):
                    found[f"{method} {name}"] = wrong
                transaction.set_rollback(True)
    return found


# The style guide shows an invented number; the person's own page is one on all hosts.
SAME_EVERYWHERE = {"get core:styleguide", "get accounts:profile"}


def test_staff_of_the_second_reach_nothing_of_the_first_at_their_own_host(two):
    assert tried(two, signed_in(two.theirs, THERE)).keys() - SAME_EVERYWHERE == set()


def test_staff_of_the_second_reach_nothing_of_the_first_at_its_host(two):
    """As somebody who only signed up there."""
    found = tried(two, signed_in(two.theirs, HERE))
    assert {name for name in found if "applicant" not in table()[name.split()[1]].allowed} == set()


def test_staff_of_the_first_find_nothing_of_theirs_at_the_seconds_host(two):
    assert tried(two, signed_in(two.ours, THERE)).keys() - SAME_EVERYWHERE == set()


def test_strangers_find_nothing_of_the_first_at_the_seconds_host(two):
    assert tried(two, signed_in(None, THERE)).keys() - SAME_EVERYWHERE == set()


def rows_of(complex: Complex) -> dict[str, list[dict[str, Any]]]:
    return {rows.model._meta.label: list(rows.order_by("pk").values()) for rows in owned(complex)}


def test_posts_of_the_second_change_no_row_of_the_first(two):
    """All of them one after another, and nothing is taken back between them."""
    before = rows_of(two.cast.complex)
    for name, rule in table().items():
        if rule.method == "post":
            with suppress(DatabaseError), transaction.atomic():
                signed_in(two.theirs, THERE).post(two.addresses[name], two.data[name])
    after = rows_of(two.cast.complex)
    assert {label for label, rows in after.items() if rows != before[label]} == set()


def test_a_view_that_forgets_the_complex_is_found(two, monkeypatch):
    """The walk has teeth: programs are read without their complex, and the walk says where."""
    kept = OwnedQuerySet.of
    monkeypatch.setattr(OwnedQuerySet, "of", lambda rows, own: rows if rows.model is Program else kept(rows, own))
    found = tried(two, signed_in(two.theirs, THERE), within="program")
    assert len(found) > 1, found
