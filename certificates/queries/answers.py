"""What a verifier reads: one sentence for each truth, and the facts that may be shown with it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from certificates.models import Certificate, CertificateFile
from certificates.queries import facts
from certificates.queries.checks import Check
from certificates.rules import dates
from certificates.states import RevocationReason, Truth
from training.core import clock, words

STATUS = {Truth.NO_MATCH: "never_issued", Truth.LIMITED: "cannot_confirm"}  # the marks of screen 25
LANGUAGES = ("ko", "en")
HTTP = {Truth.NEVER_ISSUED: 404, Truth.NO_MATCH: 404, Truth.CANNOT_CONFIRM: 503, Truth.LIMITED: 429}


@dataclass(frozen=True)
class Page:
    """A result page, the same in layout and weight for every truth."""

    truth: Truth
    title: str
    summary: str
    rows: list[facts.Row] = field(default_factory=list)
    checks: list[Check] = field(default_factory=list)
    sha256: str = ""

    @property
    def mark(self) -> str:
        return STATUS.get(self.truth, self.truth.value)

    @property
    def status(self) -> int:
        return http(self.truth)

    @property
    def fingerprint(self) -> str:
        """The hash of the stored file, in groups of four."""
        return " ".join(self.sha256[start : start + 4] for start in range(0, len(self.sha256), 4))


def http(truth: Truth) -> int:
    """With which status a truth is answered."""
    return HTTP.get(truth, 200)


def both(truth: Truth, certificate: Certificate | None, checked: list[Check], *, sentence: str = "") -> dict[str, Any]:
    """An answer for programs: every word in both languages, keys that stay as they are."""
    said = {language: _said(language, truth, certificate, checked, sentence) for language in LANGUAGES}
    file = _first_file(certificate) if certificate else None
    return {
        "truth": truth.value,
        "checks": {check.key: check.outcome.value for check in checked},
        "file_sha256": file.sha256 if file else None,
        **said,
    }


def _said(
    language: str, truth: Truth, certificate: Certificate | None, checked: list[Check], sentence: str
) -> dict[str, Any]:
    with translation.override(language):
        if certificate is None:
            title, summary = _without(truth, sentence)
            return {"title": title, "summary": summary, "facts": {}, "checks": {}}
        title, summary = SENTENCES[truth](certificate)
        return {
            "title": title,
            "summary": summary,
            "facts": {str(label): str(value) for label, value in facts.public(certificate)},
            "checks": {check.key: f"{check.label}: {check.word}. {check.sentence}" for check in checked},
        }


def sentences(language: str, truth: Truth, certificate: Certificate) -> tuple[str, str]:
    """Title and summary of a truth in a language."""
    with translation.override(language):
        return SENTENCES[truth](certificate)


def of_certificate(truth: Truth, certificate: Certificate, checked: list[Check]) -> Page:
    """One of the truths about a paper that was given out, or that our own records contradict each other."""
    title, summary = SENTENCES[truth](certificate)
    file = _first_file(certificate)
    return Page(truth, title, summary, facts.public(certificate), checked, file.sha256 if file else "")


def _first_file(certificate: Certificate) -> CertificateFile | None:
    """The file as it was issued, before any extension."""
    return min(certificate.files.all(), key=lambda file: file.number, default=None)


def without_certificate(truth: Truth, *, sentence: str = "") -> Page:
    """The answers that show nothing of any certificate."""
    title, summary = _without(truth, sentence)
    return Page(truth, title, summary)


def _without(truth: Truth, sentence: str) -> tuple[str, str]:
    sentences: dict[Truth, tuple[str, str]] = {
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
    }
    return sentences[truth]


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


def _disagreeing(certificate: Certificate) -> tuple[str, str]:
    return _("Cannot confirm right now."), _(
        "Our own records do not agree; the checks below say where. Ask the issuer."
    )


SENTENCES: dict[Truth, Callable[[Certificate], tuple[str, str]]] = {
    Truth.CANNOT_CONFIRM: _disagreeing,
    Truth.VALID: _valid,
    Truth.REVOKED: _revoked,
    Truth.SUPERSEDED: _superseded,
    Truth.EXPIRED: _expired,
}


def _day(day: date | None) -> str:
    return dates.spoken(day, words.language()) if day else words.UNKNOWN


def _day_of(certificate: Certificate, instant: datetime | None) -> str:
    return _day(clock.day_of(instant, certificate.complex.zone) if instant else None)
