"""The second sample complex: what it certifies is true at its own host, and was never issued at another."""

import pytest
from django.core.cache import cache
from django.test import Client

from certificates.models import Certificate, LogEntry
from certificates.signing import keys
from certificates.states import CertificateState
from courses.models import Quiz, Skill
from tests import factories as ground
from tests.certificates import factories
from training.core.models import Complex
from training.sample import gyeonggi

pytestmark = pytest.mark.django_db


@pytest.fixture
def both(complex, drawn, settings) -> tuple[Certificate, Certificate]:
    """A certificate of the first complex, and one of the second as the sample loads it."""
    settings.BASE_URL = "http://localhost:8000"
    cache.clear()
    first = factories.issued(factories.completed(factories.finished_cohort()))
    gyeonggi.load(now=ground.NOW)
    gyeonggi.load(now=ground.NOW)
    second = Complex.objects.get(key="gyeonggi")
    issued = Certificate.objects.of(second).filter(state=CertificateState.ISSUED)
    assert issued.count() == 3  # a second load adds none
    assert (Quiz.objects.published().filter(course__complex=second).count(), Skill.objects.of(second).count()) == (1, 4)
    return first, issued.first()


def answer(certificate: Certificate, host: str) -> tuple[int, bool]:
    """The status, and whether the page names the certificate."""
    page = Client(headers={"host": host}).get(f"/verify/{factories.code_of(certificate)}/")
    return page.status_code, certificate.register_number in page.content.decode()


def test_a_certificate_is_true_at_its_own_host_alone(both):
    first, second = both
    here, there = "localhost", "gyeonggi.localhost"
    assert [answer(first, here)[1], answer(second, there)[1]] == [True, True]
    assert [answer(first, there)[1], answer(second, here)[1]] == [False, False]
    assert answer(first, there)[0] == answer(second, here)[0] == 404
    assert ("충북" in first.register_number, "경기" in second.register_number) == (True, True)
    assert keys.log_key("chungbuk").public_key() != keys.log_key("gyeonggi").public_key()
    logged = [set(LogEntry.objects.filter(log__complex=one.complex).values_list("pk", flat=True)) for one in both]
    assert all(logged)
    assert logged[0].isdisjoint(logged[1])
