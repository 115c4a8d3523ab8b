"""Every door to a lesson, in both languages, for each kind of person."""

import pytest
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection

from courses.models import LessonPage, ModulePage
from courses.services import trees
from tests import factories
from training.accounts.states import Role

pytestmark = pytest.mark.django_db

KO, EN = "/courses/cells/m1/", "/en/courses/cells/m1/"
SECRET = "비밀스러운 본문"


@pytest.fixture
def people(school):
    home = factories.OrganizationFactory(complex=school.complex)
    operator = factories.UserFactory()
    factories.MembershipFactory(complex=school.complex, organization=home, user=operator, role=Role.OPERATOR)
    closed = factories.UserFactory(is_active=False)
    return {
        "stranger": None,
        "applicant": factories.UserFactory(),
        "trainee of another course": factories.EnrollmentFactory(complex=school.complex).trainee,
        "trainee": school.trainee,
        "instructor": school.writer,
        "instructor of another course": school.outsider,
        "operator": operator,
        "lead": school.lead,
        "closed account": closed,
    }


READERS = ["trainee", "instructor", "operator", "lead"]


def come_as(client, person):
    client.logout()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")


@pytest.mark.parametrize("address", [f"{KO}m1-2/", f"{EN}m1-2/"])
def test_a_lesson_is_for_people_of_its_course(client, people, address):
    seen = {}
    for name, person in people.items():
        come_as(client, person)
        response = client.get(address)
        seen[name] = (response.status_code, SECRET in response.content.decode())
    assert seen == {name: (200, True) if name in READERS else (403, False) for name in people}


@pytest.mark.parametrize("address", [f"{KO}m1-1/", f"{EN}m1-1/"])
def test_a_preview_is_for_everyone(client, people, address):
    for person in people.values():
        come_as(client, person)
        response = client.get(address)
        assert response.status_code == 200
        assert SECRET in response.content.decode()


def test_a_refusal_says_what_to_do_and_is_not_kept_by_caches(client, school):
    response = client.get(f"{KO}m1-2/")
    assert response.status_code == 403
    assert 'href="/courses/cells/#cohorts"' in response.content.decode()
    assert f'href="/account/login/?next={KO}m1-2/"' in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"


def test_an_untranslated_lesson_says_so_and_is_guarded_like_the_korean(client, school):
    LessonPage.objects.get(lesson__key="m1-2", language="en").delete()
    LessonPage.objects.get(lesson__key="m1-1", language="en").delete()

    response = client.get(f"{EN}m1-1/")
    assert response.status_code == 200
    assert "This lesson has not been translated yet." in response.content.decode()
    assert SECRET in response.content.decode()
    assert client.get(f"{EN}m1-2/").status_code == 403


@pytest.mark.parametrize("path", ["", "courses/", "courses/cells/", "courses/cells/m1/"])
def test_untranslated_pages_above_do_not_fail_either(client, school, path):
    for page in ModulePage.objects.filter(language="en", module__key="m1"):
        page.delete()
    assert client.get(f"/en/{path}").status_code == 200


@pytest.mark.parametrize("path", ["courses/x/", "courses/cells/x/", "courses/cells/m1/x/", "courses/cells/m1/m1-1/x/"])
@pytest.mark.parametrize("prefix", ["/", "/en/"])
def test_an_unknown_address_is_not_found(client, school, prefix, path):
    assert client.get(prefix + path).status_code == 404


def test_a_draft_and_what_stands_under_a_draft_are_not_found(client, school):
    client.force_login(school.trainee, backend="django.contrib.auth.backends.ModelBackend")
    school.page("m1-2").unpublish()
    ModulePage.objects.get(module__key="m2", language="ko").unpublish()
    assert client.get(f"{KO}m1-2/").status_code == 404
    assert client.get("/courses/cells/m2/m2-1/").status_code == 404
    assert "m2-1" not in client.get("/courses/cells/").content.decode()


def test_a_lesson_of_another_complex_is_not_found_on_this_host(client, school):
    away = factories.site_of("away", "away.localhost", name_ko="다른 단지", name_en="Away", word="경기")
    for model in (school.course, *school.course.modules.all()):
        type(model).objects.filter(pk=model.pk).update(complex=away)
    lesson = school.lesson("m1-1")
    type(lesson).objects.filter(pk=lesson.pk).update(complex=away)
    assert client.get(f"{KO}m1-1/").status_code == 404


@pytest.fixture
def document(school, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path

    def make(collection):
        file = ContentFile(b"secret sheet", name="sheet.txt")
        return get_document_model().objects.create(title="표", file=file, collection=collection)

    return make


def test_a_document_of_a_course_is_for_people_of_the_course(client, people, school, document):
    school.course.refresh_from_db()
    below = trees.collection_of(school.course).add_child(name="아래")
    seen = {}
    for name, person in people.items():
        come_as(client, person)
        response = client.get(document(below).url)
        seen[name] = response.status_code
    refused = dict.fromkeys(people, 403) | {"stranger": 302, "closed account": 302}
    assert seen == refused | dict.fromkeys(READERS, 200)


def test_a_document_outside_courses_is_open_to_those_signed_in(client, people, school, document):
    come_as(client, people["applicant"])
    assert client.get(document(Collection.get_first_root_node()).url).status_code == 200


def test_nobody_answering_means_refused(client, school, monkeypatch):
    from courses.ports import lesson_access

    monkeypatch.setattr(lesson_access, "_answer", None)
    client.force_login(school.trainee, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(f"{KO}m1-2/").status_code == 403
    assert client.get(f"{KO}m1-1/").status_code == 200


def test_an_english_text_says_how_it_stands_to_the_korean(client, school):
    outdated = "The Korean lesson has changed since this translation."
    assert outdated not in client.get(f"{EN}m1-1/").content.decode()
    korean = school.page("m1-1")
    korean.summary = "바뀐 요약"
    korean.save_revision().publish()
    assert outdated in client.get(f"{EN}m1-1/").content.decode()
    english = school.page("m1-1", "en")
    english.translates = ""
    english.save_revision().publish()
    assert "Nobody has compared this English text" in client.get(f"{EN}m1-1/").content.decode()
