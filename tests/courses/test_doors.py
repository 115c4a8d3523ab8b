"""Every door to a lesson, in both languages, for each kind of person."""

from urllib.parse import quote

import pytest
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.documents import get_document_model
from wagtail.models import Collection, PageViewRestriction

from courses.models import Equipment, LessonPage, ModulePage, Term
from courses.services import trees
from enrollment.models import Enrollment
from tests import factories
from training.accounts.states import Role

pytestmark = pytest.mark.django_db

KO, EN = "/courses/cells/m1/", "/en/courses/cells/m1/"
SECRET = "비밀스러운 본문"


@pytest.fixture
def school(lasting):
    """Built once for this module."""
    return lasting


@pytest.fixture
def people(school):
    home = factories.OrganizationFactory(complex=school.complex)
    operator = factories.UserFactory()
    factories.MembershipFactory(complex=school.complex, organization=home, user=operator, role=Role.OPERATOR)
    closed = factories.UserFactory(is_active=False)
    away = factories.site_of("away", "away.localhost", name_ko="다른 단지", name_en="Away", word="경기")
    neighbor = factories.MembershipFactory(complex=away, role=Role.OPERATOR).user
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
        "operator of another complex": neighbor,
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


@pytest.mark.parametrize(
    ("state", "ended_on", "status"),
    [
        ("completed", None, 200),
        ("not_completed", None, 200),  # was there to the end
        ("not_completed", "2026-12-15", 403),  # dropped out after the roster was registered
        ("withdrawn", "2026-12-08", 403),
        ("dismissed", "2026-12-15", 403),
    ],
)
def test_a_lesson_stays_open_to_who_was_there_to_the_end(client, school, state, ended_on, status):
    Enrollment.objects.filter(trainee=school.trainee).update(state=state, ended_on=ended_on)
    come_as(client, school.trainee)

    response = client.get(f"{KO}m1-2/")

    assert (response.status_code, SECRET in response.content.decode()) == (status, status == 200)


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


def test_a_document_outside_courses_is_public(client, people, school, document):
    assert client.get(document(Collection.get_first_root_node()).url).status_code == 200


@pytest.fixture
def doors(school, document):
    """Every door to a closed lesson, and the same doors to an open preview."""
    course = school.course
    course.refresh_from_db()
    collection = trees.collection_of(course)

    def shown_in(key):
        """The addresses of a document that this lesson shows: through the lesson, and Wagtail's own."""
        found = document(collection)
        add_block(school, key, "document", {"document": found.pk, "about": ""})
        return f"/lessons/{school.lesson(key).pk}/files/{found.pk}/", found.url

    closed_file, closed_document = shown_in("m1-2")
    open_file, open_document = shown_in("m1-1")
    return {
        "closed": [f"{KO}m1-2/", f"{EN}m1-2/", closed_file, closed_document],
        "open": [f"{KO}m1-1/", f"{EN}m1-1/", open_file, open_document, "/calculators/", "/calculators/np-ratio/"],
        "authors": [f"/cms/pages/{school.page('m1-2').pk}/view_draft/"],
        "people in a cohort": [f"/learn/lessons/{school.lesson('m1-2').pk}/changes/"],
    }


def add_block(school, key, kind, value):
    page = school.page(key)
    page.body = page.body.stream_block.to_python([*page.body.raw_data, {"type": kind, "value": value}])
    page.save_revision().publish()


@pytest.fixture
def undrawn(monkeypatch):
    """Pages are answered without being drawn: a door is open or closed before that."""
    monkeypatch.setattr("django.template.backends.django.Template.render", lambda *_: "")


def test_every_door_for_everyone(client, people, doors, undrawn):
    """The table: who comes through which door. Whoever may not gets 403, 404, or the way to sign in."""
    may = {
        "closed": {*READERS},
        "open": {*people},
        "authors": {"instructor", "lead"},
        "people in a cohort": {"trainee"},
    }
    wrong = []
    for name, person in people.items():
        come_as(client, person)
        for kind, addresses in doors.items():
            for address in addresses:
                status = client.get(address).status_code
                if (status == 200) != (name in may[kind]) or status not in (200, 302, 403, 404):
                    wrong.append((name, address, status))
    assert wrong == []


def test_search_is_a_door_too(client, people):
    """Neither the lists nor the counts of a search tell of a lesson that may not be opened."""
    found = {}
    for name, person in people.items():
        come_as(client, person)
        html = client.get("/search/?q=비밀스러운").content.decode()
        found[name] = ("차시 m1-1" in html, "차시 m1-2" in html)
    assert found == {name: (True, name in READERS) for name in people}


def test_the_list_of_equipment_names_no_lesson_that_may_not_be_opened(client, people, school):
    Equipment.objects.create(complex=school.complex, key="coater", name_ko="코터", name_en="Coater")
    for key in ("m1-1", "m1-2"):
        add_block(school, key, "equipment", {"key": "coater", "here": ""})
    found = {}
    for name in ("stranger", "trainee", "instructor of another course"):
        come_as(client, people[name])
        html = client.get("/equipment/").content.decode()
        found[name] = ("차시 m1-1" in html, "차시 m1-2" in html)
    closed = (True, False)
    assert found == {"stranger": closed, "trainee": (True, True), "instructor of another course": closed}


def test_what_is_restricted_or_expired_is_closed(client, people, school, doors):
    preview_file = doors["open"][2]
    page = school.page("m1-1")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    answer = client.get(f"{KO}m1-1/", follow=True)
    assert answer.redirect_chain[-1][0] == f"/account/login/?next={quote(KO, safe='')}m1-1%2F"
    come_as(client, people["applicant"])
    assert client.get(f"{KO}m1-1/").status_code == 200
    page.unpublish(set_expired=True)
    school.page("m1-1", "en").unpublish(set_expired=True)
    for name in ("stranger", "applicant", "trainee"):
        come_as(client, people[name])
        assert client.get(f"{KO}m1-1/").status_code == 404
        assert client.get(preview_file).status_code == 404
        assert "차시 m1-1" not in client.get("/search/?q=비밀스러운").content.decode()


def test_what_is_published_stands_in_the_next_answer(client, school):
    """For a stranger, whatever is kept in between; and what is taken back is gone."""
    address = f"{KO}m1-1/"
    client.get(address)
    page = school.page("m1-1")
    page.title, page.summary = "새로 발행한 제목", "새 요약"
    page.save_revision().publish()
    add_block(school, "m1-1", "text", "<p>덧붙인 문단</p>")
    answer = client.get(address)
    for words in ("새로 발행한 제목", "새 요약", "덧붙인 문단"):
        assert words in answer.content.decode()
    assert "새로 발행한 제목" in client.get("/courses/cells/").content.decode()
    assert "새로 발행한 제목" in client.get("/search/?q=덧붙인").content.decode()
    assert "max-age" not in answer.get("Cache-Control", "")
    page.unpublish()
    assert client.get(address).status_code == 404


def test_a_new_meaning_of_a_term_stands_in_the_next_answer_too(client, school):
    """Blocks are drawn once for one content; the glossary is part of it."""
    assert "oc-term" not in client.get(f"{KO}m1-1/").content.decode()
    Term.objects.create(
        complex=school.complex, key="x", term_ko="본문", term_en="x", definition_ko="뜻풀이", definition_en="x"
    )
    assert '<a class="oc-term" href="#term-x">본문</a>' in client.get(f"{KO}m1-1/").content.decode()
    Term.objects.all().delete()
    assert "oc-term" not in client.get(f"{KO}m1-1/").content.decode()


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


def test_a_page_for_a_group_is_refused_with_a_sentence_to_others_who_are_signed_in(client, school):
    """Sign-in would send them back here, and so on for ever."""
    group = Group.objects.create(name="안전 담당")
    kept = PageViewRestriction.objects.create(page=school.page("m1-1"), restriction_type=PageViewRestriction.GROUPS)
    kept.groups.add(group)
    address = "/courses/cells/m1/m1-1/"
    assert client.get(address).status_code == 302

    client.force_login(school.trainee, backend="django.contrib.auth.backends.ModelBackend")
    refused = client.get(address)
    assert refused.status_code == 403
    assert "이 페이지는 정해진 그룹만 볼 수 있습니다" in refused.content.decode()
    assert client.get("/courses/cells/m1/m1-2/").status_code == 200

    school.trainee.groups.add(group)
    assert client.get(address).status_code == 200
