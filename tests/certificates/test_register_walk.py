"""Whoever walks over a year's numbers learns nothing: one answer for those given out and those that never were."""

import os
import re
import statistics
import time

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from certificates.models import Certificate
from certificates.services import guesses
from tests import factories as ground
from tests.certificates import factories

pytestmark = pytest.mark.django_db
NUMBERS = int(os.environ.get("CHAOS_NUMBERS", "40"))  # of 10,000 in a year
DIFFERENT = {"Set-Cookie", "Content-Length", "X-Request-Id"}  # from request to request, whatever is asked
APART = 0.10  # how far the medians of two walks over numbers of one kind may lie apart on a busy machine


@pytest.fixture(autouse=True)
def _still():
    ground.ground()
    cache.clear()
    with time_machine.travel(ground.NOW, tick=False):
        yield


@pytest.fixture
def given(drawn):
    """Three issued, one revoked, one superseded and one intended, among the first numbers."""
    cohort = factories.finished_cohort()
    for name in ("가나", "다라", "마바"):
        factories.issued(factories.completed(cohort, name=name))
    factories.revoked(factories.issued(factories.completed(cohort, name="사아")))
    factories.superseded(factories.issued(factories.completed(cohort, name="자차")))
    factories.intended(factories.completed(cohort, name="카타"))
    return set(Certificate.objects.values_list("number", flat=True))


def shape(response):
    """Status, headers and text, without the number asked for, the token and the hour."""
    text = re.sub(r'value="[A-Za-z0-9]{64}"|제\d{4}-\S+?호|datetime="[^"]+"|\d\d:\d\d', "", response.content.decode())
    heads = {name: value for name, value in response.headers.items() if name not in DIFFERENT}
    return response.status_code, tuple(sorted(heads.items())), re.sub(r"nonce[=-][\w+/=-]+", "", text)


def asked(browser, number, name):
    """The answer to one number, and the milliseconds it took."""
    begun = time.perf_counter_ns()
    response = browser.post("/verify/", {"what": f"제2026-충북-{number:04d}호", "name": name})
    return response, (time.perf_counter_ns() - begun) / 1e6


def walked(*, name, limited=False):
    """Ask for each number; the shapes that came."""
    browser, shapes = Client(headers={"accept-language": "en"}), set()
    for number in range(1, NUMBERS + 1):
        if not limited:
            cache.clear()
        shapes.add(shape(asked(browser, number, name)[0]))
    return shapes


def in_turns(given, *, name):
    """Milliseconds for numbers given out and for those never, one of each in turns: so a busy minute slows both."""
    browser, taken = Client(headers={"accept-language": "en"}), ([], [])
    numbers = sorted(given)
    for turn in range(NUMBERS // 5):
        for kind, number in enumerate((numbers[turn % len(numbers)], 5000 + turn)):
            cache.clear()
            taken[kind].append(asked(browser, number, name)[1])
    return taken


@pytest.mark.parametrize("name", ["", "김유신"])
def test_every_number_of_a_year_is_answered_alike(name, given):
    """Without the holder's name or the code; with a wrong name too, as long as somebody may ask."""
    shapes = walked(name=name)
    assert (len(shapes), {status for status, *_ in shapes}) == (1, {422 if not name else 404})
    if NUMBERS >= 1000:  # timing needs many, and is part of the full size
        taken = in_turns(given, name=name)
        known, unknown = (statistics.median(values) for values in taken)
        noise = statistics.median(abs(value - unknown) for value in taken[1])
        print(f"{name or 'no name'}: {known:.2f} ms given out, {unknown:.2f} ms never, noise {noise:.2f} ms")  # noqa: T201 - the figures
        assert abs(known - unknown) <= max(noise, APART * unknown)


def test_walk_is_stopped_after_a_few(given):
    shapes = walked(name="김유신", limited=True)
    statuses = sorted({status for status, *_ in shapes})
    assert statuses == [404, 429]
    assert guesses.NUMBERS.most < NUMBERS


def test_holders_name_opens_the_same_door(given):
    """The teeth: the answer is another one where the name is right."""
    browser = Client(headers={"accept-language": "en"})
    right, wrong = (
        browser.post("/verify/", {"what": "제2026-충북-0001호", "name": name}) for name in ("가나", "김유신")
    )
    assert (right.status_code, wrong.status_code) == (200, 404)
