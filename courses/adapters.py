"""Wagtail's filters, told whose names they may offer: it would list the people of every course and complex."""

from django.db.models import QuerySet
from wagtail.admin.views.pages.listing import PageFilterSet
from wagtail.admin.views.reports.audit_logging import SiteHistoryReportFilterSet
from wagtail.admin.views.reports.locked_pages import LockedPagesReportFilterSet
from wagtail.admin.views.reports.workflows import WorkflowReportFilterSet
from wagtail.models import Site

from courses.queries import reach
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
