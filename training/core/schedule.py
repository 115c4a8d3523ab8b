"""What beat calls, and how often."""

from celery import Celery, current_app
from django.conf import settings

from training.core.tasks import prune, read_bounces, sweep


def every(app: Celery, seconds: float, task: str) -> None:
    """Put a task on beat's schedule."""
    app.conf.beat_schedule = {**(app.conf.beat_schedule or {}), task: {"task": task, "schedule": seconds}}


every(current_app, settings.SWEEP_EVERY, sweep.name)
every(current_app, 300.0, read_bounces.name)
every(current_app, 3600.0, prune.name)
