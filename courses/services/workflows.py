"""One review per complex, assigned to its home pages."""

from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext as _
from django.utils.translation import override
from wagtail.models import Page, Workflow, WorkflowPage, WorkflowTask

from courses.models import SecondPersonTask
from training.core.models import Complex


def leads_of(complex: Complex) -> Group:
    """The group of a complex's curriculum leads."""
    return Group.objects.get_or_create(name=f"{complex.key}: leads")[0]


def assign(complex: Complex, homes: list[Any]) -> Workflow:
    """The complex's workflow, with its one step, on these home pages. It is found by its pages: its name may change."""
    workflow = Workflow.objects.filter(workflow_pages__page__in=[home.pk for home in homes]).first() or Workflow()
    step = workflow.workflow_tasks.select_related("task").first() if workflow.pk else None
    task = SecondPersonTask.objects.get(pk=step.task_id) if step else SecondPersonTask()
    with override("ko"):  # names stand in the database, in the language of the house
        workflow.name = _("%(complex)s: lesson review") % {"complex": complex.name_ko}
        task.name = _("%(complex)s: second person") % {"complex": complex.name_ko}
    workflow.save()
    task.save()
    task.groups.add(leads_of(complex))
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task.task_ptr)
    for home in homes:
        page = Page.objects.get(pk=home.pk)
        WorkflowPage.objects.update_or_create(page=page, defaults={"workflow": workflow})
    return workflow
