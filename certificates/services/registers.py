"""Taking the next number: without gaps, without doubles, inside the transaction of the intent."""

from certificates.models import Register
from training.core.models import Complex


def take(complex: Complex, *, year: int) -> tuple[Register, int]:
    """The register of the year, locked, and its next number. A rolled-back intent gives the number back."""
    Register.objects.get_or_create(complex=complex, year=year)
    register = locked(complex, year)
    register.last_number += 1
    register.save(update_fields=["last_number"])
    return register, register.last_number


def locked(complex: Complex, year: int) -> Register:
    """The row, held until the transaction ends: whoever comes next waits here."""
    return Register.objects.select_for_update().get(complex=complex, year=year)
