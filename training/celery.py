"""The Celery application. Its only task that matters is `core.perform`; the database says what is owed."""

import logging.config
import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import before_task_publish, setup_logging, task_postrun, task_prerun, worker_process_init
from django.conf import settings

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


@setup_logging.connect
def log_as_the_web_does(**_: Any) -> None:
    """One form for all processes; Celery would set up its own."""
    logging.config.dictConfig(settings.LOGGING)


@before_task_publish.connect
def carry_the_request(headers: dict[str, Any], **_: Any) -> None:
    """What a request caused can be found in the worker's log by the request's id."""
    asked = structlog.contextvars.get_contextvars().get("request_id")
    if asked:
        headers["request_id"] = asked


@task_prerun.connect
def bind_the_task(task_id: str, task: Any, **_: Any) -> None:
    structlog.contextvars.clear_contextvars()
    asked = getattr(task.request, "request_id", None)
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name, **({"request_id": asked} if asked else {}))


@task_postrun.connect
def forget_the_task(**_: Any) -> None:
    structlog.contextvars.clear_contextvars()
