"""What this app hangs into the desks of enrollment."""

from collections.abc import Iterable

from django.db.models import Count
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Certificate
from certificates.queries import board, holder
from certificates.rules import letters
from certificates.services.holdings import CertificateHoldings
from certificates.states import CertificateState
from enrollment.ports import certificate_states, issued_counts
from training.accounts.permissions import is_operator
from training.accounts.ports import add_holdings
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
DESK = ports.DeskPanel(
    desk="desk",
    order=40,
    title=_("Certificates"),
    template="certificates/desk/panel.html",
    may_see=_runs,
    query=board.panel,
    address="certificates:register",
    group=ports.TRAINING,
)


class Issued:
    """How many people of a cohort hold a certificate: one query for any number of cohorts."""

    def issued(self, cohorts: Iterable[int]) -> dict[int, int]:
        held = Certificate.objects.filter(cohort__in=list(cohorts), state=CertificateState.ISSUED).order_by()
        return dict(held.values_list("cohort_id").annotate(n=Count("person", distinct=True)))


class States:
    """How a person's latest certificate of an enrollment stands: one query for any number."""

    def of(self, enrollments: Iterable[int]) -> dict[int, str]:
        rows = Certificate.objects.filter(enrollment__in=list(enrollments)).exclude(state=CertificateState.VOIDED)
        states = dict(rows.order_by("pk").values_list("enrollment_id", "state"))
        return {enrollment: str(CertificateState(state).label) for enrollment, state in states.items()}


def register() -> None:
    """Called once, from `ready()`."""
    certificate_states.register(States())
    issued_counts.register(Issued())
    add_holdings(CertificateHoldings())
    letters.register_all()
    ports.add_tab(TAB)
    ports.add_panel(PANEL)
    ports.add_panel(DESK)
