"""What is said of a file that somebody dropped (screen 26)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from certificates.states import Finding

GOOD = frozenset({Finding.IDENTICAL, Finding.EXTENDED})
HTTP = {Finding.TOO_LARGE: 413, Finding.NOT_PDF: 422}
ADVICE = {
    Finding.IDENTICAL: _("Not one byte differs. What the certificate is worth today stands below."),
    Finding.EXTENDED: _("Not one byte differs. What the certificate is worth today stands below."),
    Finding.APPENDED: _(
        "It begins with the file we issued, and something was added behind it. Do not rely on this file; compare it "
        "with what stands below."
    ),
    Finding.BROKEN: _(
        "It bears our signature, but the bytes are no longer those that were signed. Do not rely on this file; look "
        "the code up."
    ),
    Finding.OTHER_SIGNER: _("The signature in it is not ours, whatever the page says. Look the code up."),
    Finding.CODE_KNOWN: _("If it differs from the facts below, do not accept it."),
    Finding.NO_SIGNATURE: _("A file without our signature cannot be checked as a file. Look the code up."),
    Finding.ENCRYPTED: _("Remove the password first, and try again."),
    Finding.UNKNOWN: _(
        "It may have been saved again, changed, or come from somebody else. Look the code up, or send the file: then "
        "we can say more."
    ),
    Finding.TOO_LARGE: _("Our certificates are far smaller. Look the code up."),
    Finding.NOT_PDF: _("Choose the PDF as it was given out. For a picture or a scan, look the code up."),
}


@dataclass(frozen=True)
class Said:
    """A finding in words: `mark` is the sign it stands under."""

    finding: Finding
    mark: str
    title: str
    summary: str

    @property
    def may_be_sent(self) -> bool:
        """Whether sending the file would tell more than its fingerprint did."""
        return self.finding == Finding.UNKNOWN


def of(finding: Finding) -> Said:
    mark = "valid" if finding in GOOD else "cannot_confirm" if finding in UNSURE else "revoked"
    return Said(finding, mark, str(finding.label), str(ADVICE[finding]))


def http(finding: Finding) -> int:
    return HTTP.get(finding, 200)


UNSURE = frozenset(
    {Finding.NO_SIGNATURE, Finding.ENCRYPTED, Finding.UNKNOWN, Finding.TOO_LARGE, Finding.NOT_PDF, Finding.CODE_KNOWN}
)
