"""Which version is in force, and who agreed to which."""

from datetime import timedelta

import pytest

from training.accounts.models import Consent, ConsentText
from training.accounts.queries import consents as queries
from training.accounts.rules.consent_texts import SHIPPED
from training.accounts.services import consents

pytestmark = pytest.mark.django_db


def later_version(text, *, on):
    fields = {f.attname: getattr(text, f.attname) for f in text._meta.concrete_fields if not f.primary_key}
    return ConsentText.objects.create(**{**fields, "version": text.version + 1, "in_force_on": on})


def test_ship_puts_each_text_in_force_once(complex, now):
    first, second = consents.ship(complex, now=now), consents.ship(complex, now=now)
    assert first == second
    assert [(t.key, t.version, t.required, t.asked_at) for t in ConsentText.objects.order_by("key")] == [
        ("introduction", 1, False, "event"),
        ("marketing", 1, False, "sign_up"),
        ("outcome", 1, False, "outcome"),
        ("provision", 1, True, "application"),
        ("sponsor", 1, False, "sponsorship"),
        ("sponsor", 2, False, "sponsorship"),
        ("training", 1, True, "sign_up"),
    ]


@pytest.mark.parametrize("words", SHIPPED.values(), ids=["-".join(map(str, key)) for key in SHIPPED])
def test_shipped_text_says_all_four_in_both_languages(words):
    rows = [
        f"{row}_{language}" for row in ("title", "purpose", "items", "period", "refusal") for language in ("ko", "en")
    ]
    assert [name for name in rows if not words[name]] == []


def test_sign_up_asks_the_latest_version_of_the_day(complex, texts, now):
    tomorrow = later_version(texts["training"], on=(now + timedelta(days=1)).date())

    def asked(instant):
        return [(text.key, text.version) for text in queries.asked_at_sign_up(complex, now=instant)]

    assert asked(now) == [("training", 1), ("marketing", 1)]
    # 24 November begins at 15:00 UTC in Korea
    assert asked(now.replace(hour=14, minute=59)) == [("training", 1), ("marketing", 1)]
    assert asked(now.replace(hour=15)) == [("training", tomorrow.version), ("marketing", 1)]


def test_texts_of_another_complex_are_not_asked(cast, now):
    consents.ship(cast.neighbor.memberships.get().complex, now=now)
    assert queries.asked_at_sign_up(cast.complex, now=now) == []


def test_newer_version_ends_the_older_consent(person, complex, texts, now):
    [old] = consents.give(person, [texts["training"]], now=now)
    newer = later_version(texts["training"], on=now.date())
    [new] = consents.give(person, [newer], now=now + timedelta(days=2))

    old.refresh_from_db()
    assert [old.withdrawn_at, new.withdrawn_at] == [now + timedelta(days=2), None]
    assert Consent.objects.standing().get(user=person) == new


def test_giving_twice_is_once(person, texts, now):
    assert consents.give(person, [texts["training"]], now=now) == consents.give(person, [texts["training"]], now=now)
    assert Consent.objects.count() == 1


def test_holds_asks_for_a_standing_consent(person, complex, texts, now):
    [consent] = consents.give(person, [texts["sponsor"]], now=now)
    assert queries.holds(person, complex, "sponsor")
    consents.withdraw(consent, by=person, now=now)
    assert not queries.holds(person, complex, "sponsor")
