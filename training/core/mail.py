"""Mail: owed by the transaction that causes it, sent once, in the person's language.

A kind is registered in `letters` and has three templates: `mail/<kind>.subject.txt`, `mail/<kind>.txt` (complete) and
`mail/<kind>.html`, which extend `mail/base.txt` and `mail/base.html`. They see the context given to `send`, and `user`,
`complex`, `link`. What is attached is made when the mail goes out, by whoever registered its name with `attaches`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from email.utils import formataddr, parseaddr
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.dateparse import parse_date, parse_datetime

from training.core import letters, outbox, texts
from training.core.models import Complex, Delivery
from training.core.models.messages import GONE, Channel, DeliveryState
from training.core.queries import letters as queries

OWED = "core.mail"


@dataclass(frozen=True)
class Attachment:
    """A file of a mail. `kind` is its media type, with its parameters."""

    name: str
    content: bytes
    kind: str


_makers: dict[str, Callable[[Delivery, datetime], Attachment | None]] = {}


def attaches(name: str, maker: Callable[[Delivery, datetime], Attachment | None]) -> None:
    """Register what `send(attach=[name])` attaches; None leaves it out. Called from `ready()` only."""
    _makers[name] = maker


@transaction.atomic
def send(
    kind: str,
    *,
    to: Any,
    context: dict[str, Any] | None = None,
    complex: Complex,
    now: datetime,
    key: str,
    attach: Sequence[str] = (),
    channel: str = Channel.MAIL,
) -> Delivery:
    """Owe one message to a person. The same key for the same person is one mail, however often it is asked for.

    The context holds text, numbers, true and false, dates, instants, and lists and dicts of them; `link`, where
    given, is a path that becomes an address on the complex's host.
    """
    packed = (context or {}) | ({"attached": list(attach)} if attach else {})
    delivery, created = Delivery.objects.get_or_create(
        user=to,
        key=key,
        defaults={
            "complex": complex,
            "kind": kind,
            "channel": channel,
            "context": _packed(packed),
            "created_at": now,
            "read_at": now if channel == Channel.TEXT else None,  # the mail beside it stands in the person's list
        },
    )
    if created:
        outbox.owe(OWED, delivery.pk, now=now, complex_id=complex.pk)
    return delivery


def deliver(delivery_id: int, *, now: datetime) -> bool:
    """Send one mail unless it was sent. A failure is kept with its reason and raised, so that it is tried again."""
    try:
        return _deliver(delivery_id, now=now)
    except Exception as error:
        Delivery.objects.filter(pk=delivery_id).exclude(state__in=GONE).update(
            state=DeliveryState.FAILED, failure=f"{type(error).__name__}: {error}"[:500]
        )
        raise


@transaction.atomic
def _deliver(delivery_id: int, *, now: datetime) -> bool:
    """The row stays locked while the mail goes out: a second worker waits, and then sees that it was sent."""
    delivery = (
        Delivery.objects.select_for_update(of=("self",)).select_related("complex__site", "user").get(pk=delivery_id)
    )
    if delivery.state in GONE:
        return False
    if delivery.channel == Channel.TEXT:
        return _text(delivery, now=now)
    words = words_of(delivery)
    message = _message(delivery.complex, delivery.user.email, name=str(delivery.pk), **words)
    for attachment in _attachments(delivery, now):
        message.attach(attachment.name, attachment.content, attachment.kind)
    message.send()
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENT,
        sent_at=now,
        address=delivery.user.email,
        message_id=_message_id(delivery.complex, str(delivery.pk)),
        failure="",
        **words,
    )
    return True


def _text(delivery: Delivery, *, now: datetime) -> bool:
    """The subject alone, as a text message to the number that the person has given by now. Without one, it ends here."""
    words, number = words_of(delivery), delivery.user.phone
    gateway = texts.gateway()
    if not number or gateway is None:
        Delivery.objects.filter(pk=delivery.pk).update(state=DeliveryState.FAILED, failure="no number")
        return False
    gateway.send(
        number=number,
        text=words["subject"],
        key=_message_id(delivery.complex, str(delivery.pk)).strip("<>").partition("@")[0],
    )
    Delivery.objects.filter(pk=delivery.pk).update(
        state=DeliveryState.SENT,
        sent_at=now,
        address=number,
        failure="",
        language=words["language"],
        subject=words["subject"],
        text=words["subject"],
    )
    return True


def sender(complex: Complex | None) -> str:
    """`From`: the complex's name, in the language of the mail, before the platform's address or its own."""
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return formataddr((str(complex or name), (complex and complex.sender_email) or address))


def to_newcomer(kind: str, *, address: str, context: dict[str, Any], complex: Complex, key: str) -> None:
    """Send one mail to somebody who has no account yet, in Korean. Whoever calls sees to it that it is once.

    No Delivery is kept: that would keep an address of somebody who never came.
    """
    words = _words(kind, context, language="ko", user=None, complex=complex)
    _message(complex, address, name=f"{kind}:{key}", **words).send()


def words_of(delivery: Delivery) -> dict[str, str]:
    """Language, subject, text and HTML of a message, as it would go out now."""
    user, context = delivery.user, _unpacked(delivery.context)
    return _words(delivery.kind, context, language=user.language, user=user, complex=delivery.complex)


def _words(kind: str, context: dict[str, Any], *, language: str, user: Any, complex: Complex) -> dict[str, str]:
    with translation.override(language):
        if "link" in context:
            context = {**context, "link": complex.address(context["link"])}
        row = queries.standing(complex, kind, language)
        own = (row.subject, row.body) if row else None
        return {"language": language, **written(kind, context, complex=complex, user=user, own=own)}


def written(
    kind: str, context: dict[str, Any], *, complex: Complex, user: Any, own: tuple[str, str] | None
) -> dict[str, str]:
    """Subject, text and HTML of a mail in the current language: an operator's `own` words, or the shipped ones.

    Where a mail does not bring a word that the operator asked for, the shipped ones are sent: no mail waits for it.
    """
    facts = context | {"user": user, "complex": complex}
    subject = None
    if own:
        try:
            values = {"name": str(user or ""), **context, "complex": str(complex)}
            subject, facts["edited"] = letters.fill(own[0], values), letters.fill(own[1], values)
        except letters.Unfilled:
            facts.pop("edited", None)
            subject = None
    if subject is None:
        subject = render_to_string(f"mail/{kind}.subject.txt", facts)
    return {
        "subject": f"[{complex}] {' '.join(subject.split())}"[:250],
        "text": render_to_string(f"mail/{kind}.txt", facts).strip() + "\n",
        "html": render_to_string(f"mail/{kind}.html", facts),
    }


def _message(
    complex: Complex, address: str, *, name: str, language: str, subject: str, text: str, html: str
) -> EmailMultiAlternatives:
    with translation.override(language):
        message = EmailMultiAlternatives(
            subject=subject,
            body=text,
            from_email=sender(complex),
            to=[address],
            reply_to=[complex.support_email] if complex.support_email else None,
            headers={"Message-ID": _message_id(complex, name), "Content-Language": language},
        )
    message.attach_alternative(html, "text/html")
    return message


def _attachments(delivery: Delivery, now: datetime) -> list[Attachment]:
    with translation.override(delivery.user.language):
        made = [_makers[name](delivery, now) for name in delivery.context.get("attached", [])]
    return [attachment for attachment in made if attachment]


def _message_id(complex: Complex, name: str) -> str:
    """The same for every try of the same mail, so that a mailbox shows a doubled one once."""
    digest = sha256(f"{settings.SECRET_KEY}:{name}".encode()).hexdigest()[:32]
    return f"<{digest}@{complex.site.hostname}>"


def _packed(value: Any) -> Any:
    """JSON that remembers which texts were dates."""
    if isinstance(value, datetime):
        return {"@at": value.isoformat()}
    if isinstance(value, date):
        return {"@on": value.isoformat()}
    if isinstance(value, dict):
        return {name: _packed(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_packed(item) for item in value]
    return value


def _unpacked(value: Any) -> Any:
    if isinstance(value, dict):
        if "@at" in value:
            return parse_datetime(value["@at"])
        if "@on" in value:
            return parse_date(value["@on"])
        return {name: _unpacked(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_unpacked(item) for item in value]
    return value
