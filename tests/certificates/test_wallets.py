"""An address from which a wallet fetches the credential: a secret with an end, and the same bytes as were signed."""

import json
import re
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from certificates.models import Disclosure, Look
from certificates.queries import disclosures as queries
from certificates.services import disclosures, erasing
from certificates.states import Field
from tests import factories as ground
from tests.certificates import factories, foreign
from training.accounts.models import User

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]
NOW = ground.NOW


@pytest.fixture(autouse=True)
def _standing():
    ground.ground()
    cache.clear()
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def certificate(drawn):
    return factories.issued()


def make(certificate, *, fields=(Field.CREDENTIAL,), recipient="", days=1):
    return disclosures.make(certificate, recipient=recipient, fields=fields, days=days, by=certificate.person, now=NOW)


def address(made) -> str:
    return f"/verify/link/{made.token}/credential.json"


def test_wallet_fetches_what_was_signed_from_any_page(certificate):
    made = make(certificate)
    answer = Client().get(address(made), headers={"origin": "https://wallet.example"})
    assert (answer.status_code, answer.content.decode()) == (200, certificate.credential)
    kept = ("Content-Type", "Access-Control-Allow-Origin", "Cache-Control", "Referrer-Policy", "X-Robots-Tag")
    assert [answer.headers[name] for name in kept] == [
        "application/ld+json", "*", "no-store", "same-origin", "noindex, nofollow"]  # fmt: skip
    status_list = json.loads(Client().get("/status/1").content)
    did = json.loads(Client().get("/.well-known/did.json").content)
    assert foreign.verdict(answer.json(), status_list, at=NOW, did_document=did) == "valid"
    assert list(Look.objects.values_list("part", "device")) == [("credential", "program")]


@pytest.mark.parametrize(
    ("accepted", "kind"),
    [
        ("*/*", "application/ld+json"),
        ("application/json", "application/json"),
        ("application/vc", "application/vc"),
        ("text/html", "application/ld+json"),
        ("text/html, application/vc+ld+json;q=0.5", "application/vc+ld+json"),
    ],
)
def test_same_bytes_under_the_name_that_is_asked_for(certificate, accepted, kind):
    answer = Client().get(address(make(certificate)), headers={"accept": accepted})
    assert (answer.headers["Content-Type"], answer.content.decode()) == (kind, certificate.credential)


def test_address_ends_and_is_withdrawn(certificate):
    over, withdrawn, erased = (make(certificate) for _ in range(3))
    disclosures.withdraw(withdrawn.disclosure, by=certificate.person, now=NOW)
    with time_machine.travel(NOW + timedelta(days=1), tick=False):
        assert Client().get(address(over)).status_code == 410
    assert Client().get(address(withdrawn)).status_code == 410
    erasing.erase(certificate, by=None, now=NOW)
    answers = [Client().get(path) for path in (address(erased), "/verify/link/x/credential.json")]
    assert [answer.status_code for answer in answers] == [410, 404]
    assert ["홍" in answer.content.decode() or set(answer.json()) != {"ko", "en"} for answer in answers] == [
        False,
        False,
    ]
    assert Look.objects.count() == 0


def test_link_for_an_employer_gives_no_credential_and_a_wallets_no_page(certificate):
    """The credential names the code, which an employer's link may hold back."""
    employers = make(certificate, fields=[Field.NAME, Field.PDF], recipient="오창셀")
    assert Client().get(address(employers)).status_code == 410
    wallets = make(certificate)
    others = [Client().get(f"/verify/link/{wallets.token}/{more}").status_code for more in ("", "pdf/")]
    assert others == [404, 404]
    assert Field.CREDENTIAL not in dict(queries.choices(certificate))


def test_revoked_certificate_is_fetched_and_its_list_says_so(certificate):
    made = make(certificate)
    factories.revoked(certificate)
    found = Client().get(address(made)).json()
    status_list = json.loads(Client().get("/status/1").content)
    did = json.loads(Client().get("/.well-known/did.json").content)
    assert foreign.verdict(found, status_list, at=NOW, did_document=did) == "revoked"


def test_address_leads_nowhere_on_another_host(certificate):
    ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    assert Client().get(address(make(certificate)), headers={"host": "g.localhost"}).status_code == 404


def test_holder_makes_one_and_withdraws_it(certificate):
    User.objects.filter(pk=certificate.person_id).update(language="en")
    browser = Client()
    browser.force_login(certificate.person, backend="django.contrib.auth.backends.ModelBackend")
    own = f"/learn/certificates/{certificate.pk}/"
    assert "Make an address for a wallet" in browser.get(own).content.decode()
    assert "whoever guesses one can check the guess" in browser.get(f"{own}wallet/").content.decode()
    assert browser.post(f"{own}wallet/", {"days": "90"}).status_code == 422
    made = browser.post(f"{own}wallet/", {"days": "1"})
    shown = re.search(r'value="http://localhost(?::\d+)?(/verify/link/[^"]+/credential\.json)"', made.content.decode())[
        1
    ]
    assert (made.headers["Cache-Control"], "data:image/svg+xml" in made.content.decode()) == ("private, no-store", True)
    assert Client().get(shown).status_code == 200
    page = browser.get(own).content.decode()
    assert [words in page for words in ("A wallet", "the digital credential", shown)] == [True, True, False]
    assert browser.post(f"{own}links/{Disclosure.objects.get().pk}/withdraw/").status_code == 302
    assert Client().get(shown).status_code == 410


def test_certificate_without_a_credential_has_no_address(certificate):
    certificate.__class__.objects.filter(pk=certificate.pk).update(credential="")
    browser = Client()
    browser.force_login(certificate.person, backend="django.contrib.auth.backends.ModelBackend")
    assert browser.get(f"/learn/certificates/{certificate.pk}/wallet/").status_code == 404
    assert "wallet/" not in browser.get(f"/learn/certificates/{certificate.pk}/").content.decode()
