"""What was awarded, frozen on the day."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CertificatesConfig(AppConfig):
    name = "certificates"
    verbose_name = _("Certificates")

    def ready(self) -> None:
        from certificates import adapters, conditions, receivers, tasks  # noqa: F401 - each registers what it answers

        adapters.register()
