"""What beat calls for the consortium, and how often."""

from celery import current_app

from training.consortium.tasks import ask_outcomes
from training.core.schedule import every

DAY = 24 * 60 * 60

every(current_app, DAY, ask_outcomes.name)
