"""What of Wagtail's screens is told to ask us, and what of ours hangs in the instructor's desk.

Its filters would list the people of every course and complex, and its mail knows neither our outbox nor our languages.
"""

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.pages.edit import EditView
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models import Site

from courses import mail
from courses.queries import reach, returned
from courses.rules import letters
from training.accounts.permissions import is_instructor
from training.core import ports
from training.core.requests import Request

OF_PEOPLE = [
    (PageFilterSet, "owner"),
    (PageFilterSet, "edited_by"),
    (LockedPagesReportFilterSet, "locked_by"),
    (WorkflowReportFilterSet, "requested_by"),
]


def narrow_filters() -> None:
    """Once, when Wagtail's hooks are loaded. Filter sets share their filters with those made from them."""
    for filterset, name in OF_PEOPLE:
        filterset.declared_filters[name].queryset = _colleagues
    PageFilterSet.declared_filters["site"].queryset = _sites
    SiteHistoryReportFilterSet.get_users_queryset = lambda filters: _colleagues(filters.request)


def _colleagues(request: Request) -> QuerySet:
    return reach.colleagues(request.user)


def _sites(request: Request) -> QuerySet:
    """The site of the host's complex only."""
    return Site.objects.filter(complex=request.complex)


def tell_of_comments() -> None:
    """Once, when Wagtail's hooks are loaded: the editor's own mail about comments gives way to ours."""
    EditView.send_commenting_notifications = _commented


def _commented(view: Any, changes: dict[str, Any]) -> None:
    mail.commented(view.page, changes, by=view.request.user, now=view.request.now)


def _returned(request: Request) -> dict[str, Any]:
    return {"returned": returned.to(request.user, request.complex)}


RETURNED = ports.DeskPanel(
    desk="teach",
    order=50,
    title=_("Lessons returned by review"),
    template="courses/panels/returned.html",
    may_see=lambda request: is_instructor(request.user, request.complex),
    query=_returned,
)


def hang_panels() -> None:
    """Called once, from `ready()`."""
    ports.add_panel(RETURNED)
    letters.register_all()
