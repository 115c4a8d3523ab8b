"""What beat calls of this app, and how often."""

from celery import current_app

from enrollment.tasks import erase_documents
from training.core.schedule import every

DAY = 24 * 60 * 60
every(current_app, DAY, erase_documents.name)
