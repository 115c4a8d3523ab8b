"""Organizations of a complex: made and renamed by operators, never deleted, since records point at them."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from training.accounts.models import Organization
from training.accounts.permissions import demand_operator
from training.core import audit
from training.core.errors import DomainError
from training.core.models import Complex


@transaction.atomic
def add(complex: Complex, *, kind: str, name_ko: str, name_en: str, by: Any, now: datetime) -> Organization:
    """A further member of the group or employer. Two of one name would be one organization twice."""
    demand_operator(by, complex)
    _check_name(complex, name_ko, but=None)
    made = Organization.objects.create(complex=complex, kind=kind, name_ko=name_ko, name_en=name_en)
    audit.record(made, "organization added", by=by, at=now, facts={"kind": kind, "name": name_ko})
    return made


@transaction.atomic
def change(organization: Organization, *, kind: str, name_ko: str, name_en: str, by: Any, now: datetime) -> None:
    """Another name or another part in the program; the trail keeps both."""
    demand_operator(by, organization.complex)
    locked = Organization.objects.select_for_update().get(pk=organization.pk)
    _check_name(organization.complex, name_ko, but=locked)
    before = {"kind": locked.kind, "name": locked.name_ko}
    locked.kind, locked.name_ko, locked.name_en = kind, name_ko, name_en
    locked.save(update_fields=["kind", "name_ko", "name_en"])
    after = {"kind": kind, "name": name_ko}
    audit.record(locked, "organization changed", by=by, at=now, facts={"before": before, "after": after})


def _check_name(complex: Complex, name_ko: str, *, but: Organization | None) -> None:
    same = Organization.objects.of(complex).filter(name_ko=name_ko)
    if same.exclude(pk=but.pk if but else 0).exists():
        raise DomainError(_("An organization with this name is here already. Open it instead."), field="name_ko")
