"""The question bank of a course, and the quizzes that draw from it."""

import json
from functools import cached_property
from typing import Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from courses.models.rows import Course, Loaded, Module
from courses.models.versions import Version
from courses.rules.questions import content as contents
from training.core.models import AppendOnly, Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual


class Kind(models.TextChoices):
    """The type of a question; it is never changed, since answers have its form."""

    SINGLE = "single", _("one choice")
    MULTIPLE = "multiple", _("several choices")
    NUMERIC = "numeric", _("number with unit")
    CALCULATED = "calculated", _("calculated, with other numbers each time")
    ORDERING = "ordering", _("steps in order")
    MATCHING = "matching", _("pairs")
    SHORT = "short", _("short text")
    ESSAY = "essay", _("essay, graded by an instructor")
    FILES = "files", _("photos or files, graded by an instructor")


class Reveal(models.TextChoices):
    """What a trainee may see after handing in."""

    NOTHING = "nothing", _("nothing")
    SCORE = "score", _("the score")
    ANSWERS = "answers", _("the score, and the answers with feedback")


class Question(Loaded, Owned):
    """One question of a course's bank. What it says stands in its versions."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="questions", verbose_name=_("course"))
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, null=True, blank=True, related_name="questions", verbose_name=_("module")
    )
    key = models.SlugField(_("key"), max_length=80)
    kind = models.CharField(_("type"), max_length=12, choices=Kind.choices)
    retired_at = models.DateTimeField(_("retired"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["course", "key"]
        constraints = [models.UniqueConstraint(fields=["course", "key"], name="question_key_once")]

    def __str__(self) -> str:
        return self.key


class QuestionVersion(Version):
    """What a question said from one edit to the next. Appended, never changed or deleted: attempts point here.

    `content` is canonical JSON (courses.rules.questions.content); `sha256` is the hash of exactly those bytes.
    """

    REFUSAL = "A version of a question is never {done}."
    OF = "question"

    question = models.ForeignKey(Question, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        verbose_name = _("version of a question")
        verbose_name_plural = _("versions of questions")
        ordering = ["question", "number"]
        constraints = [models.UniqueConstraint(fields=["question", "number"], name="question_version_number_once")]

    def __str__(self) -> str:
        return self.said.prompt.of(get_language() or "ko")[:80]

    @cached_property
    def said(self) -> contents.Question:
        return contents.read(json.loads(self.content))


class QuestionFigure(AppendOnly, Owned):
    """A picture that questions of a course show, kept under the hash of its bytes; versions hold that hash.

    So an image that is changed or deleted in the CMS changes no version, and no attempt that showed it.
    """

    REFUSAL = "A picture of questions is never {done}."

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="figures", verbose_name=_("course"))
    sha256 = models.CharField(max_length=64)
    kind = models.CharField(_("file type"), max_length=4, choices=[("jpeg", "JPEG"), ("png", "PNG"), ("webp", "WebP")])
    file = models.FileField(upload_to="questions/")
    kept_at = models.DateTimeField(_("kept"))

    class Meta:
        verbose_name = _("picture of questions")
        verbose_name_plural = _("pictures of questions")
        ordering = ["course", "pk"]
        constraints = [models.UniqueConstraint(fields=["course", "sha256"], name="question_figure_once")]

    def __str__(self) -> str:
        return self.sha256[:12]


class QuizQuerySet(OwnedQuerySet):
    def published(self) -> Self:
        """Those that trainees may see."""
        return self.filter(published_at__isnull=False).order_by("order", "pk")


class Quiz(Loaded, Bilingual, Owned):
    """A test of a course: which questions, how long, how often, and what is needed to pass."""

    course = models.ForeignKey(Course, on_delete=models.PROTECT, related_name="quizzes", verbose_name=_("course"))
    module = models.ForeignKey(
        Module, on_delete=models.PROTECT, null=True, blank=True, related_name="quizzes", verbose_name=_("module")
    )
    key = models.SlugField(_("key"), max_length=80)
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150)
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=0, help_text=_("0: no time limit."))
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=1, help_text=_("0: as many as wanted."))
    pass_percent = models.PositiveSmallIntegerField(_("pass mark (%)"), default=60, validators=[MaxValueValidator(100)])
    shuffle = models.BooleanField(_("questions in another order each time"), default=True)
    reveal = models.CharField(_("shown after handing in"), max_length=10, choices=Reveal.choices, default=Reveal.SCORE)
    is_required = models.BooleanField(_("needed for completion"), default=False)
    is_safety = models.BooleanField(_("safety: passed before practice"), default=False)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)

    objects = QuizQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = _("quiz")
        verbose_name_plural = _("quizzes")
        ordering = ["course", "order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["course", "key"], name="quiz_key_once"),
            models.CheckConstraint(condition=Q(pass_percent__lte=100), name="quiz_pass_mark_is_a_percentage"),
        ]

    def __str__(self) -> str:
        return self.text("title")

    @property
    def shows_score(self) -> bool:
        return self.reveal in (Reveal.SCORE, Reveal.ANSWERS)

    @property
    def shows_answers(self) -> bool:
        return self.reveal == Reveal.ANSWERS


class QuizPool(models.Model):
    """Questions of which an attempt draws some: `draw` of them, or all where it is 0."""

    quiz = models.ForeignKey(Quiz, on_delete=models.CASCADE, related_name="pools")
    order = models.PositiveSmallIntegerField(_("order"), default=1)
    draw = models.PositiveSmallIntegerField(_("how many to draw"), default=0)
    questions = models.ManyToManyField(Question, related_name="pools", verbose_name=_("questions"))

    class Meta:
        verbose_name = _("pool of questions")
        verbose_name_plural = _("pools of questions")
        ordering = ["quiz", "order"]
        constraints = [models.UniqueConstraint(fields=["quiz", "order"], name="quiz_pool_order_once")]

    def __str__(self) -> str:
        return f"{self.quiz_id}/{self.order}"
