"""What is taught."""

from django.apps import AppConfig
from wagtail.admin.apps import WagtailAdminAppConfig


class CoursesConfig(AppConfig):
    name = "courses"
    verbose_name = "Courses"
    default = True

    def ready(self) -> None:
        from courses import adapters, ports, receivers  # noqa: F401 - connects what follows from publishing
        from courses.queries.reach import MachinesHere

        adapters.hang_panels()
        ports.machines.register(MachinesHere())


class QuietWagtailAdmin(WagtailAdminAppConfig):
    """Wagtail's admin without its own mail: courses.mail writes it, in the person's language, once."""

    default = False

    def ready(self) -> None:
        from wagtail import signals
        from wagtail.models import TaskState, WorkflowState

        super().ready()
        for signal, sender, name in (
            (signals.task_submitted, TaskState, "group_approval_task_submitted_email_notification"),
            (signals.workflow_submitted, WorkflowState, "workflow_state_submitted_email_notification"),
            (signals.workflow_rejected, WorkflowState, "workflow_state_rejected_email_notification"),
            (signals.workflow_approved, WorkflowState, "workflow_state_approved_email_notification"),
        ):
            if not signal.disconnect(sender=sender, dispatch_uid=name):
                raise RuntimeError(f"Wagtail has no {name} any more: see which mail it writes now.")
