"""A thousand tries from one address, and whether an answer's time tells who has an account."""

from collections import Counter
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from tests import factories
from tests.bench.rows import Row, in_turns, milliseconds
from training.accounts.services import consents
from training.core import clock

DATABASES = ("sqlite", "postgresql")
TRIES, LIMITED = 1_000, 30  # the most that one network address may try in a minute
ROUNDS = 30
ALIKE = 1.25  # the slower of two medians beside the other


def bench(name: str) -> list[Row]:
    settings.ALLOWED_HOSTS = ["*"]
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    complex = factories.ground()
    texts = consents.ship(complex, now=clock.now())
    person = factories.UserFactory(email="known@example.com")
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return [*_tries(name), *_times(name, [text.key for text in texts if text.required])]


def _tries(name: str) -> Iterator[Row]:
    """Each with another account, so that only the network address is the same."""
    cache.clear()
    statuses = Counter(_post("/account/login/", {"login": f"n{n}@x.com", "password": "wrong"}) for n in range(TRIES))
    judged = TRIES - statuses[429]
    yield Row(name, f"{TRIES} tries from one address: judged", judged, LIMITED, "", judged / LIMITED, 1.0)


def _times(name: str, required: list[str]) -> Iterator[Row]:
    cases: dict[str, Callable[[str], Any]] = {
        "sign-in": lambda who: _post("/account/login/", {"login": who, "password": "not-the-password"}),
        "password reset": lambda who: _post("/account/password/reset/", {"email": who}),
        "sign-up": lambda who: _post("/account/signup/", _filled(who, required)),
    }
    for case, act in cases.items():
        known, unknown, _ratio = in_turns(_timed(act, "known@example.com"), _timed(act, ""), rounds=ROUNDS)
        slower = max(known, unknown) / min(known, unknown)
        yield Row(name, f"{case}: known beside unknown address", known, unknown, "ms", slower, ALIKE)


def _timed(act: Callable[[str], Any], who: str) -> Callable[[], float]:
    numbers = iter(range(10_000))

    def once() -> float:
        address = who or f"unknown{next(numbers)}@example.com"
        cache.clear()
        return median(milliseconds(lambda: act(address)) for _ in range(1))

    return once


def _post(path: str, data: dict[str, Any]) -> int:
    return Client(headers={"host": "localhost"}).post(path, data).status_code


def _filled(who: str, required: list[str]) -> dict[str, str]:
    agreed = {f"consent_{key}": "on" for key in required}
    return {"email": who, "password1": "a-long-enough-password", "name": "김하늘", "birth_date": "19990517", **agreed}
