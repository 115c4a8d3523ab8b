"""Who may write: one Wagtail group per course, one of leads and one of administrators per complex.

The groups are copies of Teaching and Membership, which other services own; whoever changes those calls here.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, GroupCollectionPermission, GroupPagePermission, Page

from courses.models import Course, CoursePage
from courses.permissions import may_switch_review
from courses.services import trees, workflows
from training.accounts.permissions import roles
from training.accounts.states import Role
from training.core import audit
from training.core.errors import Refused
from training.core.models import Complex, HomePage

EDIT = ["add_page", "change_page", "lock_page"]  # who locked a page may unlock it
PUBLISH = "publish_page"
MEDIA = [
    ("wagtailimages", ["add_image", "change_image", "choose_image"]),
    ("wagtaildocs", ["add_document", "change_document", "choose_document"]),
]
ROWS = [f"{act}_{model}" for model in ("course", "module", "lesson") for act in ("view", "change")]
ROWS += [f"{act}_{model}" for model in ("term", "equipment") for act in ("view", "add", "change", "delete")]


@transaction.atomic
def set_authors(course: Course, users: Iterable[Any], *, publish: bool) -> Group:
    """Exactly these people may add and edit in a course's branches; and publish, while its complex has no review."""
    if course.authors is None:
        course.authors = Group.objects.create(name=f"{course.complex.key}: {course.key} #{course.pk}"[:150])
        course.save(update_fields=["authors"])
    group = course.authors
    group.user_set.set(users)
    _allow(group, "wagtailadmin", ["access_admin"])
    pages = list(CoursePage.objects.filter(course=course))
    _allow_on_pages(group, pages, [*EDIT, PUBLISH] if publish else EDIT)
    _allow_on_collection(group, trees.collection_of(course))
    return group


def refresh(course: Course) -> None:
    """The same people again, for pages that were added since and the complex's present rule on review."""
    if course.authors is not None:
        set_authors(course, course.authors.user_set.all(), publish=not course.complex.review_required)


@transaction.atomic
def require_review(complex: Complex, *, required: bool, by: Any, now: datetime) -> bool:
    """Demand a second person's approval in a complex, or let authors publish themselves. Whether this changed anything."""
    if not may_switch_review(by, complex):
        raise Refused(_("Only this complex's administrators can switch review on or off."))
    if not Complex.objects.filter(pk=complex.pk, review_required=not required).update(review_required=required):
        return False
    complex.review_required = required
    audit.record(complex, "review", by=by, at=now, before=_on(not required), after=_on(required))
    for course in Course.objects.of(complex).select_related("complex"):
        refresh(course)
    return True


def _on(required: bool) -> str:
    return "on" if required else "off"


@transaction.atomic
def set_staff(user: Any, complex: Complex) -> None:
    """Put a person into the complex's leads, operators and administrators as their current roles say, or take them out."""
    held = roles(user, complex)
    _member(user, _operators(complex), Role.OPERATOR in held)
    _member(user, _leads(complex), Role.LEAD in held)
    _member(user, _administrators(complex), Role.ADMIN in held)


def _member(user: Any, group: Group, belongs: bool) -> None:
    if belongs:
        user.groups.add(group)
    else:
        user.groups.remove(group)


def _leads(complex: Complex) -> Group:
    """Leads edit, publish and unlock over the whole tree of a complex."""
    group = workflows.leads_of(complex)
    _allow(group, "wagtailadmin", ["access_admin"])
    _allow(group, "courses", ROWS)
    _allow(group, "simple_translation", ["submit_translation"])
    _allow_on_pages(group, _homes(complex), [*EDIT, PUBLISH, "unlock_page"])
    _allow_on_collection(group, trees.collection_of_complex(complex))
    return group


def _operators(complex: Complex) -> Group:
    """Operators may enter and find what other apps hang in for them; pages are not theirs."""
    group = Group.objects.get_or_create(name=f"{complex.key}: operators")[0]
    _allow(group, "wagtailadmin", ["access_admin"])
    return group


def _administrators(complex: Complex) -> Group:
    """Administrators may besides delete whole branches."""
    group = Group.objects.get_or_create(name=f"{complex.key}: administrators")[0]
    _allow(group, "wagtailadmin", ["access_admin"])
    _allow(group, "courses", ROWS)
    _allow(group, "simple_translation", ["submit_translation"])
    _allow_on_pages(group, _homes(complex), [*EDIT, PUBLISH, "bulk_delete_page", "unlock_page"])
    _allow_on_collection(group, trees.collection_of_complex(complex))
    return group


def _homes(complex: Complex) -> list[Page]:
    key = complex.site.root_page.translation_key
    return list(HomePage.objects.filter(translation_key=key))


def _allow(group: Group, app: str, codenames: list[str]) -> None:
    group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=codenames))


def _allow_on_pages(group: Group, pages: Iterable[Page], codenames: list[str]) -> None:
    """Exactly these permissions on exactly these branches."""
    wanted = {
        (page.pk, permission.pk)
        for permission in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=codenames)
        for page in pages
    }
    held = {(p.page_id, p.permission_id): p for p in GroupPagePermission.objects.filter(group=group)}
    GroupPagePermission.objects.filter(pk__in=[p.pk for pair, p in held.items() if pair not in wanted]).delete()
    for page, permission in sorted(wanted - held.keys()):
        GroupPagePermission.objects.create(group=group, page_id=page, permission_id=permission)


def _allow_on_collection(group: Group, collection: Collection) -> None:
    for app, codenames in MEDIA:
        for permission in Permission.objects.filter(content_type__app_label=app, codename__in=codenames):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=permission)
