"""What members of the consortium develop and train together."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from courses.models import Course, Skill
from training.accounts.models import Organization
from training.consortium.states import PROJECT_TRANSITIONS, ProjectKind, ProjectState
from training.core.models import Owned, OwnedQuerySet
from training.core.models.complexes import Bilingual

SETTLED = (ProjectState.APPROVED, ProjectState.RUNNING, ProjectState.DONE)


class ProjectQuerySet(OwnedQuerySet):
    def public(self) -> Self:
        """Approved, and meant to be read by everybody."""
        return self.filter(is_public=True, state__in=SETTLED)


class Project(Bilingual, Owned):
    """A joint project: who takes part, from when until when, which courses and skills it serves, what came of it."""

    TRANSITIONS = PROJECT_TRANSITIONS

    kind = models.CharField(_("kind"), max_length=12, choices=ProjectKind.choices)
    title_ko = models.CharField(_("title (Korean)"), max_length=150)
    title_en = models.CharField(_("title (English)"), max_length=150)
    summary_ko = models.TextField(_("what it is about (Korean)"), max_length=2000)
    summary_en = models.TextField(_("what it is about (English)"), max_length=2000, blank=True)
    results_ko = models.TextField(_("results (Korean)"), max_length=4000, blank=True)
    results_en = models.TextField(_("results (English)"), max_length=4000, blank=True)
    starts_on = models.DateField(_("first day"), null=True, blank=True)
    ends_on = models.DateField(_("last day"), null=True, blank=True)
    partners = models.ManyToManyField(Organization, blank=True, related_name="projects")
    courses = models.ManyToManyField(Course, blank=True, related_name="projects")
    skills = models.ManyToManyField(Skill, blank=True, related_name="projects")
    is_public = models.BooleanField(_("shown to everybody once it is approved"), default=False)
    state = models.CharField(_("state"), max_length=10, choices=ProjectState.choices, default=ProjectState.IDEA)
    made_at = models.DateTimeField()
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = ProjectQuerySet.as_manager()  # type: ignore[misc]  # more than Owned's

    class Meta:
        verbose_name = pgettext_lazy("consortium", "project")
        verbose_name_plural = pgettext_lazy("consortium", "projects")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on=None, ends_on=None)
                | Q(starts_on__isnull=False, ends_on__isnull=False, ends_on__gte=F("starts_on")),
                name="project_period_together",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=SETTLED) | Q(starts_on__isnull=False), name="project_approved_with_its_period"
            ),
            models.CheckConstraint(
                condition=~Q(state=ProjectState.DONE) | ~Q(results_ko=""), name="project_done_with_results"
            ),
        ]

    def __str__(self) -> str:
        return self.text("title")

    def delete(self, *args: Any, **kwargs: Any) -> Any:
        raise TypeError("A project stays on record.")
