"""Mail about reviews. Wagtail writes to the groups of a step (the leads); the other authors of the course hear too."""

from typing import Any

from django.contrib.auth import get_user_model
from wagtail.admin.mail import GroupApprovalTaskStateSubmissionEmailNotifier

from courses.models import SecondPersonTask, course_of


class OtherAuthors(GroupApprovalTaskStateSubmissionEmailNotifier):
    """Says to everybody who may approve, and is not told by Wagtail itself, that a page waits for them."""

    def can_handle(self, instance: Any, **kwargs: Any) -> bool:
        return isinstance(instance.task.specific, SecondPersonTask) and super().can_handle(instance, **kwargs)

    def get_recipient_users(self, task_state: Any, **kwargs: Any) -> Any:
        course = course_of(task_state.workflow_state.content_object)
        if course is None or course.authors_id is None:
            return get_user_model().objects.none()
        told_already = task_state.task.specific.groups.values("pk")
        return (
            get_user_model()
            .objects.filter(groups=course.authors_id)
            .exclude(groups__in=told_already)
            .exclude(is_superuser=True)
            .exclude(pk=task_state.workflow_state.requested_by_id)
        )


tell_other_authors = OtherAuthors()
