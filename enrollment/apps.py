"""What a cohort and its people do."""

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "enrollment"
    verbose_name = "Enrollment"

    def ready(self) -> None:
        from enrollment import adapters, tasks  # noqa: F401 - handlers register when the module is read

        adapters.register()
