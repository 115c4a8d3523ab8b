"""Wagtail's screens about people, with our one name and no way round our sign-in."""

import pytest

from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def root(client, complex):
    user = factories.UserFactory(name="관리자", is_superuser=True)
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("address", ["/cms/", "/cms/users/", "/cms/groups/", "/cms/account/"])
def test_page_opens(root, address):
    assert root.get(address).status_code == 200


def test_list_shows_people_and_no_way_to_add(root, person):
    page = root.get("/cms/users/").content.decode()
    assert "haneul@example.com" in page
    assert root.get("/cms/users/new/").status_code in {302, 403}
    assert "/cms/users/new/" not in page


def test_person_is_renamed_and_closed_but_keeps_the_address(root, person):
    address = f"/cms/users/edit/{person.pk}/"
    page = root.get(address).content.decode()
    assert 'name="name"' in page
    assert "first_name" not in page

    root.post(address, {"name": "김바다", "email": "other@example.com"})
    person.refresh_from_db()
    assert [person.name, person.email, person.is_active] == ["김바다", "haneul@example.com", False]


def test_nobody_is_deleted(root, person):
    root.post(f"/cms/users/delete/{person.pk}/")
    person.refresh_from_db()


def test_account_page_saves_preferences(root):
    fields = {
        "locale-preferred_language": "en",
        "theme-theme": "dark",
        "theme-contrast": "system",
        "theme-density": "default",
    }
    assert root.post("/cms/account/", fields).status_code == 302


@pytest.mark.parametrize("address", ["/cms/", "/cms/login/", "/cms/account/", "/cms/users/"])
def test_strangers_are_led_to_our_sign_in(client, complex, address):
    assert client.get(address).url == f"/account/login/?next={address}"


def test_people_without_the_right_are_refused_with_a_sentence(client, cast):
    client.force_login(cast.trainee, backend="django.contrib.auth.backends.ModelBackend")
    response = client.get("/cms/")
    assert response.status_code == 403
    assert "차시나 화면을 쓰는 사람만 볼 수 있습니다." in response.content.decode()


def test_signing_out_of_wagtail_ends_the_session(root):
    root.post("/cms/logout/")
    assert "_auth_user_id" not in root.session
