"""A holder's link: one employer, chosen parts, until an instant; who looked; withdrawn at once."""

import re
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from certificates.models import Disclosure, Look, Verification
from certificates.queries import disclosures as queries
from certificates.rules.devices import device
from certificates.services import disclosures
from certificates.states import Device, Field, LookedAt
from enrollment.models import SkillRecord
from tests import factories as ground
from tests.certificates import factories
from tests.enrollment.skills import build
from training.accounts.models import User
from training.core.errors import DomainError, Refused
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
NOW = ground.NOW
DESK = "Mozilla/5.0 (X11; Linux x86_64) Firefox/140.0"
ALL = [field.value for field in Field if field != Field.CREDENTIAL]  # that is a wallet's


@pytest.fixture(autouse=True)
def _standing():
    ground.ground()
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def certificate(drawn):
    return factories.issued()


@pytest.fixture
def employer():
    return Client(headers={"accept-language": "en", "user-agent": DESK})


def make(certificate, *, fields=ALL, days=7, by=None, now=NOW):
    who = by or certificate.person
    return disclosures.make(certificate, recipient="오창셀", fields=fields, days=days, by=who, now=now)


def address(made, more="") -> str:
    return f"/verify/link/{made.token}/{more}"


def at(instant):
    return time_machine.travel(instant, tick=False)


def heading(response) -> str:
    return re.sub(r"\s+", " ", re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]).strip()


PARTS = {
    Field.NAME: "홍길동",
    Field.BIRTH_DATE: "1999",
    Field.COURSE: "Practical battery cell manufacturing",
    Field.HOURS: "28.5 hours",
    Field.MODULES: "Formation",
    Field.PDF: "Download the PDF",
}


@pytest.mark.parametrize("field", PARTS)
def test_employer_sees_what_was_chosen_and_nothing_else(field, certificate, employer):
    """Each part alone; every other would show if it were not held back."""
    text = employer.get(address(make(certificate, fields=[field]))).content.decode()
    body = re.sub(r"<title>.*?</title>", "", text)
    assert [part for part, words in PARTS.items() if words in body] == [field]
    assert "This certificate is valid." in text
    assert "오창셀" in text
    assert certificate.register_number in text


def test_database_keeps_the_hash_of_the_token_alone(certificate):
    made = make(certificate)
    assert made.token not in str(Disclosure.objects.values().get())
    assert disclosures.found(certificate.complex, made.token) == made.disclosure
    assert disclosures.found(certificate.complex, made.token + "x") is None


def test_link_ends_at_its_instant_and_when_it_is_withdrawn(certificate, employer):
    made = make(certificate, days=1)
    last = NOW + timedelta(days=1)
    for instant, status, words in (
        (last - timedelta(seconds=1), 200, "This certificate is valid."),
        (last, 410, "The time of this link is over"),
    ):
        with at(instant):
            response = employer.get(address(made))
            assert (response.status_code, heading(response)) == (status, words)
            assert employer.get(address(made, "pdf/")).status_code == status
    disclosures.withdraw(made.disclosure, by=certificate.person, now=NOW)
    response = employer.get(address(made))
    assert (response.status_code, heading(response)) == (410, "This link was withdrawn")
    assert "홍길동" not in response.content.decode()
    assert employer.get(address(made, "pdf/")).status_code == 410
    disclosures.withdraw(made.disclosure, by=certificate.person, now=last)
    assert Disclosure.objects.get().revoked_at == NOW
    assert employer.get("/verify/link/nothing/").status_code == 404


def test_revoked_certificate_reads_revoked_by_its_link(certificate, employer):
    made = make(certificate)
    factories.revoked(certificate)
    assert heading(employer.get(address(made))).startswith("Revoked on 23 Nov 2026.")


def test_link_leads_nowhere_on_another_host(certificate, employer):
    ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    assert employer.get(address(make(certificate)), headers={"host": "g.localhost"}).status_code == 404


def test_answer_is_not_stored_indexed_or_passed_on(certificate, employer):
    response = employer.get(address(make(certificate)))
    found = {name: response.headers[name] for name in ("Cache-Control", "X-Robots-Tag", "Referrer-Policy")}
    assert found == {
        "Cache-Control": "no-store", "X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin",
    }  # fmt: skip
    assert Verification.objects.get().question == "link"


def test_file_is_given_only_where_it_was_chosen(certificate, employer):
    with_file, without = make(certificate), make(certificate, fields=[Field.NAME])
    assert employer.get(address(with_file, "pdf/")).content.startswith(b"%PDF")
    assert employer.get(address(without, "pdf/")).status_code == 404
    assert list(Look.objects.values_list("part", flat=True)) == ["pdf"]


def test_looks_are_kept_coarsely(certificate, employer):
    made = make(certificate)
    employer.get(address(made), REMOTE_ADDR="198.51.100.7")
    with at(NOW + timedelta(minutes=9)):
        employer.get(address(made), REMOTE_ADDR="198.51.100.7")
        employer.get(address(made), REMOTE_ADDR="203.0.113.9", headers={"user-agent": "kakaotalk-scrap/1.0"})
    with at(NOW + timedelta(minutes=10)):
        employer.get(address(made), REMOTE_ADDR="198.51.100.7")
    link = queries.of_certificate(certificate, now=NOW)[0]
    assert [(seen.visitor, seen.look.device) for seen in link.looks] == [
        (1, "computer"),
        (2, "program"),
        (1, "computer"),
    ]
    rows = str(list(Look.objects.values()))
    assert [secret for secret in ("198.51.100", "203.0.113", "Firefox") if secret in rows] == []


def test_visitor_cannot_be_followed_from_link_to_link(certificate, employer):
    for _ in range(2):
        employer.get(address(make(certificate)))
    assert len(set(Look.objects.values_list("visitor", flat=True))) == 2


def test_holder_looking_is_no_look(certificate, employer):
    employer.force_login(certificate.person, backend="django.contrib.auth.backends.ModelBackend")
    employer.get(address(make(certificate)))
    assert Look.objects.count() == 0


def test_looks_are_bounded(certificate, employer, monkeypatch):
    monkeypatch.setattr(disclosures, "MOST_LOOKS", 1)
    made = make(certificate)
    for client in ("198.51.100.7", "203.0.113.9"):
        disclosures.note(made.disclosure, part=LookedAt.PAGE, client=client, agent=DESK, by=None, now=NOW)
    assert Look.objects.count() == 1


@pytest.mark.parametrize(
    ("agent", "word"),
    [
        (DESK, Device.COMPUTER),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) Mobile Safari", Device.PHONE),
        ("Mozilla/5.0 (Linux; Android 16) Chrome/150 Mobile", Device.PHONE),
        ("Mozilla/5.0 (compatible; Googlebot/2.1)", Device.PROGRAM),
        ("curl/8", Device.PROGRAM),
        ("", Device.PROGRAM),
    ],
)
def test_agent_becomes_one_of_three_words(agent, word):
    assert device(agent) == word


def test_only_the_holder_makes_one_and_only_of_what_counts(certificate, monkeypatch):
    with pytest.raises(Refused):
        make(certificate, by=certificate.decision.decided_by)
    monkeypatch.setattr(disclosures, "MOST_OPEN", 1)
    first = make(certificate)
    with pytest.raises(DomainError, match="이미 1개"):
        make(certificate)
    disclosures.withdraw(first.disclosure, by=certificate.person, now=NOW)
    make(certificate)
    factories.revoked(certificate)
    with pytest.raises(DomainError, match="효력이 없는"):
        make(certificate)


def test_making_and_withdrawing_stand_in_the_audit_trail(certificate):
    made = make(certificate)
    disclosures.withdraw(made.disclosure, by=certificate.person, now=NOW)
    assert list(AuditEntry.objects.filter(action__startswith="link").order_by("pk").values_list("action", flat=True)) == [
        "link made", "link withdrawn",
    ]  # fmt: skip


def test_list_of_links_takes_two_queries(certificate, employer):
    counts = []
    for _ in range(3):
        employer.get(address(make(certificate)))
        with CaptureQueriesContext(connection) as asked:
            assert all(link.looks for link in queries.of_certificate(certificate, now=NOW))
        counts.append(len(asked))
    assert counts == [2, 2, 2]


def test_holder_makes_sees_and_withdraws_one(certificate):
    User.objects.filter(pk=certificate.person_id).update(language="en")
    browser = Client()
    browser.force_login(certificate.person, backend="django.contrib.auth.backends.ModelBackend")
    where = f"/learn/certificates/{certificate.pk}/links/"
    assert heading(browser.get(where)) == "A link for an employer"
    assert browser.post(where, {"recipient": "오창셀", "fields_shown": ["name"], "days": "8"}).status_code == 422
    made = browser.post(where, {"recipient": "오창셀", "fields_shown": ["name", "pdf"], "days": "7"})
    shown = re.search(r'value="http://localhost(?::\d+)?(/verify/link/[^"]+)"', made.content.decode())[1]
    assert (heading(made), Client().get(shown).status_code) == ("The link is made", 200)
    page = browser.get(f"/learn/certificates/{certificate.pk}/").content.decode()
    assert ("Opened 1 time" in page, shown in page) == (True, False)
    link = Disclosure.objects.get()
    assert link.fields == ["name", "pdf"]
    assert browser.post(f"{where}{link.pk}/withdraw/").status_code == 302
    assert Client().get(shown).status_code == 410


def test_skills_are_shown_with_their_reading_where_they_were_passed(certificate, employer):
    module = certificate.cohort.course.modules.first()
    passed, tried = (build.skill(certificate.cohort, key=f"skill-{n}", module=module) for n in range(2))
    for skill, good in ((passed, True), (tried, False)):
        SkillRecord.objects.create(
            complex=certificate.complex, enrollment=certificate.enrollment, skill=skill, version=skill.versions.get(),
            attempt=1, value=Decimal("68.4"), passed=good, taken_at=NOW, recorded_at=NOW,
            assessed_by=certificate.decision.decided_by, ticket=skill.key,
        )  # fmt: skip
    shown = queries.shown(make(certificate, fields=[Field.SKILLS]).disclosure)
    assert [(skill.title, skill.reading[:4]) for skill in shown.skills] == [(str(passed), "68.4")]
    assert queries.shown(make(certificate, fields=[Field.NAME]).disclosure).skills is None
