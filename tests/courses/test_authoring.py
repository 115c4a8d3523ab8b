"""Writing, reviewing and publishing through Wagtail's own admin, each person as themselves."""

import pytest
from django.urls import reverse
from wagtail.models import ModelLogEntry, Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from courses.models import Course, Equipment, Lesson, LessonEdition, LessonPage, Module, ModulePage, Term
from courses.services import authors
from tests import factories
from training.accounts.models import Membership

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"


def sign_in(client, person):
    client.logout()
    client.force_login(person, backend=BACKEND)
    return client


def form_of(page, **changes) -> dict:
    """What the editor's form posts for a lesson page."""
    data = {
        "title": page.title,
        "slug": page.slug,
        "seo_title": "",
        "search_description": "",
        "go_live_at": "",
        "expire_at": "",
        "summary": page.summary,
        "objectives": page.objectives,
        "sources": page.sources,
        "review_notes": page.review_notes,
        "body": streamfield([("text", rich_text("<p>강사가 쓴 본문</p>"))]),
        "comments": {"TOTAL_FORMS": 0, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000},
    }
    comments = data.pop("comments")
    flat = nested_form_data(data | changes)
    return {f"comments-{key}": value for key, value in comments.items()} | flat


def edit(client, page, **changes):
    return client.post(reverse("wagtailadmin_pages:edit", args=[page.pk]), form_of(page, **changes))


def submit(client, page, **changes):
    return edit(client, page, **{"action-submit": "1"}, **changes)


def decide(client, page, what="approve", **data):
    state = Page.objects.get(pk=page.pk).current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, what, state.pk])
    return client.post(address, data)


NEW_MODULE = {
    "title_ko": "디개싱",
    "title_en": "Degassing",
    "key": "degassing",
    "theory_hours": "4",
    "practice_hours": "4",
    "lesson_title_ko": "가스 빼기",
    "lesson_title_en": "",
    "lesson_key": "gas-out",
    "minutes": "30",
    "lesson_theory_hours": "1",
    "lesson_practice_hours": "0",
}


def add(client, school, **changes):
    block = school.course.blocks.get(key="electrode")
    return client.post(
        reverse("courses:add_module", args=[school.course.pk]), NEW_MODULE | {"block": block.pk} | changes
    )


# --- adding --------------------------------------------------------------------------------------
def test_a_module_and_its_lesson_are_added_in_one_step_as_drafts(client, school):
    response = add(sign_in(client, school.writer), school)

    module = Module.objects.get(key="degassing")
    lesson = module.lessons.get()
    assert (str(module.block), module.order, lesson.title_ko) == ("전극", 2, "가스 빼기")
    assert list(Module.objects.filter(course=school.course).values_list("key", flat=True)) == ["m1", "degassing", "m2"]
    pages = [(p.language, p.title, p.live) for p in module.pages.order_by("-language")]
    assert pages == [("ko", "디개싱", False), ("en", "Degassing", False)]
    page = lesson.pages.get()
    assert (page.language, page.live, page.owner) == ("ko", False, school.writer)
    assert response.url == reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(response.url).status_code == 200
    assert client.get("/courses/cells/degassing/").status_code == 404


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title_ko": ""}, "title_ko"),
        ({"title_ko": "가" * 151}, "title_ko"),
        ({"key": "m1"}, "key"),
        ({"key": "한글"}, "key"),
        ({"block": "9999"}, "block"),
        ({"minutes": "soon"}, "minutes"),
        ({"theory_hours": "-1"}, "theory_hours"),
        ({"lesson_title_ko": "900101-1234567"}, "lesson_title_ko"),
    ],
)
def test_a_wrong_entry_is_said_beside_the_field_and_nothing_is_added(client, school, changes, field):
    response = add(sign_in(client, school.writer), school, **changes)
    assert response.status_code == 422
    assert list(response.context["form"].errors) == [field]
    assert not Module.objects.filter(key="degassing").exists()
    assert Module.objects.filter(course=school.course).count() == 2


def test_a_repeated_post_adds_nothing_twice(client, school):
    sign_in(client, school.writer)
    assert [add(client, school).status_code for _ in range(2)] == [302, 422]
    assert Lesson.objects.filter(key="gas-out").count() == 1


def test_who_may_add(client, school):
    seen = {}
    for name in ("writer", "outsider", "lead", "trainee"):
        seen[name] = add(sign_in(client, getattr(school, name)), school, key=f"by-{name}").status_code
    assert seen == {"writer": 302, "outsider": 403, "lead": 302, "trainee": 403}


def test_a_lesson_is_added_to_a_module(client, school):
    sign_in(client, school.writer)
    module = Module.objects.get(key="m2")
    data = {key: value for key, value in NEW_MODULE.items() if key.startswith(("lesson", "minutes"))}
    response = client.post(
        reverse("courses:add_lesson", args=[module.pk]), data | {"lesson_title_en": "Getting the gas out"}
    )
    lesson = module.lessons.get(key="gas-out")
    assert (lesson.order, lesson.pages.count(), response.status_code) == (3, 2, 302)


def test_the_menu_and_the_page_header_offer_it_to_authors_only(client, school):
    address = reverse("courses:add_module", args=[school.course.pk])
    course_page = school.course.pages.get(language="ko")
    explore = reverse("wagtailadmin_explore", args=[course_page.pk])
    assert address in sign_in(client, school.writer).get(explore).content.decode()
    assert client.get(reverse("courses:add_module_where")).url == address
    assert client.get(reverse("wagtailadmin_home")).status_code == 200
    assert sign_in(client, school.trainee).get(reverse("courses:add_module_where")).status_code == 403


def test_a_page_cannot_be_added_without_its_row(client, school):
    sign_in(client, school.lead)
    parent = ModulePage.objects.get(module__key="m1", language="ko")
    response = client.get(reverse("wagtailadmin_pages:add", args=["courses", "lessonpage", parent.pk]))
    assert response.status_code in (302, 403, 404)


# --- the round of review -------------------------------------------------------------------------
def test_the_round_from_draft_to_published(client, school):
    page = school.page("m1-1")
    sign_in(client, school.writer)
    assert edit(client, page).status_code == 302
    assert LessonPage.objects.get(pk=page.pk).summary == "요약 문장"
    assert "강사가 쓴 본문" not in client.get("/courses/cells/m1/m1-1/").content.decode()
    preview = client.post(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]), form_of(page))
    assert preview.json()["is_valid"]
    shown = client.get(reverse("wagtailadmin_pages:preview_on_edit", args=[page.pk]))
    assert shown.status_code == 200
    assert "강사가 쓴 본문" in shown.content.decode()

    assert submit(client, page).status_code == 302
    assert not Page.objects.get(pk=page.pk).live_revision.content["body"].count("강사가 쓴 본문")

    assert decide(sign_in(client, school.writer), page).status_code in (302, 403)
    assert "강사가 쓴 본문" not in client.get("/courses/cells/m1/m1-1/").content.decode()

    assert decide(sign_in(client, school.second), page).status_code in (200, 302)
    assert "강사가 쓴 본문" in client.get("/courses/cells/m1/m1-1/").content.decode()
    edition = LessonEdition.objects.latest_of(page.lesson, "ko")
    assert (edition.number, edition.published_by) == (2, school.second)


def test_a_new_module_is_seen_once_its_lesson_is_approved(client, school):
    add(sign_in(client, school.writer), school)
    page = LessonPage.objects.get(lesson__key="gas-out")
    submit(client, page)
    decide(sign_in(client, school.second), page)

    html = client.get("/courses/cells/").content.decode()
    assert "디개싱" in html
    assert sign_in(client, school.trainee).get("/courses/cells/degassing/gas-out/").status_code == 200


@pytest.mark.parametrize(("name", "may"), [("writer", False), ("second", True), ("lead", True), ("outsider", False)])
def test_who_may_approve(client, school, name, may):
    page = school.page("m1-1")
    submit(sign_in(client, school.writer), page)
    decide(sign_in(client, getattr(school, name)), page)
    assert (LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 2) == may


def test_a_superuser_does_not_approve_their_own_either(client, school):
    admin = factories.UserFactory(is_superuser=True)
    page = school.page("m1-1")
    submit(sign_in(client, admin), page)
    decide(client, page)
    assert LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 1


def test_who_wrote_the_waiting_text_does_not_approve_it_though_another_submitted(client, school):
    page = school.page("m1-1")
    edit(sign_in(client, school.writer), page)
    draft = Page.objects.get(pk=page.pk)
    draft.get_workflow().start(draft, school.second)
    for person in (school.writer, school.second):
        decide(sign_in(client, person), page)
    assert LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 1
    decide(sign_in(client, school.lead), page)
    assert LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 2


def test_the_submitter_cannot_edit_while_it_waits(client, school):
    page = school.page("m1-1")
    submit(sign_in(client, school.writer), page)
    before = page.revisions.count()
    edit(client, page, summary="몰래 고친 요약")
    assert page.revisions.count() == before


def test_an_instructor_cannot_publish_while_review_is_on(client, school):
    page = school.page("m1-1")
    edit(sign_in(client, school.writer), page, **{"action-publish": "1"})
    assert LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 1


def test_without_review_an_instructor_publishes(client, school):
    school.complex.refresh_from_db()
    authors.require_review(school.complex, required=False, by=school.admin, now=factories.NOW)
    page = school.page("m1-1")
    edit(sign_in(client, school.writer), page, **{"action-publish": "1"})
    assert "강사가 쓴 본문" in client.get("/courses/cells/m1/m1-1/").content.decode()

    authors.require_review(school.complex, required=True, by=school.admin, now=factories.NOW)
    edit(sign_in(client, school.writer), page, summary="또 다른 요약", **{"action-publish": "1"})
    assert LessonPage.objects.get(pk=page.pk).summary == "요약 문장"


def test_the_editor_says_that_the_english_is_up_to_date(client, school):
    korean = school.page("m1-1")
    korean.summary = "바뀐 요약"
    korean.save_revision().publish()
    page = school.page("m1-1", "en")
    edit(sign_in(client, school.lead), page, matches_korean="on", **{"action-publish": "1"})
    standing = LessonEdition.objects.latest_of(page.lesson, "ko")
    assert LessonPage.objects.get(pk=page.pk).translates == standing.sha256
    assert LessonEdition.objects.latest_of(page.lesson, "en").translates == standing.sha256


# --- what an instructor of another course must not see --------------------------------------------
def doors(page, revision) -> dict[str, str]:
    args = {"edit": [page.pk], "history": [page.pk], "copy": [page.pk], "move": [page.pk], "delete": [page.pk]}
    args |= {"unpublish": [page.pk], "usage": [page.pk], "view_draft": [page.pk], "preview_on_edit": [page.pk]}
    addresses = {name: reverse(f"wagtailadmin_pages:{name}", args=arg) for name, arg in args.items()}
    addresses["revision"] = reverse("wagtailadmin_pages:revisions_view", args=[page.pk, revision.pk])
    addresses["revert"] = reverse("wagtailadmin_pages:revisions_revert", args=[page.pk, revision.pk])
    addresses["compare"] = reverse("wagtailadmin_pages:revisions_compare", args=[page.pk, "live", revision.pk])
    return addresses


def test_an_instructor_of_another_course_finds_every_door_shut(client, school):
    page = school.page("m1-1")
    edit(sign_in(client, school.writer), page, summary="아직 비밀인 초안")
    revision = page.revisions.latest("pk")
    sign_in(client, school.outsider)
    seen = {}
    for name, address in doors(page, revision).items():
        response = client.get(address)
        seen[name] = response.status_code in (302, 403, 404) and "아직 비밀인 초안" not in response.content.decode()
    assert seen == dict.fromkeys(seen, True)


def test_the_same_doors_are_open_to_its_author(client, school):
    """So that the test above cannot pass by a wrong address."""
    page = school.page("m1-1")
    edit(sign_in(client, school.writer), page, summary="아직 비밀인 초안")
    opened = {
        name
        for name, address in doors(page, page.revisions.latest("pk")).items()
        if client.get(address).status_code == 200
    }
    assert {"edit", "history", "copy", "compare", "view_draft", "revision", "usage"} <= opened


def test_an_outsider_cannot_copy_a_lesson_into_the_own_course(client, school):
    page = school.page("m1-1")
    own = Course.objects.get(key="packs").pages.get(language="ko")
    before = Page.objects.count()
    sign_in(client, school.outsider).post(
        reverse("wagtailadmin_pages:copy", args=[page.pk]),
        {"new_title": "훔친 글", "new_slug": "stolen", "new_parent_page": own.pk},
    )
    assert Page.objects.count() == before


@pytest.mark.parametrize("alias", [{}, {"alias": "on"}, {"publish_copies": "on"}])
def test_the_admin_copies_no_lesson(client, school, alias):
    """A page of a course is made together with its row, never by copying."""
    page = school.page("m1-1")
    before = Page.objects.count()
    data = {"new_title": "사본", "new_slug": "copy", "new_parent_page": page.get_parent().pk} | alias
    sign_in(client, school.lead).post(reverse("wagtailadmin_pages:copy", args=[page.pk]), data)
    assert Page.objects.count() == before


@pytest.mark.parametrize("act", ["action-publish", "action-submit"])
def test_a_copy_made_otherwise_is_refused_in_the_editor_with_a_sentence(client, school, act):
    copy = school.page("m1-1").copy(update_attrs={"slug": "copy"})
    response = edit(sign_in(client, school.lead), copy, **{act: "1"})
    errors = response.context["form"].non_field_errors().as_data()
    assert [error.code for error in errors] == ["presents_nothing"]
    assert not LessonPage.objects.get(pk=copy.pk).live
    assert client.get(reverse("wagtailadmin_pages:view_draft", args=[copy.pk])).status_code == 200


# --- groups --------------------------------------------------------------------------------------
def test_authors_are_exactly_those_given(school):
    authors.set_authors(school.course, [school.second], publish=False)
    group = Course.objects.get(pk=school.course.pk).authors
    assert list(group.user_set.all()) == [school.second]
    page = school.page("m1-1")
    assert not page.permissions_for_user(school.writer.__class__.objects.get(pk=school.writer.pk)).can_edit()


def test_staff_follow_their_memberships(school):
    lead = school.lead.__class__.objects.get(pk=school.lead.pk)
    page = school.page("m1-1")
    assert page.permissions_for_user(lead).can_publish()
    Membership.objects.filter(user=lead).update(revoked_at=factories.NOW, revoked_by=lead)
    authors.set_staff(lead, school.complex)
    fresh = lead.__class__.objects.get(pk=lead.pk)
    assert not page.permissions_for_user(fresh).can_edit()


def test_rows_are_for_leads_and_of_their_complex_only(client, school):
    module = Module.objects.get(key="m1")
    index, row = reverse("module_rows:index"), reverse("module_rows:edit", args=[module.pk])
    seen = {}
    for name in ("writer", "lead"):
        sign_in(client, getattr(school, name))
        seen[name] = [client.get(address).status_code for address in (index, row)]
    assert seen == {"writer": [302, 302], "lead": [200, 200]}

    away = factories.site_of("away", "away.localhost", name_ko="다른 단지", name_en="Away", word="경기")
    theirs = factories.ModuleFactory(complex=away, title_ko="남의 모듈")
    assert client.get(reverse("module_rows:edit", args=[theirs.pk])).status_code == 404
    assert "남의 모듈" not in client.get(index).content.decode()


def test_a_module_without_a_page_takes_no_lesson(client, school):
    module = Module.objects.get(key="m1")
    for page in ModulePage.objects.filter(module=module):
        page.delete()
    lesson = {name: value for name, value in NEW_MODULE.items() if name.startswith("lesson_") or name == "minutes"}
    response = sign_in(client, school.writer).post(reverse("courses:add_lesson", args=[module.pk]), lesson)
    assert response.status_code in {409, 422}
    assert not Lesson.objects.filter(key="gas-out").exists()


# --- blocks that point at rows ---------------------------------------------------------------------
def test_equipment_is_chosen_by_name_from_the_complexs_list_and_stored_by_key(client, school):
    away = factories.site_of("away", "away.localhost", name_ko="다른 단지", name_en="Away", word="경기")
    for complex, key, name in ((school.complex, "slot-die", "슬롯 다이 코터"), (away, "far-oven", "먼 단지의 오븐")):
        said = {"name_ko": name, "name_en": key, "purpose_ko": "칠한다", "purpose_en": "Coats"}
        Equipment.objects.create(complex=complex, key=key, **said)
    page = school.page("m1-1")
    address = reverse("wagtailadmin_pages:edit", args=[page.pk])
    html = sign_in(client, school.lead).get(address).content.decode()
    assert "slot-die" in html
    assert "far-oven" not in html

    for key, stored in (("slot-die", True), ("far-oven", False), ("no-such", False)):
        body = streamfield([("equipment", {"key": key, "here": ""})])
        edit(client, page, body=body, **{"action-publish": "1"})
        found = [child.value["key"] for child in LessonPage.objects.get(pk=page.pk).body]
        assert (found == [key]) == stored


def test_a_word_and_a_machine_name_the_lessons_that_show_them(client, school):
    """Lessons name both by key, so Wagtail's own list of usage would be empty."""
    said = {"name_ko": "슬롯 다이", "name_en": "Slot die", "purpose_ko": "칠한다", "purpose_en": "Coats"}
    machine = Equipment.objects.create(complex=school.complex, key="slot-die", **said)
    Equipment.objects.create(complex=school.complex, key="slot", **said)
    said = {"term_ko": "머리", "term_en": "Head", "definition_ko": "뜻", "definition_en": "Meaning"}
    word = Term.objects.create(complex=school.complex, key="head", **said)
    for key, shows in (("m1-2", True), ("m1-1", True), ("m2-1", False)):
        page = school.page(key)
        page.body = [("text", "<p>머리</p>"), ("equipment", {"key": machine.key, "here": ""})] if shows else []
        page.save_revision().publish()
    page = school.page("m1-1")
    page.body = [("text", "<p>머리</p>")]  # the machine was taken out again
    page.save_revision().publish()

    sign_in(client, school.lead)
    shown = [[p.title for p in client.get(reverse(f"{name}:usage", args=[row.pk])).context["object_list"]]
             for name, row in (("equipment", machine), ("terms", word))]  # fmt: skip
    assert shown == [["차시 m1-2"], ["차시 m1-1", "차시 m1-2"]]
    assert "차시 2개가" in client.get(reverse("terms:delete", args=[word.pk])).content.decode()
    sign_in(client, school.outsider)
    assert client.get(reverse("terms:usage", args=[word.pk])).status_code == 302


def test_words_that_no_lesson_shows_are_deleted_together_and_the_others_stay(client, school):
    said = {"term_ko": "머리", "term_en": "Head", "definition_ko": "뜻", "definition_en": "Meaning"}
    used, *spare = [Term.objects.create(complex=school.complex, key=key, **said) for key in ("head", "lip", "shim")]
    Term.objects.exclude(pk=used.pk).update(term_ko="쓰이지 않음", term_en="Unused")
    far = Term.objects.create(
        complex=factories.site_of("gyeonggi", "gyeonggi.localhost", name_ko="경기", name_en="Gyeonggi", word="경기"),
        key="far",
        **said,
    )
    page = school.page("m1-1")
    page.body = [("text", "<p>머리</p>")]
    page.save_revision().publish()
    chosen = "&".join(f"id={word.pk}" for word in (used, *spare, far))
    address = reverse("wagtail_bulk_action", args=["courses", "term", "delete"]) + "?" + chosen

    asked = sign_in(client, school.lead).get(address).context
    assert [entry["item"] for entry in asked["items"]] == spare
    assert asked["items_with_no_access"] == [used]
    assert client.post(address).status_code == 302

    assert set(Term.objects.all()) == {used, far}
    deleted = ModelLogEntry.objects.filter(action="wagtail.delete", deleted=True)
    assert sorted(deleted.values_list("object_id", flat=True)) == sorted(str(word.pk) for word in spare)
    sign_in(client, school.writer)
    assert client.get(address).status_code == 302
    assert client.post(address).status_code == 302
    assert used in Term.objects.all()
