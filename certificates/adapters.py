"""What this app hangs into the desks of enrollment."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.queries import holder
from training.accounts.permissions import is_operator
from training.core import ports
from training.core.requests import Request


def _runs(request: Request) -> bool:
    return is_operator(request.user, request.complex)


def _signed_in(request: Request) -> bool:
    return request.user.is_authenticated


TAB = ports.CohortTab(70, pgettext_lazy("tab", "Certificates"), "certificates:cohort", _runs)
PANEL = ports.DeskPanel(
    desk="learn",
    order=60,
    title=_("Certificates"),
    template="certificates/learn/panel.html",
    may_see=_signed_in,
    query=holder.panel,
)


def register() -> None:
    """Called once, from `ready()`."""
    ports.add_tab(TAB)
    ports.add_panel(PANEL)
