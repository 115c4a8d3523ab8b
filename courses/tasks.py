"""What workers do for courses."""

from celery import shared_task

from courses.services import scheduling
from training.core import clock


@shared_task(name="courses.publish_scheduled")
def publish_scheduled() -> None:
    scheduling.come_due(now=clock.now())
