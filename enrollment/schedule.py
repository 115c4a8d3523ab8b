"""What beat calls for cohorts, and how often."""

from celery import current_app

from enrollment.tasks import remind
from training.core.schedule import every

every(current_app, 1800, remind.name)
