"""What an operator has done of what was due, what was taken out of a timetable, and what a cohort was told."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from enrollment.models.cohorts import Cohort
from enrollment.models.seats import Application
from training.core.models import Owned
from training.core.models.complexes import Bilingual


class DeadlineDone(Owned):
    """That a person did what a deadline of a cohort asks for. The deadline itself is computed, never stored."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="deadlines_done")
    key = models.CharField(_("deadline"), max_length=40)
    done_at = models.DateTimeField(_("done"))
    done_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("deadline that was kept")
        verbose_name_plural = _("deadlines that were kept")
        ordering = ["cohort", "done_at"]
        constraints = [models.UniqueConstraint(fields=["cohort", "key"], name="deadline_done_once")]

    def __str__(self) -> str:
        return f"{self.key} #{self.cohort_id}"


class RemovedSession(Bilingual, Owned):
    """What stood in a published timetable and was taken out, so that subscribed calendars learn of it."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="removed_sessions")
    session_key = models.BigIntegerField(unique=True)
    revision = models.PositiveIntegerField()
    title_ko = models.CharField(max_length=150)
    title_en = models.CharField(max_length=150)
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    removed_at = models.DateTimeField()
    removed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("removed session")
        verbose_name_plural = _("removed sessions")
        ordering = ["starts_at", "pk"]

    def __str__(self) -> str:
        return self.text("title")


class CohortNotice(Owned):
    """What an operator wrote to people of a cohort; the mails themselves are deliveries."""

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=3000)
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipients = models.PositiveIntegerField(_("recipients"))

    class Meta:
        verbose_name = _("notice to a cohort")
        verbose_name_plural = _("notices to cohorts")
        ordering = ["-sent_at", "-pk"]

    def __str__(self) -> str:
        return self.subject


class ApplicationTag(Owned):
    """A word that an operator put on an application, to find it again. Applicants never see it."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="tags")
    tag = models.CharField(_("tag"), max_length=30)
    added_at = models.DateTimeField()
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        ordering = ["tag", "pk"]
        constraints = [models.UniqueConstraint(fields=["application", "tag"], name="application_tag_once")]

    def __str__(self) -> str:
        return self.tag
