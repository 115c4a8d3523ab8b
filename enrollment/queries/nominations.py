"""What an employer wrote down beside what stands, and what waits for a nominee."""

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from enrollment.models import Application, Cohort, Enrollment, Nomination, SeatAgreement
from enrollment.rules import nominations as rules
from enrollment.rules.nominations import Known, Nominee
from enrollment.states import ApplicationState, NominationState
from training.accounts.queries import addresses
from training.core.models import Complex
from training.core.requests import Request

LIVE = (NominationState.INVITED, NominationState.ACCEPTED)
RELATED = (
    "agreement__organization", "agreement__pool", "invited_by", "cohort__course", "cohort__program", "cohort__venue",
    "cohort__complex__site",
)  # fmt: skip


def left(agreement: SeatAgreement) -> int:
    """Seats of an agreement for which somebody can still be nominated."""
    return agreement.pool.left - Nomination.objects.open().filter(agreement=agreement).count()


def sentences(agreement: SeatAgreement, people: Sequence[Nominee], *, by: Any) -> dict[int, str]:
    """What is wrong with which line (from 0); empty where all can be nominated. Five queries for any number of lines."""
    malformed = frozenset(line for line, person in enumerate(people) if not _is_address(person.email))
    found = rules.faults(people, _known(agreement, people, by), malformed=malformed)
    words = _words()
    return {fault.line: str(words[fault.kind]) for fault in found}


def too_many(agreement: SeatAgreement, count: int) -> str:
    """The sentence for more people than seats; empty where they fit."""
    free = left(agreement)
    if count <= free:
        return ""
    return ngettext(
        "%(free)d seat is open for nominations and you named %(count)d people. Take some out, or ask for more seats.",
        "%(free)d seats are open for nominations and you named %(count)d people. Take some out, or ask for more seats.",
        free,
    ) % {"free": free, "count": count}


def _words() -> dict[str, str]:
    return {
        "name": _("The name is missing. Write it as on papers."),
        "address": _("This is no mail address. Write it like kim@company.example."),
        "own": _("This is your own address. Nominate somebody else; the office seats you on request."),
        "twice": _("This address stands in the list more than once. Keep one line."),
        "enrolled": _("This person is in the cohort already. Take the line out."),
        "nominated": _("You nominated this person already. Take the line out."),
        "nominated_elsewhere": _("Another employer nominated this person for this cohort. Take the line out."),
    }


def _is_address(email: str) -> bool:
    try:
        validate_email(email)
    except ValidationError:
        return False
    return True


def _known(agreement: SeatAgreement, people: Sequence[Nominee], by: Any) -> Known:
    emails = [person.email for person in people]
    owners = addresses.owners(emails)
    seated = set(
        Enrollment.objects.filter(cohort=agreement.cohort_id, trainee__in=owners.values()).values_list(
            "trainee_id", flat=True
        )
    )
    live = Nomination.objects.filter(cohort=agreement.cohort_id, email__in=emails, state__in=LIVE)
    by_whom = dict(live.values_list("email", "agreement__organization_id"))
    return Known(
        own=addresses.verified(by) | {by.email.lower()},
        enrolled=frozenset(email for email, user in owners.items() if user.pk in seated),
        nominated=frozenset(email for email, whose in by_whom.items() if whose == agreement.organization_id),
        nominated_elsewhere=frozenset(email for email, whose in by_whom.items() if whose != agreement.organization_id),
        left=left(agreement),
    )


def for_person(user: Any, complex: Complex) -> list[Nomination]:
    """What waits for this person's answer, the most urgent first."""
    rows = Nomination.objects.of(complex).open().filter(email__in=addresses.verified(user))
    return list(rows.select_related(*RELATED).order_by("expires_at", "pk"))


def waiting_in(cohort: Cohort, user: Any) -> Nomination | None:
    """The nomination of this person to this cohort that waits for their answer."""
    return Nomination.objects.open().filter(cohort=cohort, email__in=addresses.verified(user)).first()


def addressed(nomination_id: int, user: Any, complex: Complex) -> Nomination | None:
    """A nomination, for the person at whose address it is."""
    rows = Nomination.objects.of(complex).filter(email__in=addresses.verified(user)).select_related(*RELATED)
    return rows.filter(pk=nomination_id).first()


def draft_of(cohort: Cohort, user: Any) -> Application | None:
    """The person's application where it can still take papers."""
    return Application.objects.filter(cohort=cohort, applicant=user, state=ApplicationState.DRAFT).first()


def panel(request: Request) -> dict[str, Any]:
    """What stands on the person's desk."""
    return {"nominations": for_person(request.user, request.complex)}
