"""The ground everything stands on."""

from django.apps import AppConfig


class CoreConfig(AppConfig):
    name = "training.core"
    label = "core"
    verbose_name = "Core"

    def ready(self) -> None:
        from training.core import checks, conditions, receivers, tasks  # noqa: F401 - registers the messenger of owed work, and what answers signals
