"""Who works together."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConsortiumConfig(AppConfig):
    name = "training.consortium"
    verbose_name = _("Consortium")

    def ready(self) -> None:
        from training.consortium import adapters, receivers, tasks  # noqa: F401 - they register when they are read

        adapters.register()
