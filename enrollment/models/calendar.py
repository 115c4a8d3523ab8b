"""What an operator has done of what was due, what was taken out of a timetable, and what a cohort was told."""

from django.conf import settings
from django.db import models
from django.db.models import Q
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
    """What an operator or instructor wrote to people of cohorts; the mails themselves are deliveries.

    `cohort` is the first of those it was written to; each recipient names their own. Where the English words are
    empty, everybody reads the Korean ones. `token` is the form's, so that a form sent twice is one notice.
    """

    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="notices")
    subject = models.CharField(_("subject"), max_length=120)
    text = models.TextField(_("text"), max_length=3000)
    subject_en = models.CharField(_("subject (English)"), max_length=120, blank=True)
    text_en = models.TextField(_("text (English)"), max_length=3000, blank=True)
    urgent = models.BooleanField(_("urgent"), default=False)
    token = models.CharField(max_length=40, blank=True)
    sent_at = models.DateTimeField(_("sent"))
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recipients = models.PositiveIntegerField(_("recipients"))

    class Meta:
        verbose_name = _("notice to a cohort")
        verbose_name_plural = _("notices to cohorts")
        ordering = ["-sent_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["complex", "token"], condition=~Q(token=""), name="cohort_notice_sent_once"
            ),
            models.CheckConstraint(
                condition=Q(subject_en="", text_en="") | Q(subject_en__gt="", text_en__gt=""),
                name="cohort_notice_english_together",
            ),
        ]

    def __str__(self) -> str:
        return self.subject

    def words(self, language: str) -> tuple[str, str]:
        """Subject and text for a reader of this language."""
        return (self.subject_en, self.text_en) if language == "en" and self.text_en else (self.subject, self.text)


class NoticeRecipient(Owned):
    """One person whom a notice is for, fixed when it was confirmed. Their delivery follows, in its turn."""

    notice = models.ForeignKey(CohortNotice, on_delete=models.PROTECT, related_name="people")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    cohort = models.ForeignKey(Cohort, on_delete=models.PROTECT, related_name="+")
    delivery = models.OneToOneField(
        "core.Delivery", on_delete=models.PROTECT, null=True, blank=True, related_name="notice_recipient"
    )

    class Meta:
        verbose_name = _("recipient of a notice")
        verbose_name_plural = _("recipients of notices")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["notice", "person"], name="notice_recipient_once")]
        indexes = [models.Index(fields=["notice"], name="notice_still_to_tell", condition=Q(delivery=None))]

    def __str__(self) -> str:
        return f"#{self.notice_id}: #{self.person_id}"


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
