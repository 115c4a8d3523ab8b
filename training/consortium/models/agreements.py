"""What was agreed with an organization, and whom one calls there."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from enrollment.models import PrivateFile
from training.accounts.models import Organization
from training.consortium.rules import agreements as rules
from training.consortium.states import AgreementKind
from training.core.models import Owned, OwnedQuerySet


class AgreementQuerySet(OwnedQuerySet):
    def ending(self, *, today: date) -> Self:
        """In force with 60 days or fewer left."""
        return self.filter(starts_on__lte=today, ends_on__gte=today, ends_on__lte=today + rules.SOON)


class Agreement(Owned):
    """What an organization and the program signed: from when until when, the last day counted."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="signed_agreements")
    kind = models.CharField(_("kind"), max_length=10, choices=AgreementKind.choices)
    title = models.CharField(_("title"), max_length=150)
    signed_on = models.DateField(_("signed"))
    starts_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    note = models.TextField(_("note"), max_length=1000, blank=True)

    objects = AgreementQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering = ["-starts_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=F("starts_on")), name="agreement_days_in_order"
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def standing(self, today: date) -> str:
        return rules.standing(self.starts_on, self.ends_on, today=today)

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("An agreement ends, and its record stays.")


class AgreementFile(PrivateFile):
    """A scan of what was signed, for operators alone."""

    agreement = models.ForeignKey(Agreement, on_delete=models.PROTECT, related_name="files")

    class Meta:
        verbose_name = _("file of an agreement")
        verbose_name_plural = _("files of agreements")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None) | Q(name="", sha256="", path=""), name="agreement_file_erased_keeps_nothing"
            ),
        ]


class Contact(Owned):
    """Whom operators call at an organization. Seen by operators alone, and deleted when it is no longer true."""

    organization = models.ForeignKey(Organization, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(_("name"), max_length=100)
    position = models.CharField(_("position"), max_length=100, blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    note = models.CharField(_("what for"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("contact")
        verbose_name_plural = _("contacts")
        ordering = ["name", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(phone="") | ~Q(email=""), name="contact_can_be_reached"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"
