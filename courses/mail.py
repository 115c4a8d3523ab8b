"""Mail about reviews and comments: to whom it concerns, in their language, each once. Wagtail's own is switched off."""

from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import Q
from django.urls import reverse
from wagtail.models import Comment, CommentReply, Page, PageSubscription
from wagtail.users.models import UserProfile

from courses.models import SecondPersonTask, course_of
from training.core import mail
from training.core.models import Complex


def submitted(task_state: Any, *, now: datetime) -> None:
    """To everybody who may decide: a lesson waits for them."""
    task, page = task_state.task.specific, task_state.workflow_state.content_object
    if not isinstance(task, SecondPersonTask):
        return
    context = {"by": _name(task_state.workflow_state.requested_by)}
    _send("review_submitted", task.deciders(page), page, context, key=f"{task_state.pk}", wish="submitted", now=now)


def decided(workflow_state: Any, *, approved: bool, by: Any, now: datetime) -> None:
    """To who submitted it, unless they decided themselves: published, or what to change."""
    people = [workflow_state.requested_by] if workflow_state.requested_by not in (None, by) else []
    task_state = workflow_state.current_task_state
    context = {"by": _name(by), "comment": task_state.specific.get_comment() if task_state else ""}
    kind, wish = ("review_approved", "approved") if approved else ("review_returned", "rejected")
    key = f"{task_state.pk if task_state else workflow_state.pk}"
    _send(kind, people, workflow_state.content_object, context, key=key, wish=wish, now=now)


def commented(page: Page, changes: dict[str, Any], *, by: Any, now: datetime) -> None:
    """To who follows the page's comments, and who took part in a thread that went on. `changes` as Wagtail's editor has them."""
    replied = [reply for _comment, replies in changes["new_replies"] for reply in replies]
    told = [*changes["new_comments"], *replied]
    if not told and not changes["resolved_comments"]:
        return
    threads = [comment.pk for comment, _replies in changes["new_replies"]]
    threads += [comment.pk for comment in changes["resolved_comments"]]
    context = {
        "by": _name(by),
        "texts": [item.text for item in told],
        "resolved": [comment.text for comment in changes["resolved_comments"]],
    }
    marks = [f"{type(item).__name__}{item.pk}" for item in told] + [
        f"{comment.pk}@{comment.resolved_at}" for comment in changes["resolved_comments"]
    ]
    key = sha256(" ".join(marks).encode()).hexdigest()[:32]
    _send("comments_made", _followers(page, threads, by), page, context, key=key, wish="updated_comments", now=now)


def _followers(page: Page, threads: list[int], by: Any) -> Any:
    following = PageSubscription.objects.filter(page=page, comment_notifications=True).values("user")
    began = Comment.objects.filter(pk__in=threads).values("user")
    answered = CommentReply.objects.filter(comment__in=threads).values("user")
    people = get_user_model()._default_manager.filter(Q(pk__in=following) | Q(pk__in=began) | Q(pk__in=answered))
    return people.exclude(pk=by.pk).order_by("pk")


def _send(
    kind: str, people: Iterable[Any], page: Page, context: dict[str, Any], *, key: str, wish: str, now: datetime
) -> None:
    """`wish` names the box on the account page by which a person may decline mail of a kind."""
    complex = _complex_of(page)
    if complex is None:
        return
    told = {
        "title": page.get_latest_revision_as_object().title,
        "link": reverse("wagtailadmin_pages:edit", args=[page.pk]),
    }
    for person in people:
        if person.is_active and _wants(person, wish):
            mail.send(kind, to=person, context=told | context, complex=complex, now=now, key=f"{kind}:{key}")


def _wants(person: Any, wish: str) -> bool:
    return bool(getattr(UserProfile.get_for_user(person), f"{wish}_notifications"))


def _complex_of(page: Page) -> Complex | None:
    course = course_of(page)
    if course is not None:
        return course.complex
    site = page.get_site()
    return Complex.objects.filter(site=site).first() if site else None


def _name(person: Any) -> str:
    return (person.name or person.email) if person else ""
