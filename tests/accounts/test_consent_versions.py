"""Versions of consent texts: who stands by which, what changed, and who is asked again."""

from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories
from training.accounts.models import Consent, ConsentText
from training.accounts.queries import consents as asked
from training.accounts.queries.consent_desk import changes, pieces
from training.accounts.services import consents

pytestmark = pytest.mark.django_db


def second_version(text, **changed):
    fields = {field.name: getattr(text, field.name) for field in ConsentText._meta.fields if field.name != "id"}
    values = {**fields, "version": text.version + 1, "in_force_on": date(2026, 2, 1), **changed}
    return ConsentText.objects.create(**values)


def enter(client, person):
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


def test_pieces_say_which_words_went_and_came():
    assert [(piece.kind, piece.words) for piece in pieces("세 해 동안 보관", "다섯 해 동안 따로 보관")] == [
        ("gone", "세"), ("new", "다섯"), ("same", "해 동안"), ("new", "따로"), ("same", "보관"),
    ]  # fmt: skip


def test_unchanged_parts_are_left_out(texts):
    later = second_version(texts["training"], period_ko="5년")
    assert [(one.part, one.language) for one in changes(texts["training"], later)] == [("period", "ko")]


def test_replaced_required_text_is_asked_again_on_the_way_to_the_desk(client, texts, now):
    person = factories.UserFactory()
    consents.give(person, [texts["training"]], now=now)
    enter(client, person)
    assert client.get("/learn/").status_code == 200
    later = second_version(texts["training"], purpose_ko="다른 목적")
    fresh = enter(Client(), person)  # in an open session it is asked on the next day
    assert fresh.get("/learn/").url == "/account/privacy/agree-again/"
    assert fresh.post("/account/privacy/agree-again/", {}).status_code == 422
    assert fresh.post("/account/privacy/agree-again/", {f"text-{later.pk}": "on"}).status_code == 302
    assert fresh.get("/learn/").status_code == 200
    standing = Consent.objects.standing().filter(user=person).values_list("consent_text__version", flat=True)
    assert (list(standing), Consent.objects.filter(user=person).count()) == ([2], 2)


@pytest.mark.parametrize("agreed", [[], ["marketing"]])
def test_who_never_agreed_to_it_or_only_to_an_optional_one_is_asked_nothing(texts, now, agreed):
    person = factories.UserFactory()
    consents.give(person, [texts[key] for key in agreed], now=now)
    second_version(texts["training"])
    second_version(texts["marketing"])
    assert asked.owed(person, texts["training"].complex, now=now) == []


def test_version_to_come_is_not_asked_yet(texts, now):
    person = factories.UserFactory()
    consents.give(person, [texts["training"]], now=now)
    second_version(texts["training"], in_force_on=date(2027, 1, 1))
    assert asked.owed(person, texts["training"].complex, now=now) == []


def test_desk_counts_who_stands_by_which_and_asks_as_much_for_three_as_for_one(client, cast, texts, now):
    first = factories.UserFactory()
    consents.give(first, [texts["training"]], now=now)
    enter(client, cast.operator).get("/desk/privacy/consents/")
    with CaptureQueriesContext(connection) as one:
        client.get("/desk/privacy/consents/")
    for _ in range(2):
        later = second_version(ConsentText.objects.filter(key="training").latest("version"))
    consents.give(first, [later], now=now)
    with CaptureQueriesContext(connection) as three:
        page = client.get("/desk/privacy/consents/")
    assert len(one) == len(three)
    counted = [
        (v.text.version, v.standing, v.ended, v.is_in_force)
        for v in page.context["versions"]
        if v.text.key == "training"
    ]
    assert counted == [(3, 1, 0, True), (2, 0, 0, False), (1, 0, 1, False)]
    assert client.get("/desk/privacy/consents/training/").status_code == 200
    assert client.get("/desk/privacy/consents/nonsense/").status_code == 404
