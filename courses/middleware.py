"""The gate of Wagtail's admin: an address that names a page or a file is open to those who may meet it there.

Wagtail asks for a right in most of its screens, but not in all: a chooser opens below any page, the explorer shows the
head of any page, moving names any page, a picture is drawn for whoever may enter. Here it is asked once for all of them.
Who administers the platform passes.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from wagtail.admin.views.chooser import page_models_from_string
from wagtail.models import Page

from courses.queries import reach
from training.core.requests import Request

CMS = "/cms/"
PAGES = {"page_id", "parent_page_id", "page_to_move_id", "destination_id", "page_pk"}
FILES = {"image_id": reach.images, "document_id": reach.documents, "doc_id": reach.documents}
KEYS = {
    "wagtailadmin_pages": reach.pages,
    "wagtailadmin_api:pages": reach.pages,
    "wagtailimages_chooser": reach.images,
    "wagtaildocs_chooser": reach.documents,
}
CHOOSERS = {"wagtailadmin_choose_page", "wagtailadmin_choose_page_child", "wagtailadmin_choose_page_chosen_multiple"}
# What tells of every course and complex at once, and no author needs.
CLOSED_NAMES = {
    "wagtailadmin_error_test",
    "wagtailadmin_tag_autocomplete",
    "wagtailadmin_tag_model_autocomplete",
    "wagtailadmin_reports:page_types_usage",
    "wagtailadmin_reports:page_types_usage_results",
}
CLOSED_SPACES = ("wagtailadmin_api:images", "wagtailadmin_api:documents")


class OnlyWhatIsTheirs:
    """Answers "there is no such page" where a person may not meet what the address names."""

    def __init__(self, get_response: Callable[[Request], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: Request) -> HttpResponse:
        if not request.path.startswith(CMS):
            return self.get_response(request)
        before = reach.working_in.set(request.complex)
        try:
            return self.get_response(request)
        finally:
            reach.working_in.reset(before)

    def process_view(self, request: Request, view: Any, args: Any, kwargs: dict[str, Any]) -> None:
        if request.path.startswith(CMS) and request.user.is_authenticated and not request.user.is_superuser:
            _demand(request, kwargs)


def _demand(request: Request, kwargs: dict[str, Any]) -> None:
    match: Any = request.resolver_match
    if match.view_name in CLOSED_NAMES or match.view_name.startswith(CLOSED_SPACES):
        raise Http404
    if match.view_name in CHOOSERS:
        _demand_all(reach.linkable(request.user, request.complex), _chosen(request, kwargs))
        return
    _demand_all(reach.pages(request.user), [value for name, value in kwargs.items() if name in PAGES])
    for name, files in FILES.items():
        if name in kwargs:
            _demand_all(files(request.user), [kwargs[name]])
    if "pk" in kwargs and match.namespace in KEYS:
        _demand_all(KEYS[match.namespace](request.user), [kwargs["pk"]])


def _chosen(request: Request, kwargs: dict[str, Any]) -> list[Any]:
    """The pages whose titles a chooser would show: the one it opens below, and those it was given."""
    named = [kwargs["parent_page_id"]] if "parent_page_id" in kwargs else []
    if not named and (wanted := request.GET.get("page_type")):
        named = [page.pk for page in [_opening(wanted)] if page is not None and not page.is_root()]
    return [*named, *request.GET.getlist("id")]


def _opening(wanted: str) -> Page | None:
    """The page below which a chooser of these types opens: the lowest above all of them."""
    try:
        models = page_models_from_string(wanted)
    except (ValueError, LookupError):
        return None
    return Page.objects.all().type(*models).first_common_ancestor() if models != (Page,) else None


def _demand_all(found: QuerySet, keys: list[Any]) -> None:
    """Raises Http404 unless each of these keys is among what was found."""
    wanted = {str(key) for key in keys}
    if not all(key.isdecimal() and len(key) < 19 for key in wanted):
        raise Http404
    if wanted and found.filter(pk__in=wanted).values("pk").distinct().count() != len(wanted):
        raise Http404
