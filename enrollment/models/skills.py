"""What trainees showed at the bench: readings, a second assessor's word, and pictures. Added, never changed."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from courses.models import Skill, SkillVersion
from enrollment.models.people import Enrollment
from training.core.models import AppendOnly, Owned


class SkillRecord(AppendOnly, Owned):
    """One try of one person at one skill, judged by the version that stood that day.

    A correction is a further row with the same try number that `replaces` the earlier one and says why; both stand.
    `value` is in the version's unit. `passed` is what the reading says; where the version asks for a second assessor,
    it counts only with their agreement.
    """

    REFUSAL = "A record of a skill is never {done}."

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="skill_records")
    skill = models.ForeignKey(Skill, on_delete=models.PROTECT, related_name="records")
    version = models.ForeignKey(SkillVersion, on_delete=models.PROTECT, related_name="records")
    attempt = models.PositiveSmallIntegerField(_("try"))
    value = models.DecimalField(_("measured value"), max_digits=16, decimal_places=5, null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("level"), null=True, blank=True)
    passed = models.BooleanField(_("passed"))
    out_of_range_confirmed = models.BooleanField(_("confirmed although out of range"), default=False)
    specimen = models.CharField(_("cell or lot number"), max_length=60, blank=True)
    instrument = models.CharField(_("instrument"), max_length=60, blank=True)
    place = models.CharField(_("place"), max_length=60, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    taken_at = models.DateTimeField(_("shown"))
    assessed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField(_("recorded"))
    ticket = models.CharField(max_length=43, editable=False)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, blank=True, related_name="replaced_by")
    reason = models.CharField(_("why it was corrected"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("skill record")
        verbose_name_plural = _("skill records")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["enrollment", "skill", "attempt"], condition=Q(replaces=None), name="skill_record_try_once"
            ),
            models.UniqueConstraint(fields=["enrollment", "skill", "ticket"], name="skill_record_sent_once"),
            models.CheckConstraint(
                condition=Q(value=None, level__isnull=False) | Q(value__isnull=False, level=None),
                name="skill_record_value_or_level",
            ),
            models.CheckConstraint(
                condition=Q(replaces=None, reason="") | Q(replaces__isnull=False) & ~Q(reason=""),
                name="skill_record_correction_says_why",
            ),
            models.CheckConstraint(
                condition=Q(taken_at__lte=F("recorded_at")), name="skill_record_shown_before_recorded"
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SecondWord(AppendOnly, Owned):
    """What a second assessor said of a record: their own reading, and whether they agree. Once for each record."""

    REFUSAL = "A second assessor's word is never {done}."

    record = models.OneToOneField(SkillRecord, on_delete=models.PROTECT, related_name="second_word")
    first = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    agrees = models.BooleanField(_("agrees"))
    value = models.DecimalField(_("own reading"), max_digits=16, decimal_places=5, null=True, blank=True)
    level = models.PositiveSmallIntegerField(_("own level"), null=True, blank=True)
    remark = models.CharField(_("remark"), max_length=500, blank=True)
    given_at = models.DateTimeField(_("given"))

    class Meta:
        verbose_name = _("second assessor’s word")
        verbose_name_plural = _("second assessors’ words")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(given_by=F("first")), name="second_word_by_another"),
            models.CheckConstraint(condition=Q(agrees=True) | ~Q(remark=""), name="second_word_no_says_why"),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SkillPhoto(Owned):
    """A picture of what was shown, re-written without what its file said about its maker; under PRIVATE_ROOT.

    Erased, the row keeps only that there was one.
    """

    record = models.ForeignKey(SkillRecord, on_delete=models.PROTECT, related_name="photos")
    kind = models.CharField(_("file type"), max_length=4, choices=[("jpeg", "JPEG"), ("png", "PNG")])
    sha256 = models.CharField(max_length=64)
    path = models.CharField(max_length=200)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added"))
    erased_at = models.DateTimeField(null=True, blank=True)
    erased_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("picture of a record")
        verbose_name_plural = _("pictures of records")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(erased_at=None, erased_by=None)
                | Q(erased_at__isnull=False, erased_by__isnull=False, sha256="", path=""),
                name="skill_photo_erased_keeps_nothing",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk}"

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A picture is erased, and its row stays.")
