"""What this app hangs into the desks of enrollment."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.accounts.permissions import is_manager, is_operator
from training.consortium.queries import demands, organizations, projects
from training.consortium.queries.reports import listed
from training.consortium.rules import letters
from training.core import ports
from training.core.requests import Request


def _runs(request: Request) -> bool:
    return is_operator(request.user, request.complex)


def _manages(request: Request) -> bool:
    return is_manager(request.user, request.complex)


PANELS = [
    ports.DeskPanel(
        desk="desk",
        order=30,
        title=_("Training demand"),
        template="consortium/demand/panel.html",
        may_see=_runs,
        query=demands.panel,
        address="consortium:demand",
    ),
    ports.DeskPanel(
        desk="desk",
        order=35,
        title=_("Organizations"),
        template="consortium/organizations/panel.html",
        may_see=_runs,
        query=organizations.panel,
        address="consortium:organizations",
    ),
    ports.DeskPanel(
        desk="desk",
        order=40,
        title=_("Joint projects"),
        template="consortium/projects/panel.html",
        may_see=_runs,
        query=projects.panel,
        address="consortium:projects",
    ),
    ports.DeskPanel(
        desk="desk",
        order=45,
        title=pgettext_lazy("consortium", "Reports"),
        template="consortium/reports/panel.html",
        may_see=_runs,
        query=listed.panel,
        address="consortium:reports",
    ),
    ports.DeskPanel(
        desk="partners",
        order=10,
        title=_("Training demand"),
        template="consortium/partners/panel.html",
        may_see=_manages,
        query=demands.own_panel,
        address="consortium:own_demand",
    ),
]


def register() -> None:
    """Called once, from `ready()`."""
    letters.register_all()
    for panel in PANELS:
        ports.add_panel(panel)
