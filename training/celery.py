"""The Celery application. Its only task that matters is `core.perform`; the database says what is owed."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init

from training.core import folder_broker

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "training.settings")

folder_broker.install()
app = Celery("training")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.autodiscover_tasks(related_name="schedule")


@worker_process_init.connect
def leave_the_group(**_: Any) -> None:
    """A signal to the whole group is for the worker itself, which lets its children finish what they do."""
    os.setpgrp()
