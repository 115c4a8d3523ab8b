"""What stands in a course is for its authors. Every address of Wagtail's admin is tried by people of another course.

Each course here is full of one word (tests/courses/secrets.py). An answer is right when it refuses, or when the word is
not in it. An address that takes an id nobody has classified fails, so that a new version of Wagtail is looked at.
"""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse
from wagtail.models import Comment, Locale, Page, Site, Workflow

from courses.models import Course
from courses.services import authors
from tests import factories
from tests.courses.secrets import Secret, hide
from training.accounts.models import User
from training.accounts.states import Role

pytestmark = pytest.mark.django_db
BACKEND = "django.contrib.auth.backends.ModelBackend"
NEAR, FAR = "nearsecret", "farsecret"
LEFT_OUT = {"/cms/logout/", "/cms/sprite/", "/cms/jsi18n/"}


@dataclass
class Neighborhood:
    near: Secret  # another course of the same complex
    far: Secret  # a course of another complex
    outsider: User  # teaches a third course, of the first complex
    admin: User  # administers the first complex
    own: Course


@pytest.fixture
def around(complex) -> Neighborhood:
    near = hide(factories.CourseFactory(complex=complex, key="near", title_ko=f"{NEAR} title"), NEAR)
    away = factories.site_of("away", "away.localhost", name_ko="다른 단지", name_en="Away", word="경기")
    far = hide(factories.CourseFactory(complex=away, key="far", title_ko=f"{FAR} title"), FAR)
    own = hide(factories.CourseFactory(complex=complex, key="own"), "own").course
    outsider, admin = factories.UserFactory(name="박외부"), factories.UserFactory(name="최관리")
    authors.set_authors(own, [outsider], publish=False)
    home = factories.OrganizationFactory(complex=complex)
    factories.MembershipFactory(complex=complex, organization=home, user=admin, role=Role.ADMIN)
    authors.set_staff(admin, complex)
    return Neighborhood(near, far, outsider, admin, own)


# --- the addresses -------------------------------------------------------------------------------
def routes(patterns, namespace: str = "", prefix: str = "") -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every named address below /cms/ with the names of what it takes."""
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}:{pattern.namespace}".lstrip(":") if pattern.namespace else namespace
            yield from routes(pattern.url_patterns, inner, prefix + str(pattern.pattern))
        elif isinstance(pattern, URLPattern) and pattern.name and prefix.startswith("cms/"):
            yield (
                f"{namespace}:{pattern.name}".lstrip(":"),
                tuple(pattern.pattern.converters) or tuple(pattern.pattern.regex.groupindex),
            )


def arguments(name: str, takes: tuple[str, ...], secret: Secret) -> dict[str, object]:
    """What to put into an address so that it points at the secret; KeyError for what nobody thought of."""
    page, image, document = secret.page.pk, secret.image.pk, secret.document.pk
    state = secret.task_state
    keys = {
        "wagtailadmin_api:pages": page,
        "wagtailadmin_api:documents": document,
        "wagtailadmin_api:images": image,
        "wagtailadmin_pages": page,
        "wagtaildocs_chooser": document,
        "wagtailimages_chooser": image,
        "wagtailadmin_collections": secret.course.collection_id,
        "wagtailadmin_workflows": Workflow.objects.get(pk=state.workflow_state.workflow_id).pk,
        "complexes": secret.course.complex_id,
        "course_rows": secret.course.pk,
        "module_rows": secret.page.lesson.module_id,
        "lesson_rows": secret.page.lesson_id,
        "terms": secret.term.pk,
        "equipment": secret.equipment.pk,
        "wagtailsites": Site.objects.get(complex=secret.course.complex).pk,
        "wagtailusers_users": secret.author.pk,
        "wagtailusers_groups": secret.course.authors_id,
        "wagtaillocales": Locale.objects.get(language_code="ko").pk,
        "simple_translation": page,
        "wagtailsettings": 1,
    }
    space = name.rpartition(":")[0]
    task = name.endswith("add_task")
    known = {
        "page_id": page,
        "parent_page_id": page,
        "page_to_move_id": page,
        "page_pk": page,
        "destination_id": page,
        "revision_id": secret.revision.pk,
        "revision_id_a": "earliest",
        "revision_id_b": "latest",
        "task_state_id": state.pk,
        "task_id": state.task_id,
        "workflow_state_id": state.workflow_state_id,
        "workflow_pk": state.workflow_state.workflow_id,
        "collection_id": secret.course.collection_id,
        "image_id": image,
        "document_id": document,
        "doc_id": document,
        "uploaded_file_id": secret.upload.pk,
        "object_id": page,
        "session_id": 1,
        "redirect_id": 1,
        "course_id": secret.course.pk,
        "module_id": secret.page.lesson.module_id,
        "action_name": "publish" if space.startswith("wagtailadmin_api") else "approve",
        "filter_spec": "max-100x100",
        "app_name": "taggit" if "tag" in name else "core",
        "content_type_app_name": "courses",
        "content_type_model_name": "lessonpage",
        "app_label": "courses",
        "model_name": "secondpersontask" if task else "tag" if "tag" in name else "lessonpage",
        "action": "delete",
        "uidb64": "x",
        "token": "x",
    }
    return {key: keys[space] if key == "pk" else known[key] for key in takes}


# Where Wagtail leaked before: copy, compare, history, choosers, the picture's preview, moderation, the API. The other
# complex is tried here, and in all searches and bulk acts; the other course of the same complex everywhere.
RISKY = ("wagtailadmin_pages:copy", "wagtailadmin_pages:edit", "wagtailadmin_pages:revisions", "wagtailadmin_api:pages")
RISKY += (
    "wagtailadmin_pages:workflow",
    "wagtailadmin_pages:history",
    "wagtailadmin_pages:view_draft",
    "wagtaildocs:edit",
)
RISKY += ("wagtailadmin_choose_page", "wagtailimages:preview", "wagtailimages:edit", "wagtailimages_chooser:chosen")
RISKY += ("wagtaildocs_chooser:chosen", "course_rows", "lesson_rows", "terms", "equipment")


def addresses(secret: Secret, *, only: tuple[str, ...] = ("",)) -> Iterator[str]:
    for name, takes in routes(get_resolver().url_patterns):
        if not name.startswith(only):
            continue
        try:
            yield reverse(name, kwargs=arguments(name, takes, secret))
        except NoReverseMatch:
            assert "wagtailsettings" in name or "snippet" in name
    if only == ("",):
        yield from searches(secret)


def searches(secret: Secret) -> Iterator[str]:
    """Lists, searches, choosers, exports and bulk acts: what is asked behind the question mark."""
    word = secret.word
    home = secret.course.complex.site.root_page_id
    for name in ("wagtailadmin_pages:search", "wagtailadmin_pages:search_results", "wagtailadmin_choose_page_search"):
        yield f"{reverse(name)}?q={word}"
    for level in secret.page.get_ancestors().values_list("pk", flat=True):
        yield reverse("wagtailadmin_explore", args=[level])
        yield reverse("wagtailadmin_choose_page_child", args=[level])
    yield f"{reverse('wagtailadmin_explore', args=[home])}?q={word}"
    for kind in ("courses.lessonpage", "courses.coursepage"):
        yield f"{reverse('wagtailadmin_choose_page')}?page_type={kind}"
        yield f"{reverse('wagtailadmin_choose_page_search')}?page_type={kind}&q={word}"
    yield f"{reverse('wagtailadmin_choose_page_chosen_multiple')}?id={secret.page.pk}"
    for space, row in (("wagtailimages", secret.image), ("wagtaildocs", secret.document)):
        yield f"{reverse(f'{space}:index')}?q={word}"
        yield f"{reverse(f'{space}:index')}?collection_id={secret.course.collection_id}"
        yield f"{reverse(f'{space}_chooser:choose_results')}?q={word}"
        yield f"{reverse(f'{space}_chooser:choose')}?collection_id={secret.course.collection_id}"
        yield f"{reverse(f'{space}_chooser:chosen_multiple')}?id={row.pk}"
    yield f"{reverse('wagtailadmin_tag_autocomplete')}?term={word[:4]}"
    yield f"{reverse('wagtailadmin_tag_model_autocomplete', args=['taggit', 'tag'])}?term={word[:4]}"
    for report in ("locked_pages", "workflow", "workflow_tasks", "site_history", "aging_pages"):
        yield f"{reverse(f'wagtailadmin_reports:{report}')}?export=xlsx"  # csv writes the same rows
    api = reverse("wagtailadmin_api:pages:listing")
    yield f"{api}?child_of={secret.page.get_parent().pk}"
    yield f"{api}?for_explorer=1&child_of={secret.course.pages.get(language='ko').pk}"
    yield f"{api}?translation_of={secret.page.pk}"
    yield f"{api}?search={word}"
    yield f"{api}find/?html_path=/courses/{secret.course.key}/"
    for app, model, row in (
        ("wagtailcore", "page", secret.page),
        ("wagtailimages", "image", secret.image),
        ("wagtaildocs", "document", secret.document),
    ):
        acts = ("delete", "move", "publish", "unpublish") if model == "page" else ("delete", "add_to_collection")
        acts = acts if model != "image" else (*acts, "add_tags")
        for act in acts:
            yield f"{reverse('wagtail_bulk_action', args=[app, model, act])}?id={row.pk}&next=/cms/"
            place = secret.course.pages.get(language="ko").get_parent().pk
            yield f"{reverse('wagtail_bulk_action', args=[app, model, act])}?id=all&childOf={place}&next=/cms/"


def words_in(response) -> str:
    """Everything an answer says, also inside a spreadsheet, and where it leads."""
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if content[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(content)) as sheet:
            content = b" ".join(sheet.read(name) for name in sheet.namelist())
    return f"{response.headers.get('Location', '')} {content.decode(errors='replace')}"


def leaks(client, person: User, secrets: list[Secret], tried: set[str]) -> dict[str, str]:
    """The addresses that answer a person with a secret's word, a picture or a fault, and what they said."""
    client.force_login(person, backend=BACKEND)
    client.raise_request_exception = False
    found = {}
    for address in sorted(tried - LEFT_OUT):
        response = client.get(address)
        client.cookies.pop("messages", None)
        said = words_in(response)
        if response.status_code >= 500:
            found[address] = str(response.status_code)
        if response.headers.get("Content-Type", "").startswith("image/"):
            found[address] = "a picture"
        for word in (secret.word for secret in secrets):
            rest = re.sub(rf'(value=\\?"|q=|"|&quot;|<em>|term=){word}', "", said) if word in address else said
            if word in rest:
                place = rest.index(word)
                found[address] = " ".join(rest[max(0, place - 120) : place + 40].split())
    return found


def test_no_address_tells_of_another_course_or_complex(client, around):
    near, far = around.near, around.far
    beyond = set(addresses(far, only=RISKY))
    assert leaks(client, around.outsider, [near, far], set(addresses(near)) | beyond | set(mixed(around))) == {}
    assert leaks(client, around.admin, [far], beyond | set(searches(far))) == {}

    # So that this cannot pass by wrong addresses: most of them tell the word to the course's own author.
    of_content = set(addresses(near, only=("wagtailadmin_pages", "wagtailimages", "wagtaildocs")))
    assert len(leaks(client, near.author, [near], of_content)) > 30


@pytest.mark.parametrize("name", ["wagtailadmin_reports:page_types_usage", "wagtailadmin_tag_autocomplete"])
def test_lists_over_the_whole_platform_are_for_who_administers_it(client, around, name):
    client.force_login(around.admin, backend=BACKEND)
    assert client.get(reverse(name)).status_code == 404
    client.force_login(factories.UserFactory(is_superuser=True), backend=BACKEND)
    assert client.get(reverse(name)).status_code == 200


def mixed(around: Neighborhood) -> Iterator[str]:
    """The own page with the other course's revision, task or review: each pair must belong together."""
    own = around.own.modules.get().lessons.get().pages.get().pk
    secret = around.near
    for name, *keys in (
        ("revisions_view", secret.revision.pk),
        ("revisions_revert", secret.revision.pk),
        ("revisions_unschedule", secret.revision.pk),
        ("revisions_compare", secret.revision.pk, "latest"),
        ("workflow_action", "approve", secret.task_state.pk),
        ("collect_workflow_action_data", "approve", secret.task_state.pk),
        ("workflow_history_detail", secret.task_state.workflow_state_id),
    ):
        yield reverse(f"wagtailadmin_pages:{name}", args=[own, *keys])


def test_posts_change_nothing_of_another_course(client, around):
    """The same addresses, posted to: pages, files and the review stand as they stood."""
    secret = around.near
    client.force_login(around.outsider, backend=BACKEND)
    before = _state(secret)
    for address in addresses(secret, only=("wagtailadmin_pages", "wagtailimages", "wagtaildocs", "wagtailadmin_api")):
        assert secret.word not in words_in(client.post(address, {"comment": "x"})), address
    for app, model, row in (
        ("wagtailcore", "page", secret.page),
        ("wagtailimages", "image", secret.image),
        ("wagtaildocs", "document", secret.document),
    ):
        client.post(f"{reverse('wagtail_bulk_action', args=[app, model, 'delete'])}?id={row.pk}&next=/cms/")
    assert _state(secret) == before


def _state(secret: Secret) -> list[object]:
    page = Page.objects.get(pk=secret.page.pk)
    files = [
        type(row).objects.filter(pk=row.pk).values("title", "collection") for row in (secret.image, secret.document)
    ]
    return [
        (page.live, page.locked, page.path, page.latest_revision_id, page.current_workflow_state.status),
        *(list(rows) for rows in files),
        Comment.objects.filter(page=page).count(),
    ]
