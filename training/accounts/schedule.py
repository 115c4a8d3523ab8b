"""What beat calls for accounts, and how often."""

from celery import current_app

from training.accounts.tasks import owe_retention
from training.core.schedule import every

HOUR = 60 * 60

every(current_app, HOUR, owe_retention.name)
