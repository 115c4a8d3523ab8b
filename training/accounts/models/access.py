"""Who looked at whose data, and the monthly look at those who looked."""

from typing import Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from training.accounts.models.people import User
from training.accounts.states import AccessReason, Evidence
from training.core.models import AppendOnly, Owned, OwnedQuerySet


class AccessRecordQuerySet(OwnedQuerySet):
    def about(self, person: User) -> Self:
        """What was seen or taken of one person, the latest first."""
        whose = Q(person=person) | Q(person__merged__stays=person)  # also of an account that was merged into theirs
        seen = AccessedPerson.objects.filter(whose, record=OuterRef("pk"))
        return self.filter(Exists(seen)).order_by("-at", "-pk")


class AccessRecord(AppendOnly, Owned):
    """That somebody looked at, or took out, what belongs to other people (PIPA §29, 안전성 확보조치 기준 §8).

    `taken` is a download, which has its reason; a look at a page has none. Whose data it was stands in AccessedPerson.
    """

    REFUSAL = "A record of access is never {done}."

    actor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(_("what"), max_length=15, choices=Evidence.choices)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    taken = models.BooleanField(_("downloaded"))
    reason = models.CharField(_("reason"), max_length=12, choices=AccessReason.choices, blank=True)
    words = models.CharField(_("in their words"), max_length=200, blank=True)
    at = models.DateTimeField()

    objects = AccessRecordQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("access record")
        verbose_name_plural = _("access records")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["complex", "at"], name="access_by_time")]
        constraints = [
            models.CheckConstraint(condition=Q(taken=False) | ~Q(reason=""), name="access_taken_with_a_reason"),
            models.CheckConstraint(
                condition=~Q(reason=AccessReason.OTHER) | ~Q(words=""), name="access_other_reason_in_words"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AccessedPerson(AppendOnly):
    """That a record of access is about one person; an export of a cohort is about many."""

    REFUSAL = "A record of access is never {done}."

    record = models.ForeignKey(AccessRecord, on_delete=models.PROTECT, related_name="seen")
    person = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("person of an access record")
        verbose_name_plural = _("people of access records")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["record", "person"], name="access_person_once")]

    def __str__(self) -> str:
        return f"#{self.pk}"


class AccessReview(AppendOnly, Owned):
    """That the records of a month were looked through, by whom, and what they found."""

    REFUSAL = "A review of access is never {done}."

    month = models.DateField(_("month"), help_text=_("Its first day."))
    records = models.PositiveIntegerField(_("records looked through"))
    note = models.TextField(_("what was found"), max_length=1000)
    reviewed_at = models.DateTimeField()
    reviewed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("review of access")
        verbose_name_plural = _("reviews of access")
        ordering = ["-month"]
        constraints = [models.UniqueConstraint(fields=["complex", "month"], name="access_month_reviewed_once")]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m}"
