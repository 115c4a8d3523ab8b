"""Where people are signed in: listed, ended one by one or all but this one; an ended one is refused at once."""

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.auth import hashers
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from training.accounts.models import User
from training.accounts.queries.sessions import device
from training.accounts.services import memberships

pytestmark = pytest.mark.django_db
CHROME = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.fixture
def confirmed(person):
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def signed_in(person, agent=CHROME):
    client = Client(headers={"user-agent": agent})
    answer = client.post("/account/login/", {"login": person.email, "password": factories.PASSWORD})
    assert answer.status_code == 302
    return client


def test_sessions_are_listed_this_one_first(confirmed):
    signed_in(confirmed, "curl/8")
    here = signed_in(confirmed)
    listed = here.get("/account/sessions/").context["sessions"]
    assert [(place.where, place.is_here) for place in listed] == [
        ("Chrome · Windows", True),
        ("알 수 없는 기기", False),
    ]


def test_ended_session_is_refused_at_its_next_request(confirmed):
    elsewhere, here = signed_in(confirmed), signed_in(confirmed)
    assert elsewhere.get("/account/").status_code == 200
    other = next(p for p in here.get("/account/sessions/").context["sessions"] if not p.is_here)
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 302
    assert (elsewhere.get("/account/").status_code, here.get("/account/").status_code) == (302, 200)
    assert here.post(f"/account/sessions/{other.pk}/end/").status_code == 404


def test_ending_all_others_keeps_this_one(confirmed):
    others, here = [signed_in(confirmed) for _ in range(2)], signed_in(confirmed)
    here.post("/account/sessions/end-others/")
    assert [client.get("/account/").status_code for client in (*others, here)] == [302, 302, 200]
    assert UserSession.objects.filter(user=confirmed).count() == 1


def test_another_persons_session_does_not_exist(confirmed, complex):
    theirs = signed_in(confirmed)
    stranger = factories.UserFactory()
    EmailAddress.objects.create(user=stranger, email=stranger.email, verified=True, primary=True)
    mine = signed_in(stranger)
    session = UserSession.objects.get(user=confirmed)
    assert mine.post(f"/account/sessions/{session.pk}/end/").status_code == 404
    mine.post("/account/sessions/end-others/")
    assert theirs.get("/account/").status_code == 200


def test_role_taken_away_ends_with_the_open_session(cast, now):
    EmailAddress.objects.create(user=cast.operator, email=cast.operator.email, verified=True, primary=True)
    client = signed_in(cast.operator)
    assert client.get("/desk/").status_code == 200
    memberships.revoke(cast.operator.memberships.get(), by=cast.admin, now=now, reason="-")
    assert client.get("/desk/").status_code == 403


def test_disabled_account_is_out_with_the_open_session(confirmed):
    client = signed_in(confirmed)
    User.objects.filter(pk=confirmed.pk).update(is_active=False)
    assert client.get("/account/sessions/").status_code == 302


def test_each_session_costs_the_same(confirmed):
    """Each is looked up by its key, since a session that ran out goes from the list: three for each, and no more."""
    here = signed_in(confirmed)
    here.get("/account/sessions/")
    counts = []
    for _ in range(3):
        with CaptureQueriesContext(connection) as asked:
            here.get("/account/sessions/")
        counts.append(len(asked))
        signed_in(confirmed)
    assert counts[1] - counts[0] == counts[2] - counts[1] <= 3


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (CHROME, "Chrome · Windows"),
        (
            "Mozilla/5.0 (Linux; Android 14) SamsungBrowser/25 Chrome/121 Mobile Safari/537.36",
            "Samsung Internet · Android",
        ),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/124 Whale/3.26 Safari/537.36", "Whale · Windows"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) Version/18 Mobile Safari/604.1", "Safari · iOS"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:132.0) Gecko/20100101 Firefox/132.0", "Firefox · Linux"),
        ("", "알 수 없는 기기"),
    ],
)
def test_device_in_words(agent, words, settings):
    from django.utils import translation

    with translation.override("ko"):
        assert device(agent) == words


# --- no enumeration by time: what takes time is hashing a password, so it is counted ---------------
@pytest.fixture
def hashed(monkeypatch):
    counted = []
    encode = hashers.MD5PasswordHasher.encode
    monkeypatch.setattr(
        hashers.MD5PasswordHasher, "encode", lambda self, *args: counted.append(1) or encode(self, *args)
    )
    return counted


def hashings(hashed, act):
    hashed.clear()
    act()
    return len(hashed)


def test_sign_in_hashes_as_often_for_a_known_as_for_an_unknown_address(client, confirmed, hashed):
    def sign_in(address):
        return lambda: client.post("/account/login/", {"login": address, "password": "not-the-password"})

    known, unknown = hashings(hashed, sign_in(confirmed.email)), hashings(hashed, sign_in("nobody@example.com"))
    assert known == unknown > 0


def test_closed_account_hashes_as_often_as_an_open_one(client, confirmed, hashed):
    def sign_in():
        client.post("/account/login/", {"login": confirmed.email, "password": "not-the-password"})

    standing = hashings(hashed, sign_in)
    User.objects.filter(pk=confirmed.pk).update(is_active=False)
    assert hashings(hashed, sign_in) == standing


def test_sign_up_hashes_as_often_for_a_known_as_for_a_new_address(client, texts, confirmed, hashed):
    def sign_up(address):
        filled = {
            "email": address, "password1": "a-long-enough-password-2", "name": "김하늘", "birth_date": "19990517",
            **{f"consent_{key}": "on" for key, text in texts.items() if text.required},
        }  # fmt: skip
        return lambda: Client().post("/account/signup/", filled)

    known, new = hashings(hashed, sign_up(confirmed.email)), hashings(hashed, sign_up("new@example.com"))
    assert known == new > 0
    assert User.objects.filter(email="new@example.com").exists()
