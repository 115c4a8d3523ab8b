"""A mail that came back, read: whose it was and why (RFC 3464, delivery status notifications)."""

import email
import email.policy
from dataclasses import dataclass
from email.message import EmailMessage, Message
from typing import cast

LARGEST = 2 * 1024 * 1024
LONGEST = 300


@dataclass(frozen=True)
class Bounce:
    """One address that did not take our mail. `message_id` is our mail's, with its brackets."""

    message_id: str
    address: str
    status: str  # RFC 3463, as 5.1.1
    reason: str


def read(raw: bytes) -> list[Bounce]:
    """Each address that failed for good. Empty for anything else: a delay, a receipt, a person's answer, junk."""
    if len(raw) > LARGEST:
        return []
    message = email.message_from_bytes(raw, policy=email.policy.default)
    if message.get_content_type() != "multipart/report" or message.get_param("report-type") != "delivery-status":
        return []
    ours = _original_id(message)
    return [bounce for part in message.walk() if ours for bounce in _failed(part, ours)]


def _failed(part: Message, ours: str) -> list[Bounce]:
    if part.get_content_type() != "message/delivery-status" or not part.is_multipart():
        return []
    groups = cast(list[Message], part.get_payload())
    return [_bounce(group, ours) for group in groups if _word(group, "Action").lower() == "failed"]


def _bounce(group: Message, ours: str) -> Bounce:
    address = _typed(group, "Original-Recipient") or _typed(group, "Final-Recipient")
    return Bounce(ours, address, _word(group, "Status")[:10], _typed(group, "Diagnostic-Code")[:LONGEST])


def _original_id(message: EmailMessage) -> str:
    """From the mail that is returned, whole or its head alone."""
    for part in message.walk():
        if part.get_content_type() == "message/rfc822" and part.is_multipart():
            return _word(cast(list[Message], part.get_payload())[0], "Message-ID")
        if part.get_content_type() == "text/rfc822-headers":
            return _word(email.message_from_string(str(part.get_payload())), "Message-ID")
    return ""


def _word(part: Message, name: str) -> str:
    """A header on one line; one that cannot be read counts as absent."""
    try:
        return " ".join(str(part.get(name, "")).split())
    except (ValueError, IndexError, AttributeError):  # what the standard parser raises for damaged headers
        return ""


def _typed(part: Message, name: str) -> str:
    """`rfc822; a@example.com` → `a@example.com`"""
    return _word(part, name).partition(";")[2].strip()
