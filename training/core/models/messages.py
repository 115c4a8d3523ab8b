"""What was said to whom by mail."""

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from training.core.models.complexes import Owned


class DeliveryState(models.TextChoices):
    OWED = "owed", _("to be sent")
    SENT = "sent", _("sent")
    FAILED = "failed", _("failed, tried again")


class Delivery(Owned):
    """One mail to one person, written by the transaction that caused it and sent afterwards.

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
    address = models.EmailField(blank=True)
    subject = models.CharField(max_length=250, blank=True)
    text = models.TextField(blank=True)
    html = models.TextField(blank=True)
    failure = models.CharField(max_length=500, blank=True)

    class Meta:
        verbose_name = _("mail")
        verbose_name_plural = _("mails")
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["user", "key"], name="delivery_once"),
            models.CheckConstraint(
                name="delivery_sent_together",
                condition=Q(state=DeliveryState.SENT, sent_at__isnull=False, address__gt="")
                | (~Q(state=DeliveryState.SENT) & Q(sent_at=None)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.get_state_display()})"
