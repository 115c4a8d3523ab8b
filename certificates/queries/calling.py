"""The answers to programs, explained."""

from django.utils.translation import gettext as _

from certificates.queries import answers
from certificates.states import Truth

Explained = list[tuple[str, str]]


def truths() -> list[tuple[str, int, str]]:
    """Each truth that a program can be told: its word, the status it comes with, and what it means."""
    meanings = {
        Truth.VALID: _("Issued here, not revoked, not replaced, not past its validity."),
        Truth.REVOKED: _("Issued here and revoked; day and public reason stand in the answer."),
        Truth.SUPERSEDED: _("Replaced by a new certificate, whose number stands in the answer."),
        Truth.EXPIRED: _("Issued here; its validity has ended."),
        Truth.NEVER_ISSUED: _("No certificate with this code was issued here."),
        Truth.LIMITED: _("Not answered: too many wrong codes from your address. Wait as long as Retry-After says."),
        Truth.CANNOT_CONFIRM: _(
            "Neither valid nor invalid: our own records cannot be read or do not agree. Ask later."
        ),
    }
    return [(truth.value, answers.http(truth), meaning) for truth, meaning in meanings.items()]


def fields() -> Explained:
    """What stands in an answer; every answer has all of it."""
    return [
        ("truth", _("One of the words below. Decide by this word alone.")),
        (
            "checks",
            _(
                "What was looked at, apart: signature, register, log, status; each ok, open or bad. Empty without a certificate."
            ),
        ),
        (
            "file_sha256",
            _("SHA-256 of the PDF as it was issued, to compare with the file you have; null without a certificate."),
        ),
        (
            "ko, en",
            _("The answer in words, in both languages: title, summary, facts (with the name masked) and checks."),
        ),
        ("checked_at", _("The instant of the answer, ISO 8601 in UTC.")),
    ]
