"""Whether every complex could sign at this instant, and until when."""

from datetime import datetime

from certificates.signing import authorities, keys, papers
from training.core.models import Complex


def refuse_without_keys(now: datetime) -> None:
    """Raises KeyMissing where a complex could not sign a certificate or its log at this instant."""
    for key in Complex.objects.values_list("key", flat=True):
        keys.log_key(key)
        papers.refuse_unless_ready(key, now=now)


def expiry(complex: Complex | None = None) -> dict[str, datetime]:
    """When each complex's signing certificate expires; those without a usable one are left out."""
    owners = [complex.key] if complex else list(Complex.objects.values_list("key", flat=True))
    found = {}
    for owner in owners:
        try:
            found[owner] = authorities.of(owner).certificate.not_valid_after_utc
        except keys.KeyMissing:
            continue
    return found
