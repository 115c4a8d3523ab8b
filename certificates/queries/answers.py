"""What a verifier reads: one sentence for each truth, and the facts that may be shown with it."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.translation import gettext as _

from certificates.models import Certificate
from certificates.queries import facts
from certificates.rules import dates
from certificates.states import RevocationReason, Truth
from training.core import clock, words

STATUS = {Truth.NO_MATCH: "never_issued", Truth.LIMITED: "cannot_confirm"}  # the marks of screen 25
HTTP = {Truth.NEVER_ISSUED: 404, Truth.NO_MATCH: 404, Truth.CANNOT_CONFIRM: 503, Truth.LIMITED: 429}


@dataclass(frozen=True)
class Page:
    """A result page, the same in layout and weight for every truth."""

    truth: Truth
    title: str
    summary: str
    rows: list[facts.Row] = field(default_factory=list)
    sha256: str = ""

    @property
    def mark(self) -> str:
        return STATUS.get(self.truth, self.truth.value)

    @property
    def status(self) -> int:
        return HTTP.get(self.truth, 200)

    @property
    def fingerprint(self) -> list[str]:
        """The hash of the stored file, in groups of four."""
        return [self.sha256[start : start + 4] for start in range(0, len(self.sha256), 4)]


def of_certificate(truth: Truth, certificate: Certificate) -> Page:
    """One of the four truths about a paper that was given out."""
    title, summary = SENTENCES[truth](certificate)
    file = certificate.files.order_by("number").first()
    return Page(truth, title, summary, facts.public(certificate), file.sha256 if file else "")


def without_certificate(truth: Truth, *, sentence: str = "") -> Page:
    """The answers that show nothing of any certificate."""
    title, summary = {
        Truth.NEVER_ISSUED: (
            _("We have issued no certificate with this code."),
            _("Check the code once more. If it is right, ask the person who gave you the certificate, and the issuer."),
        ),
        Truth.NO_MATCH: (
            _("We found no certificate with this number and this name."),
            _("Check both as printed, or use the verification code."),
        ),
        Truth.CANNOT_CONFIRM: (
            _("Cannot confirm right now."),
            _("This means neither valid nor invalid. Try again in a moment."),
        ),
        Truth.LIMITED: (_("Not answered, because of too many wrong tries."), sentence),
    }[truth]
    return Page(truth, title, summary)


def _valid(certificate: Certificate) -> tuple[str, str]:
    day = _day(certificate.issued_on)
    return _("This certificate is valid."), _("Issued %(day)s and not revoked to this minute.") % {"day": day}


def _revoked(certificate: Certificate) -> tuple[str, str]:
    reason = RevocationReason(certificate.revocation_code or "").label
    title = _("Revoked on %(day)s. Reason: %(reason)s") % {
        "day": _day_of(certificate, certificate.revoked_at),
        "reason": reason,
    }
    return title, _("Issued %(day)s; it no longer counts.") % {"day": _day(certificate.issued_on)}


def _superseded(certificate: Certificate) -> tuple[str, str]:
    title = _("A new certificate was issued, and this one is no longer used. New number: %(number)s") % {
        "number": certificate.superseded_by
    }
    day = _day_of(certificate, certificate.superseded_at)
    return title, _("Replaced on %(day)s. Ask for the new certificate and check that one.") % {"day": day}


def _expired(certificate: Certificate) -> tuple[str, str]:
    title = _("Its validity ended on %(day)s.") % {"day": _day(certificate.expires_on)}
    return title, _("It was valid when issued.")


SENTENCES = {
    Truth.VALID: _valid,
    Truth.REVOKED: _revoked,
    Truth.SUPERSEDED: _superseded,
    Truth.EXPIRED: _expired,
}


def _day(day: date | None) -> str:
    return dates.spoken(day, words.language()) if day else words.UNKNOWN


def _day_of(certificate: Certificate, instant: datetime | None) -> str:
    return _day(clock.day_of(instant, certificate.complex.zone) if instant else None)
