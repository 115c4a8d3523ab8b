"""What a policy said stays readable: each publication appends an edition, and none is ever changed."""

import hashlib
from datetime import date

import pytest
from django.db import IntegrityError, connection, transaction

from tests import factories
from training.core.models import HomePage, PolicyEdition, PolicyPage
from training.core.services import policies

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(complex) -> PolicyPage:
    home = HomePage.objects.get(pk=complex.site.root_page_id)
    page = PolicyPage(title="개인정보 처리방침", slug="privacy", locale=home.locale, in_force_on=date(2026, 11, 1))
    page.body = [("text", "<p>이름과 전자우편을 받습니다.</p>")]
    return home.add_child(instance=page)


def publish(page: PolicyPage, text: str | None = None, **fields) -> None:
    if text:
        page.body = [("text", f"<p>{text}</p>")]
    for name, value in fields.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_publishing_appends_an_edition_with_its_hash(page, complex):
    publish(page)

    edition = PolicyEdition.objects.get()
    assert (edition.complex, edition.key, edition.language, edition.number, edition.in_force_on) == (
        complex,
        page.translation_key,
        "ko",
        1,
        date(2026, 11, 1),
    )
    assert "이름과 전자우편을 받습니다." in edition.content
    assert edition.sha256 == hashlib.sha256(edition.content.encode()).hexdigest()


def test_a_draft_is_no_edition(page):
    page.body = [("text", "<p>초안</p>")]
    page.save_revision()
    assert not PolicyEdition.objects.exists()


def test_each_change_that_a_reader_sees_is_the_next_edition(page):
    publish(page)
    publish(page)  # the same text again
    publish(page, "전화번호도 받습니다.")
    publish(page, in_force_on=date(2026, 12, 1))
    publish(page, title="개인정보 처리방침(개정)")

    assert list(PolicyEdition.objects.values_list("number", "title", "in_force_on").order_by("number")) == [
        (1, "개인정보 처리방침", date(2026, 11, 1)),
        (2, "개인정보 처리방침", date(2026, 11, 1)),
        (3, "개인정보 처리방침", date(2026, 12, 1)),
        (4, "개인정보 처리방침(개정)", date(2026, 12, 1)),
    ]


def test_without_a_day_an_edition_is_in_force_from_its_publication(page, now):
    page.in_force_on = None
    page.save()

    assert policies.keep(page, now=now).in_force_on == date(2026, 11, 23)
    assert policies.keep(page, now=now) is None


def test_an_edition_is_never_changed_or_deleted(page):
    publish(page)
    edition = PolicyEdition.objects.get()
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(TypeError):
        edition.delete()


@pytest.mark.parametrize("statement", ["UPDATE core_policyedition SET title = 'x'", "DELETE FROM core_policyedition"])
def test_the_database_refuses_to_change_or_delete_an_edition(page, statement):
    publish(page)
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("DROP TABLE ledger_may_be_emptied")  # only tests have it, so that they can flush
        with pytest.raises(IntegrityError, match="never changed"), transaction.atomic():
            cursor.execute(statement)


def test_a_number_is_given_once(page, now):
    publish(page)
    edition = PolicyEdition.objects.get()
    edition.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.save()


def test_editions_outlive_the_page(page):
    publish(page)
    page.delete()
    assert PolicyEdition.objects.count() == 1


def test_a_page_outside_every_complex_keeps_nothing(complex, now):
    root = complex.site.root_page.get_parent()
    stray = root.add_child(instance=HomePage(title="다른 곳", slug="elsewhere", locale=complex.site.root_page.locale))
    page = stray.add_child(instance=PolicyPage(title="방침", slug="privacy", locale=stray.locale))
    assert policies.keep(page, now=now) is None


def test_readers_see_the_newest_and_may_read_any_other(page, client):
    publish(page)
    publish(page, "전화번호도 받습니다.", in_force_on=date(2026, 12, 1))

    newest = client.get("/privacy/").content.decode()
    assert "전화번호도 받습니다." in newest
    assert "개정 2, 시행일 2026. 12. 1.(화)." in newest
    assert 'href="/privacy/?edition=1"' in newest

    first = client.get("/privacy/?edition=1").content.decode()
    assert "이름과 전자우편을 받습니다." in first
    assert "전화번호도" not in first
    assert "개정 1, 시행일 2026. 11. 1.(일). 지금은 더 새로운 개정본이 있습니다." in first


@pytest.mark.parametrize("asked", ["0", "3", "x", "-1", "1'"])
def test_an_edition_that_never_was_is_no_page(page, client, asked):
    publish(page)
    publish(page, "전화번호도 받습니다.")
    assert client.get("/privacy/", {"edition": asked}).status_code == 404


def test_both_languages_keep_their_own_numbers(page, complex):
    english_home = complex.site.root_page.copy_for_translation(factories.Locale.objects.get(language_code="en"))
    english_home.save_revision().publish()
    publish(page)
    publish(page, "전화번호도 받습니다.")
    english = page.copy_for_translation(factories.Locale.objects.get(language_code="en"))
    publish(english, "We keep your name.")

    assert list(PolicyEdition.objects.values_list("language", "number").order_by("language", "number")) == [
        ("en", 1),
        ("ko", 1),
        ("ko", 2),
    ]
