"""What this app hangs into the desks of enrollment."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from training.accounts.permissions import is_manager, is_operator
from training.accounts.ports import add_holdings, add_rule
from training.consortium.queries import demands, event_calendar, events, organizations, outcomes, projects
from training.consortium.rules import letters
from training.consortium.services.holdings import RULES, ConsortiumHoldings
from training.core import mail, ports
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
        group=ports.COOPERATION,
    ),
    ports.DeskPanel(
        desk="desk",
        order=35,
        title=_("Organizations"),
        template="consortium/organizations/panel.html",
        may_see=_runs,
        query=organizations.panel,
        address="consortium:organizations",
        group=ports.COOPERATION,
    ),
    ports.DeskPanel(
        desk="desk",
        order=40,
        title=_("Joint projects"),
        template="consortium/projects/panel.html",
        may_see=_runs,
        query=projects.panel,
        address="consortium:projects",
        group=ports.COOPERATION,
    ),
    ports.DeskPanel(
        desk="desk",
        order=45,
        title=pgettext_lazy("consortium", "Events"),
        template="consortium/events/panel.html",
        may_see=_runs,
        query=events.panel,
        address="consortium:events",
        group=ports.COOPERATION,
    ),
    ports.DeskPanel(
        desk="desk",
        order=50,
        title=_("Job outcomes"),
        template="consortium/outcomes/panel.html",
        may_see=_runs,
        query=outcomes.panel,
        address="consortium:outcomes",
        group=ports.RESULTS,
    ),
    ports.DeskPanel(
        desk="learn",
        order=60,
        title=pgettext_lazy("consortium", "Events"),
        template="consortium/events/learn_panel.html",
        may_see=lambda request: request.user.is_authenticated,
        query=lambda request: {},  # one's registrations stand on the page of events: this desk asks enough
    ),
    ports.DeskPanel(
        desk="learn",
        order=62,
        title=_("After the training"),
        template="consortium/outcomes/own_panel.html",
        may_see=lambda request: request.user.is_authenticated,
        query=outcomes.own_panel,
    ),
    ports.DeskPanel(
        desk="desk",
        order=55,
        title=pgettext_lazy("consortium", "Reports"),
        template="consortium/reports/panel.html",
        may_see=_runs,
        query=lambda request: {},
        address="consortium:reports",
        group=ports.RESULTS,
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
    add_holdings(ConsortiumHoldings())
    for rule in RULES:
        add_rule(rule)
    for name in event_calendar.ATTACHED:
        mail.attaches(name, event_calendar.attachment)
    for panel in PANELS:
        ports.add_panel(panel)
