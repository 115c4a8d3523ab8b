"""What trainees ask those who teach them, and what they answer."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from courses.models import Lesson
from enrollment.models.people import Enrollment
from enrollment.states import THREAD_TRANSITIONS, ThreadState
from training.core.models import Owned, OwnedQuerySet


class ThreadQuerySet(OwnedQuerySet):
    def waiting(self) -> Self:
        """Open, and the trainee spoke last: somebody owes an answer."""
        return self.filter(state=ThreadState.OPEN, last_by_trainee=True)

    def seen_by(self, person: Any) -> Self:
        """With `is_unread` for this person."""
        read = ThreadReading.objects.filter(thread=OuterRef("pk"), person=person).values("number")
        return self.annotate(read_number=Coalesce(Subquery(read), Value(0))).annotate(
            is_unread=Q(last_number__gt=F("read_number"))
        )


class Thread(Owned):
    """One question of one trainee, about a lesson or about the course, with all that was said about it.

    What the last message was stands here too, so that a list asks for no messages.
    """

    TRANSITIONS = THREAD_TRANSITIONS

    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="threads")
    lesson = models.ForeignKey(
        Lesson, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("lesson")
    )
    subject = models.CharField(_("subject"), max_length=120)
    state = models.CharField(_("state"), max_length=10, choices=ThreadState.choices, default=ThreadState.OPEN)
    asked_at = models.DateTimeField(_("asked"))
    last_number = models.PositiveIntegerField(default=0)
    last_at = models.DateTimeField(_("last message"))
    last_by_trainee = models.BooleanField(default=True)

    objects = ThreadQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("question to instructors")
        verbose_name_plural = _("questions to instructors")
        ordering = ["-last_at", "-pk"]
        indexes = [models.Index(fields=["enrollment", "state", "last_at"], name="thread_by_enrollment")]
        constraints = [models.CheckConstraint(condition=~Q(subject=""), name="thread_has_a_subject")]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_closed(self) -> bool:
        return self.state == ThreadState.CLOSED

    @property
    def is_waiting(self) -> bool:
        return self.state == ThreadState.OPEN and self.last_by_trainee


class Message(Owned):
    """What one person wrote in a thread, in the order of its number. Nobody changes it afterwards."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="messages")
    number = models.PositiveIntegerField(_("number"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_trainee = models.BooleanField()
    text = models.TextField(_("text"), max_length=3000)
    written_at = models.DateTimeField(_("written"))

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        ordering = ["thread", "number"]
        constraints = [
            models.UniqueConstraint(fields=["thread", "number"], name="message_number_once"),
            models.CheckConstraint(condition=~Q(text=""), name="message_has_a_text"),
        ]

    def __str__(self) -> str:
        return f"#{self.thread_id}.{self.number}"


class ThreadReading(Owned):
    """Up to which message one person has read a thread."""

    thread = models.ForeignKey(Thread, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("read mark")
        verbose_name_plural = _("read marks")
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["thread", "person"], name="thread_reading_once")]

    def __str__(self) -> str:
        return f"#{self.thread_id}.{self.number}"
