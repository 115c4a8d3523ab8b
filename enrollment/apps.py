"""What a cohort and its people do."""

from django.apps import AppConfig


class EnrollmentConfig(AppConfig):
    name = "enrollment"
    verbose_name = "Enrollment"

    def ready(self) -> None:
        from enrollment import adapters, receivers, tasks  # noqa: F401 - they register when they are read

        adapters.register()
