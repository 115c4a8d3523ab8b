"""The review of a lesson by a second person."""

from typing import Any

from django.contrib.auth import get_user_model
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import AbstractGroupApprovalTask, Page, TaskState

from courses.models.pages import CoursePage
from courses.models.rows import Course


def course_of(page: Page) -> Course | None:
    """The course in whose branch a page stands."""
    above = CoursePage.objects.ancestor_of(page, inclusive=True).select_related("course").first()
    return above.course if above else None


class SecondPersonTask(AbstractGroupApprovalTask):
    """Another author of the course, or somebody of the task's groups (the leads), approves; nobody their own.

    Wagtail's own task gives its groups the editor of any page in it and lets a person approve what they submitted.
    """

    class Meta:
        verbose_name = gettext_lazy("approval by a second person")
        verbose_name_plural = gettext_lazy("approvals by a second person")

    def may_decide(self, page: Page, user: Any) -> bool:
        return self._reviews(page, user) and user.pk not in _authors_of_the_change(page)

    def deciders(self, page: Page) -> "models.QuerySet":
        """Everybody who may decide on what waits now; administrators of the platform may as well, and are not named."""
        course = course_of(page)
        groups = [*self.groups.values_list("pk", flat=True), course.authors_id if course else None]
        people = get_user_model()._default_manager.filter(groups__in=groups, is_active=True)
        return people.exclude(pk__in=_authors_of_the_change(page)).distinct().order_by("pk")

    def _reviews(self, page: Page, user: Any) -> bool:
        if not user.is_active:
            return False
        if user.is_superuser or self._user_in_groups(user):
            return True
        course = course_of(page)
        return course is not None and user.groups.filter(pk=course.authors_id).exists()

    def user_can_access_editor(self, obj: Page, user: Any) -> bool:
        return self.may_decide(obj, user)

    def locked_for_user(self, obj: Page, user: Any) -> bool:
        return not self.may_decide(obj, user)

    def user_can_lock(self, obj: Page, user: Any) -> bool:
        return self.may_decide(obj, user)

    def get_actions(self, obj: Page, user: Any) -> list[tuple[str, str, bool]]:
        if not self.may_decide(obj, user):
            return []
        return [
            ("reject", _("Request changes"), True),
            ("approve", _("Approve and publish"), False),
            ("approve", _("Approve and publish with a comment"), True),
        ]

    def get_task_states_user_can_moderate(self, user: Any, **kwargs: Any) -> "models.QuerySet[TaskState]":
        waiting = self.task_states.filter(status=TaskState.STATUS_IN_PROGRESS).select_related("workflow_state")
        mine = [state.pk for state in waiting if self.may_decide(state.workflow_state.content_object, user)]
        return self.task_states.filter(pk__in=mine)

    @classmethod
    def get_description(cls) -> str:
        return _("Another author of the course or a curriculum lead approves, which publishes; nobody their own work.")


def _authors_of_the_change(page: Page) -> set[int]:
    """Who submitted it, and who wrote the revision that approval would publish."""
    state = page.current_workflow_state
    latest = page.get_latest_revision()
    found = (state.requested_by_id if state else None, latest.user_id if latest else None)
    return {key for key in found if key is not None}
