"""What follows from publishing a page."""

from typing import Any

from django.db.models.signals import post_migrate, pre_migrate
from django.dispatch import receiver
from wagtail.models import TaskState, WorkflowState
from wagtail.signals import page_published, task_submitted, workflow_approved, workflow_rejected

from courses import mail
from courses.models import CoursePage, LessonPage, ModulePage, places
from courses.services import authors, editions, trees
from training.accounts.models import Membership
from training.accounts.signals import roles_changed
from training.core import clock


@receiver(page_published, sender=LessonPage)
def freeze(instance: LessonPage, revision: Any, **kwargs: Any) -> None:
    by = getattr(revision, "publisher", None)
    editions.append(instance, by=by, now=clock.now())
    editions.take_title(instance)
    if instance.live:
        trees.publish_new_module(instance, by=by)


@receiver(page_published, sender=ModulePage)
@receiver(page_published, sender=CoursePage)
def take_title(instance: ModulePage | CoursePage, **kwargs: Any) -> None:
    editions.take_title(instance)


@receiver(roles_changed, sender=Membership)
def set_staff(membership: Membership, **kwargs: Any) -> None:
    """What a role allows in the CMS follows the role, in the transaction that grants or revokes it."""
    authors.set_staff(membership.user, membership.complex)


@receiver(task_submitted, sender=TaskState)
def tell_reviewers(instance: TaskState, **kwargs: Any) -> None:
    mail.submitted(instance, now=clock.now())


@receiver(workflow_approved, sender=WorkflowState)
def tell_of_approval(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    mail.decided(instance, approved=True, by=user, now=clock.now())


@receiver(workflow_rejected, sender=WorkflowState)
def tell_of_return(instance: WorkflowState, user: Any, **kwargs: Any) -> None:
    mail.decided(instance, approved=False, by=user, now=clock.now())


@receiver(pre_migrate)
def take_triggers_off(sender: Any, **kwargs: Any) -> None:
    if sender.name == "courses":
        places.off_while_migrating()


@receiver(post_migrate)
def lay_triggers_again(sender: Any, **kwargs: Any) -> None:
    if sender.name == "courses":
        places.on_after_migrating()
