"""Of all forged copies of a file none is taken for ours, whichever way it is shown to us."""

import hashlib
import os
import random

import pytest
from django.core.cache import cache
from django.test import Client

from certificates import pdf
from certificates.models import CertificateFile
from certificates.services import dropping, storing
from certificates.states import Finding
from tests import factories as ground
from tests.bench import forgeries
from tests.certificates import factories
from tests.certificates.test_dropping import blank

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]
EACH = int(os.environ.get("CHAOS_FORGERIES", "30")) // len(forgeries.KINDS)
ACCEPTED = {Finding.IDENTICAL, Finding.EXTENDED}


@pytest.fixture
def genuine(settings, monkeypatch):
    """Issued and really signed; where all are forged, on the real page, else on a blank one that names its code."""
    if not os.environ.get("CHAOS_FORGERIES"):
        monkeypatch.setattr(
            pdf, "render", lambda document: blank(document.html.split('name="keywords" content="')[1].split('"')[0])
        )
    return factories.issued()


def found(certificate, data):
    cache.clear()  # so that a limit on guesses hides nothing
    return dropping.by_file(certificate.complex, data=data, client="10.0.0.1", now=ground.NOW).finding


def test_no_forged_copy_is_accepted(genuine):
    original = storing.read(CertificateFile.objects.get())
    assert found(genuine, original) == Finding.IDENTICAL
    dice, accepted, tried = random.Random(8), [], 0
    for kind, forge in forgeries.KINDS.items():
        for _number in range(EACH):
            forged = forge(original, dice)
            assert forged != original, kind
            tried += 1
            by_hash = dropping.by_hash(
                genuine.complex, sha256=hashlib.sha256(forged).hexdigest(), now=ground.NOW
            ).finding
            if {found(genuine, forged), by_hash} & ACCEPTED:
                accepted.append(kind)
    assert (accepted, tried) == ([], EACH * len(forgeries.KINDS))


def test_genuine_file_is_accepted_and_a_forged_one_is_not_by_the_page_itself(genuine):
    """The teeth: the same door opens for the file itself."""
    original = storing.read(CertificateFile.objects.get())
    browser = Client(headers={"accept-language": "en"})

    def shown(data):
        return browser.post("/verify/file/", {"sha256": hashlib.sha256(data).hexdigest()}).content

    forged = forgeries.flipped(original, random.Random(1))
    assert (genuine.register_number.encode() in shown(original), genuine.register_number.encode() in shown(forged)) == (
        True, False,
    )  # fmt: skip
