"""What was said to whom by mail."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.core.models.appended import AppendOnly
from training.core.models.complexes import Owned


class DeliveryState(models.TextChoices):
    OWED = "owed", _("to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, tried again")
    BOUNCED = "bounced", _("came back")


class Channel(models.TextChoices):
    """How a message goes out. Whatever is said to a person also stands in their list of notices."""

    MAIL = "mail", _("mail")
    TEXT = "text", _("text message")


GONE = (DeliveryState.SENT, DeliveryState.BOUNCED)


class Delivery(Owned):
    """One message to one person, written by the transaction that caused it and sent afterwards.

    Its words are made when it is sent, in the person's language of that moment, and kept from then on. Illness,
    birth dates, codes and other people never stand in a mail.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="deliveries")
    kind = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    context = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState.choices, default=DeliveryState.OWED)
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    language = models.CharField(max_length=2, blank=True)
    channel = models.CharField(_("channel"), max_length=4, choices=Channel.choices, default=Channel.MAIL)
    address = models.CharField(max_length=254, blank=True)
    message_id = models.CharField(max_length=150, blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    failure = models.CharField(max_length=500, blank=True)
    bounced_at = models.DateTimeField(null=True, blank=True)
    bounce = models.CharField(max_length=500, blank=True)
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_sent_together",
                condition=Q(state__in=GONE, sent_at__isnull=False, address__gt="")
                | (~Q(state__in=GONE) & Q(sent_at=None)),
            ),
            models.CheckConstraint(
                name="delivery_bounced_together",
                condition=Q(state=DeliveryState.BOUNCED, bounced_at__isnull=False)
                | (~Q(state=DeliveryState.BOUNCED) & Q(bounced_at=None, bounce="")),
            ),
        ]
        indexes = [
            models.Index(fields=["complex", "-created_at", "-id"], name="delivery_newest"),
            models.Index(fields=["message_id"], name="delivery_by_message_id", condition=~Q(message_id="")),
            models.Index(fields=["user", "complex"], name="delivery_unread", condition=Q(read_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"


class MessageTemplate(AppendOnly, Owned):
    """One version of the words of a kind of mail in one language, as an operator wrote them.

    The newest counts. `shipped` says that from this version on the words are again those that come with the platform.
    """

    REFUSAL = "A version of a mail's words is never {done}; another is added."

    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=2)
    number = models.PositiveIntegerField()
    shipped = models.BooleanField(default=False)
    subject = models.CharField(max_length=150, blank=True)
    body = models.TextField(max_length=5000, blank=True)
    edited_at = models.DateTimeField()
    edited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("words of a mail")
        verbose_name_plural = _("words of mails")
        ordering = ["kind", "language", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "kind", "language", "number"], name="message_template_version_once"
            ),
            models.CheckConstraint(
                condition=Q(shipped=True, subject="", body="") | Q(shipped=False, subject__gt="", body__gt=""),
                name="message_template_words_or_shipped",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.language} {self.number}"
