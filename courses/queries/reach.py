"""What of Wagtail's pages, files and people a person may meet in the CMS. Lists, choosers and filters all ask here."""

from contextvars import ContextVar
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db.models import F, Q, QuerySet
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import GroupPagePermission, Page
from wagtail.permissions import policy_registry

from courses.models import Equipment
from training.core.models import Complex, HomePage

# The complex whose CMS is being worked in, for what Wagtail asks without a request: the choices of a block.
working_in: ContextVar[Complex | None] = ContextVar("working_in", default=None)
FILE_ACTS = ["add", "change", "delete", "choose"]


def pages(user: Any) -> QuerySet:
    """The pages a person writes on, and those above them, without which there is no way down."""
    return policy_registry.get_by_type(Page).explorable_instances(user)


def linkable(user: Any, complex: Complex | None) -> QuerySet:
    """What a link may lead to: one's own pages, and what is published in the complex under the title everybody reads.

    A page whose waiting draft bears another title is left out, since choosers show the title of the draft.
    """
    published = Page.objects.filter(live=True, draft_title=F("title")).filter(_below(_homes(complex)))
    return Page.objects.filter(Q(pk__in=pages(user).order_by().values("pk")) | Q(pk__in=published.order_by()))


def images(user: Any) -> QuerySet:
    return _files(user, get_image_model())


def documents(user: Any) -> QuerySet:
    return _files(user, get_document_model())


def _files(user: Any, model: Any) -> QuerySet:
    """Files of the folders in which a person may do anything at all."""
    return policy_registry.get_by_type(model).instances_user_has_any_permission_for(user, FILE_ACTS)


def colleagues(user: Any) -> QuerySet:
    """Who writes in the same branches, or above or below them: the names that filters may offer."""
    people = get_user_model()._default_manager.order_by("email")
    if user.is_superuser:
        return people
    own = list(Page.objects.filter(group_permissions__group__user=user).distinct())
    above = {path for page in own for path in _paths_above(page)}
    permissions = GroupPagePermission.objects.filter(Q(page__path__in=above) | _below(own, "page__"))
    groups = Group.objects.filter(pk__in=permissions.values("group"))
    return people.filter(Q(groups__in=groups) | Q(pk=user.pk)).distinct()


def _homes(complex: Complex | None) -> list[Page]:
    if complex is None:
        return []
    key = complex.site.root_page.translation_key
    return list(HomePage.objects.filter(translation_key=key))


def _below(pages: list[Page], prefix: str = "") -> Q:
    """At or below any of these pages; nothing where there are none."""
    found = Q(pk__in=[])
    for page in pages:
        found |= Q(**{f"{prefix}path__startswith": page.path})
    return found


def _paths_above(page: Page) -> list[str]:
    return [page.path[:end] for end in range(Page.steplen, len(page.path) + 1, Page.steplen)]


def pages_of_complex(complex: Complex) -> QuerySet:
    """Every page of a complex, in both languages."""
    return Page.objects.filter(_below(_homes(complex)))


class MachinesHere:
    """Answers courses.ports.Machines."""

    def choices(self) -> list[tuple[str, str]] | None:
        complex = working_in.get()
        if complex is None:
            return None
        return [(row.key, str(row)) for row in Equipment.objects.of(complex)]
