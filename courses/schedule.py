"""What beat calls."""

from celery import current_app
from django.conf import settings

from courses.tasks import publish_scheduled
from training.core.schedule import every

every(current_app, settings.PUBLISH_EVERY, publish_scheduled.name)
