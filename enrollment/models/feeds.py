"""The address at which a person's own calendar can be subscribed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext_lazy as _

from training.core.models import Owned

LETTERS = 32  # of the token: 128 bits in hexadecimal


class CalendarFeed(Owned):
    """One person's feed in one complex.

    Its token is not stored: it follows from this row and its serial under the server's key, so a copy of the database
    opens nobody's calendar, and another serial makes the address before it lead nowhere.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    serial = models.PositiveIntegerField(_("serial"), default=1)
    made_at = models.DateTimeField(_("made"))
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("calendar address")
        verbose_name_plural = _("calendar addresses")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["complex", "person"], name="calendar_feed_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"

    @property
    def token(self) -> str:
        """What stands in the address."""
        secret = f"{self.pk}:{self.serial}:{self.person_id}:{self.complex_id}"
        return salted_hmac("enrollment.calendar", secret, algorithm="sha256").hexdigest()[:LETTERS]

    def opens(self, token: Any) -> bool:
        """Whether this token is the one that stands now."""
        return self.ended_at is None and constant_time_compare(self.token, token)
