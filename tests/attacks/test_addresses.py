"""Addresses, filters and cookies that nobody of ours made."""

import pytest
from django.test import Client
from django.utils.html import escape

from tests.access.rules import Rule
from tests.access.test_access import table

HUGE = "99999999999999999999"
QUERIES = (  # several at once, since a page takes each for itself
    "page=abc&state=%3Cscript%3E&day=%00&part=x",
    "page=999999999999&state=%00&kind=%00&q=%00&show=%ff%00&edition=99999999999999999999",
    "page=%00&edition=%00",
    "page=-1&q=900101-1234567&q=%EF%BC%91",
)
CODES = ("%00", "%ff%fe", "%E1%84%80%E1%85%A1", "%E2%80%AE7K3M", "%F0%9F%94%8B", "١٢٣٤٥٦", "９" * 20, "a" * 3000)


def wrong_answers(client: Client, addresses: list[str], **extra: str) -> list[str]:
    """The addresses that ended in a fault of ours, with it."""
    found = []
    for address in addresses:
        try:
            status = client.get(address, **extra).status_code
        except Exception as error:
            found.append(f"{address[:80]}: {type(error).__name__} {error}"[:300])
        else:
            found += [f"{address[:80]}: {status}"] if status >= 500 else []
    return found


def sign_in(client: Client, person: object) -> None:
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


def asked(name: str, rule: Rule, who: str) -> bool:
    return who in rule.allowed and rule.method == "get" and name != "core:readyz"


@pytest.mark.parametrize("who", ["operator", "instructor", "trainee"])
def test_no_filter_and_no_page_is_a_fault(who, cast, client):
    sign_in(client, cast.people()[who])
    own = [rule.address(cast) for name, rule in table().items() if asked(name, rule, who)]
    assert wrong_answers(client, [f"{address}?{query}" for address in own for query in QUERIES]) == []


def test_an_id_beyond_the_database_is_not_found(cast, client):
    sign_in(client, cast.operator)
    numbers = {part for rule in table().values() for part in rule.address(cast).split("/") if part.isdigit()}
    addresses = {
        "/".join(big if part in numbers else part for part in rule.address(cast).split("/"))
        for name, rule in table().items()
        if name != "core:readyz"  # says 503 where the clock of the tests is not the database's
        for big in (HUGE, "9" * 5000)
    }
    assert wrong_answers(client, sorted(addresses)) == []
    assert client.get(f"/cohorts/{HUGE}/").status_code == 404
    assert client.post(f"/desk/cohorts/{HUGE}/seats/", {"capacity": 3}).status_code == 404


def test_codes_in_odd_letters_are_wrong_codes_and_no_fault(cast, client):
    session = table()["enrollment:attend"].address(cast)
    addresses = [f"{front}{code}/" for code in CODES for front in ("/verify/", session, "/", "/en/", "/courses/")]
    assert wrong_answers(client, addresses) == []


@pytest.mark.parametrize(
    "cookie",
    [
        'sessionid="\\000bcdefghijkl"',
        "sessionid=' OR 1=1",
        "sessionid=" + "9" * 4000,
        'language="\\000"',
        "csrftoken=\x7f",
    ],
)
def test_a_cookie_of_garbage_is_a_stranger(cookie, cast, client):
    assert wrong_answers(client, ["/", "/verify/", "/account/login/", "/learn/"], HTTP_COOKIE=cookie) == []


NAMES = ("<b>김</b>", 'O\'Neil "Q" &amp;', "김🔋새봄", "\u1100\u1175\u11b7새봄", "김\u202e봄새", "가" * 100)


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_stored_clean_and_shown_escaped(name, cast, client):
    sign_in(client, cast.trainee)
    data = {"name": name, "birth_date": "1999-05-17", "language": "ko"}
    assert client.post("/account/", data).status_code == 302
    cast.trainee.refresh_from_db()
    assert "\u202e" not in cast.trainee.name
    assert "\u1100" not in cast.trainee.name
    roster = table()["enrollment:roster"].address(cast)
    pages = [client.get("/account/").content.decode()]
    sign_in(client, cast.operator)
    pages += [client.get(a).content.decode() for a in (roster, f"/desk/cohorts/{cast.cohort.pk}/roster/")]
    for page in pages:
        assert "<b>김" not in page
        assert "\u202e" not in page
    assert all(escape(cast.trainee.name) in page for page in pages)
