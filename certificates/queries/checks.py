"""The separate checks behind one answer, each with its own word, so that none can hide behind another."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from certificates.models import Certificate, LogEntry, TreeHead
from certificates.queries import tree
from certificates.states import LogEvent, Outcome, Truth
from training.core import words

OF_TRUTH = {Truth.REVOKED: LogEvent.REVOKE, Truth.SUPERSEDED: LogEvent.SUPERSEDE}
KEYS = ("signature", "register", "log", "status")
CONFIRMED = pgettext_lazy("check", "confirmed")


@dataclass(frozen=True)
class Check:
    """One thing that was looked at. Its words are said in the reader's language when they are read."""

    key: str
    label: Any
    outcome: Outcome
    word: Any
    template: Any
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def sentence(self) -> str:
        return str(self.template) % self.facts if self.facts else str(self.template)


def of(truth: Truth, certificate: Certificate) -> list[Check]:
    """What was checked for a certificate that was given out."""
    return [signature(certificate), register(), public_log(truth, certificate), status(truth)]


def contradict(checks: list[Check]) -> bool:
    """Whether our own records disagree, so that nothing good may be said of the certificate."""
    return any(check.outcome == Outcome.BAD for check in checks)


def signature(certificate: Certificate) -> Check:
    """Who signed the file as it was issued. It was read again before it was given out, and its bytes never change."""
    file = max(certificate.files.all(), key=lambda file: file.number, default=None)
    label = _("Signature")
    if file is None or not file.signer_sha256:
        sentence = _("The file as issued bears no electronic signature. Compare its fingerprint instead.")
        return Check("signature", label, Outcome.OPEN, pgettext_lazy("signature", "none"), sentence)
    kind = (file.is_demonstration, file.stamped_at is not None)
    stamped_at = words.moment(file.stamped_at) if file.stamped_at else ""
    facts = {"signer": file.signer, "at": stamped_at}
    return Check("signature", label, Outcome.OK, pgettext_lazy("signature", "signed"), SIGNED[kind], facts)


# By whether the authority is a demonstration, and whether a timestamp was asked for.
SIGNED = {
    (False, True): _("The file as issued bears the signature of %(signer)s, with a timestamp of %(at)s."),
    (False, False): _("The file as issued bears the signature of %(signer)s, without a timestamp."),
    (True, True): _("Signed for demonstration by %(signer)s, which nobody outside trusts, with a timestamp of %(at)s."),
    (True, False): _("Signed for demonstration by %(signer)s, which nobody outside trusts, and without a timestamp."),
}


def register() -> Check:
    """That the certificate was found is this check: the code's hash led to its row."""
    sentence = _("The issuer's register holds this number and this code.")
    return Check("register", _("Register"), Outcome.OK, CONFIRMED, sentence)


def status(truth: Truth) -> Check:
    return Check("status", _("State"), Outcome.OK, truth.label, _("Read from the register at the time below."))


def public_log(truth: Truth, certificate: Certificate) -> Check:
    """Whether every event of the certificate is proven against the latest signed checkpoint."""
    entries = list(certificate.entries.all())
    head = tree.head_of(entries[0]) if entries else None
    return in_log(truth, entries, head, is_proven=lambda entry: head is not None and tree.is_proven(entry, head))


def in_log(
    truth: Truth, found: Sequence[LogEntry], head: TreeHead | None, *, is_proven: Callable[[LogEntry], bool]
) -> Check:
    """The check of the log from what was read already."""
    entries = {entry.event: entry for entry in found}
    expected = [LogEvent.ISSUE, *([OF_TRUTH[truth]] if truth in OF_TRUTH else [])]
    if entries.keys() - {LogEvent.EXTEND} != set(expected):
        return _log(Outcome.BAD, pgettext_lazy("check", "missing"), _("It does not hold what the register says."))
    asked = [entries[event] for event in expected]
    if head is None or head.size <= max(entry.index for entry in asked):
        sentence = _("The entry is there, but its checkpoint is not signed yet. Check again in a minute.")
        return _log(Outcome.OPEN, pgettext_lazy("check", "not yet"), sentence)
    if not all(is_proven(entry) for entry in asked):
        return _log(
            Outcome.BAD, pgettext_lazy("check", "not proven"), _("It does not agree with its signed checkpoint.")
        )
    return _in_log(asked, head.size)


def _in_log(found: list[LogEntry], size: int) -> Check:
    facts = {"index": found[0].index + 1, "size": size}  # people count from one, proofs from zero
    if len(found) == 1:
        sentence = _("Entry %(index)d of %(size)d, proven against the log's signed checkpoint.")
        return _log(Outcome.OK, CONFIRMED, sentence, facts)
    sentence = _("Entries %(index)d and %(later)d of %(size)d, proven against the log's signed checkpoint.")
    return _log(Outcome.OK, CONFIRMED, sentence, {**facts, "later": found[1].index + 1})


def _log(outcome: Outcome, word: Any, sentence: Any, facts: dict[str, Any] | None = None) -> Check:
    return Check("log", _("Public log"), outcome, word, sentence, facts or {})
