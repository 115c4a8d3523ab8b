"""The states of certificates and batches, the public reasons for revoking, and what a verifier can be told."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class DesignKind(TextChoices):
    """What a paper says of its holder (field.md 1.7)."""

    COMPLETION = "completion", _("certificate of completion (수료증)")
    PARTICIPATION = "participation", _("certificate of participation (이수증)")
    ENROLLMENT = "enrollment", _("confirmation of enrollment (수강확인원)")


class Border(TextChoices):
    """The frames that we draw ourselves."""

    WOVEN = "woven", _("woven band with rosettes")
    LINES = "lines", _("double line")
    CORNERS = "corners", _("corner brackets")


class Ink(TextChoices):
    """The color of border, title and rules."""

    BLUE = "blue", pgettext_lazy("ink", "blue")
    GREEN = "green", pgettext_lazy("ink", "green")
    PLUM = "plum", pgettext_lazy("ink", "plum")
    GRAPHITE = "graphite", pgettext_lazy("ink", "graphite")


class CertificateState(TextChoices):
    INTENDED = "intended", _("being issued")
    ISSUED = "issued", pgettext_lazy("certificate", "issued")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("superseded")
    VOIDED = "voided", _("voided")


_C = CertificateState
CERTIFICATE_TRANSITIONS: dict[str, frozenset[str]] = {
    _C.INTENDED: frozenset({_C.ISSUED, _C.VOIDED}),
    _C.ISSUED: frozenset({_C.REVOKED, _C.SUPERSEDED}),
    _C.REVOKED: frozenset(),
    _C.SUPERSEDED: frozenset(),
    _C.VOIDED: frozenset(),
}
WITH_FILE = frozenset({_C.ISSUED, _C.REVOKED, _C.SUPERSEDED})  # what was given out once stays answerable for good


class RevocationReason(TextChoices):
    """Why a certificate no longer counts, in words that anybody may read."""

    REQUIREMENTS = "requirements", _("issued although a requirement was not met")
    MISTAKE = "mistake", _("wrong particulars on the certificate")
    REOPENED = "reopened", _("the completion decision was reopened")
    DECEPTION = "deception", _("obtained by deception")
    HOLDER = "holder", _("at the holder's request")


class RevocationState(TextChoices):
    """What became of a proposal to revoke several certificates."""

    PROPOSED = "proposed", pgettext_lazy("revocation", "waiting for a second person")
    CONFIRMED = "confirmed", pgettext_lazy("revocation", "confirmed")
    DECLINED = "declined", pgettext_lazy("revocation", "declined")
    WITHDRAWN = "withdrawn", pgettext_lazy("revocation", "taken back")


_R = RevocationState
REVOCATION_TRANSITIONS: dict[str, frozenset[str]] = {
    _R.PROPOSED: frozenset({_R.CONFIRMED, _R.DECLINED, _R.WITHDRAWN}),
    _R.CONFIRMED: frozenset(),
    _R.DECLINED: frozenset(),
    _R.WITHDRAWN: frozenset(),
}


class Failure(TextChoices):
    """Why a certificate could not be made yet."""

    ENGINE = "engine", _("The PDF engine is not installed on this machine. Run `make run` or install Pango.")
    FONTS = "fonts", _("The fonts are not installed on this machine. Install the package fonts-nanum.")
    TIMEOUT = "timeout", _("Drawing the page took too long and was stopped.")
    DIED = "died", _("The drawing process ended unexpectedly.")
    REFUSED = "refused", _("The page could not be drawn.")
    STORAGE = "storage", _("The file could not be stored. Check the disk.")
    KEY = "key", _("The signing key is missing or has expired. Put a valid one into the folder of keys.")
    TIMESTAMP = "timestamp", _("The timestamp service does not answer or answers wrongly. Nothing weaker is issued.")
    SIGNATURE = "signature", _("The signature did not hold when it was read again. Nothing was issued.")
    DECISION = "decision", _("The completion decision is no longer in force. Void this number.")
    ERASED = "erased", _("The code or birth date was erased before the page was drawn. Void this number.")
    OTHER = "other", _("Something else went wrong; the technical log says more.")


class BatchState(TextChoices):
    TRIAL = "trial", _("trial of one")
    REST = "rest", _("issuing the rest")
    FINISHED = "finished", _("finished")


BATCH_TRANSITIONS: dict[str, frozenset[str]] = {
    BatchState.TRIAL: frozenset({BatchState.REST, BatchState.FINISHED}),
    BatchState.REST: frozenset({BatchState.FINISHED}),
    BatchState.FINISHED: frozenset(),
}


class LogEvent(TextChoices):
    """What a line of the public log says of a file. The values stand in the log for good."""

    ISSUE = "issue", pgettext_lazy("log", "issued")
    EXTEND = "extend", pgettext_lazy("log", "signature extended")
    SUPERSEDE = "supersede", pgettext_lazy("log", "superseded")
    REVOKE = "revoke", pgettext_lazy("log", "revoked")


class Truth(TextChoices):
    """What a verifier is told; each is another sentence, none stands in for another."""

    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("superseded")
    EXPIRED = "expired", pgettext_lazy("certificate", "expired")
    NEVER_ISSUED = "never_issued", _("never issued")
    CANNOT_CONFIRM = "cannot_confirm", _("cannot confirm")
    NUMBER_ALONE = "number_alone", _("a number alone")
    NO_MATCH = "no_match", _("number and name do not match")
    LIMITED = "limited", _("too many tries")


class Finding(TextChoices):
    """What is said of a file (screen 26): the gravest only."""

    IDENTICAL = "identical", _("This is the file as issued.")
    EXTENDED = "extended", _("This is a file as issued. A newer one, with its signature extended, exists.")
    APPENDED = "appended", _("Changed after it was issued.")
    BROKEN = "broken", _("Changed after it was signed.")
    OTHER_SIGNER = "other_signer", _("Signed by somebody else.")
    CODE_KNOWN = "code_known", _("The code exists, but this is not the file we issued.")
    NO_SIGNATURE = "no_signature", _("A re-saved copy, a picture, or no certificate of ours.")
    ENCRYPTED = "encrypted", _("The file is protected by a password.")
    UNKNOWN = "unknown", _("No file of ours has this fingerprint.")
    TOO_LARGE = "too_large", _("The file is larger than 5 MB.")
    NOT_PDF = "not_pdf", _("This is no PDF.")


class Outcome(TextChoices):
    """What came of one check. Only "bad" means that records disagree."""

    OK = "ok", pgettext_lazy("check", "confirmed")
    OPEN = "open", pgettext_lazy("check", "not yet")
    BAD = "bad", pgettext_lazy("check", "disagrees")


class Question(TextChoices):
    """How a verifier asked."""

    CODE = "code", _("code")
    FILE = "file", pgettext_lazy("verification", "file")
    NUMBER = "number", _("number")
    NAME = "name", pgettext_lazy("verification", "name")
    SHEET = "sheet", _("hiring sheet")
    LINK = "link", _("the holder's link")


class RowAnswer(TextChoices):
    """What is said of one line of a hiring sheet. Number or code must match, and the name too."""

    VALID = "valid", _("valid")
    REVOKED = "revoked", _("revoked")
    SUPERSEDED = "superseded", _("superseded")
    EXPIRED = "expired", pgettext_lazy("certificate", "expired")
    DIFFERS = "differs", _("name or number differs")
    NEVER_ISSUED = "never_issued", _("never issued")
    NO_MATCH = "no_match", _("number and name do not match")
    UNREADABLE = "unreadable", _("unreadable")
    NAME_MISSING = "name_missing", _("name missing")
    LIMITED = "limited", _("not answered")
    CANNOT_CONFIRM = "cannot_confirm", _("cannot confirm")


class Field(TextChoices):
    """What a holder may show by a link. The values stand in rows for good."""

    NAME = "name", _("Name")
    BIRTH_DATE = "birth_date", _("Date of birth")
    COURSE = "course", _("Course and period")
    HOURS = "hours", _("Hours")
    MODULES = "modules", _("Modules and their hours")
    SKILLS = "skills", _("Skills with their results")
    PDF = "pdf", _("The certificate itself (PDF)")
    CREDENTIAL = "credential", _("The digital credential, for a wallet")


class LookedAt(TextChoices):
    """What somebody opened by a holder's link."""

    PAGE = "page", _("the page")
    PDF = "pdf", _("the PDF")
    CREDENTIAL = "credential", _("the digital credential")


class Device(TextChoices):
    """With what somebody looked, as coarse as it helps the holder."""

    PHONE = "phone", _("a phone or tablet")
    COMPUTER = "computer", _("a computer")
    PROGRAM = "program", _("a program, perhaps one that previews links")
