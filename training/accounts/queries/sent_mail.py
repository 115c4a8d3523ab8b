"""The mails in DEMO's folder."""

import email
import email.policy
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.utils import parsedate_to_datetime
from pathlib import Path

SEPARATOR = "-" * 79 + "\n"


@dataclass(frozen=True)
class SentMail:
    """One mail as its reader sees it."""

    at: datetime | None
    to: str
    sender: str
    subject: str
    text: str


def newest(folder: Path, *, most: int = 50) -> list[SentMail]:
    """The newest mails that Django's file backend wrote, newest first; none where nothing was sent."""
    files = sorted(folder.glob("*.log"), key=lambda path: (path.stat().st_mtime_ns, path.name), reverse=True)
    found: list[SentMail] = []
    for path in files:
        found += reversed(_mails(path.read_text(encoding="utf-8", errors="replace")))
        if len(found) >= most:
            break
    return found[:most]


def _mails(written: str) -> list[SentMail]:
    return [_mail(raw) for raw in written.split(SEPARATOR) if raw.strip()]


def _mail(raw: str) -> SentMail:
    message = email.message_from_string(raw, policy=email.policy.default)
    assert isinstance(message, EmailMessage)  # noqa: S101 - what the default policy makes
    body = message.get_body(("plain",))
    return SentMail(
        at=_instant(str(message["Date"] or "")),
        to=str(message["To"] or ""),
        sender=str(message["From"] or ""),
        subject=str(message["Subject"] or ""),
        text=body.get_content() if body else "",
    )


def _instant(written: str) -> datetime | None:
    """A mail's date; one that names no zone is in UTC (RFC 5322, section 3.3)."""
    if not written:
        return None
    at = parsedate_to_datetime(written)
    return at if at.tzinfo else at.replace(tzinfo=UTC)
