"""One review per complex, assigned to its home pages."""

from typing import Any

from django.contrib.auth.models import Group
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from courses.models import SecondPersonTask
from training.core.models import Complex


def leads_of(complex: Complex) -> Group:
    """The group of a complex's curriculum leads."""
    return Group.objects.get_or_create(name=f"{complex.key}: leads")[0]


def assign(complex: Complex, homes: list[Any]) -> Workflow:
    """The complex's workflow, with its one step, on these home pages."""
    task, _made = SecondPersonTask.objects.get_or_create(name=f"{complex.key}: second person")
    task.groups.add(leads_of(complex))
    workflow, _made = Workflow.objects.get_or_create(name=f"{complex.key}: review")
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    for home in homes:
        page = Page.objects.get(pk=home.pk)
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow
