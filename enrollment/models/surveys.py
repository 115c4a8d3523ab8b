"""The survey after the end: who answered, and what was answered, without a way from one to the other."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from enrollment.models.cohorts import Cohort
from enrollment.models.people import Enrollment
from enrollment.states import SurveyKind
from training.core.models import Owned
from training.core.models.complexes import Bilingual


class SurveyVersion(Owned):
    """A set of questions as it was asked. Another set is another version, so that old answers keep their questions."""

    number = models.PositiveSmallIntegerField(_("version"))

    class Meta:
        verbose_name = _("survey version")
        verbose_name_plural = _("survey versions")
        ordering = ["complex", "-number"]
        constraints = [models.UniqueConstraint(fields=["complex", "number"], name="survey_version_number_once")]

    def __str__(self) -> str:
        return f"#{self.number}"


class SurveyQuestion(Bilingual, models.Model):
    """One question of a version; the label is what stands beside its bar."""

    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="questions")
    key = models.SlugField(_("key"), max_length=30)
    order = models.PositiveSmallIntegerField(_("order"))
    kind = models.CharField(_("kind"), max_length=5, choices=SurveyKind.choices)
    label_ko = models.CharField(_("label (Korean)"), max_length=40)
    label_en = models.CharField(_("label (English)"), max_length=40)
    text_ko = models.CharField(_("text (Korean)"), max_length=250)
    text_en = models.CharField(_("text (English)"), max_length=250)

    class Meta:
        verbose_name = _("survey question")
        verbose_name_plural = _("survey questions")
        ordering = ["version", "order"]
        constraints = [models.UniqueConstraint(fields=["version", "key"], name="survey_question_key_once")]

    def __str__(self) -> str:
        return self.text("text")


class Survey(Owned):
    """The survey of one cohort, with the version that is asked in it. When it is open follows from the cohort's days."""

    cohort = models.OneToOneField(Cohort, on_delete=models.PROTECT, related_name="survey")
    version = models.ForeignKey(SurveyVersion, on_delete=models.PROTECT, related_name="+")
    told_at = models.DateTimeField(_("asked by mail"), null=True, blank=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"#{self.pk}"


class SurveyAnswered(Owned):
    """That somebody answered, and on which day; not what. The key is random and the instant unknown."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="answered")
    enrollment = models.ForeignKey(Enrollment, on_delete=models.PROTECT, related_name="+")
    answered_on = models.DateField(_("day"))

    class Meta:
        verbose_name = _("answered survey")
        verbose_name_plural = _("answered surveys")
        constraints = [models.UniqueConstraint(fields=["survey", "enrollment"], name="survey_answered_once")]

    def __str__(self) -> str:
        return str(self.pk)


class SurveyResponse(Owned):
    """What somebody answered; nothing says who or when. `answers` maps keys of questions to 1…5 or to words.

    `group` is the kind of applicant, and empty where too few of the cohort are of it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    survey = models.ForeignKey(Survey, on_delete=models.PROTECT, related_name="responses")
    group = models.CharField(pgettext_lazy("survey", "group"), max_length=12, blank=True)
    answers = models.JSONField(_("answers"))

    class Meta:
        verbose_name = _("survey response")
        verbose_name_plural = _("survey responses")

    def __str__(self) -> str:
        return str(self.pk)
