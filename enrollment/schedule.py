"""What beat calls for cohorts, and how often."""

from celery import current_app

from enrollment.tasks import (
    ask_surveys,
    finish_overdue_quizzes,
    forget_nominees,
    remind,
    warn,
)
from training.core.schedule import every

MINUTE = 60
HALF_AN_HOUR = 30 * 60
DAY = 24 * 60 * 60

every(current_app, MINUTE, finish_overdue_quizzes.name)
every(current_app, HALF_AN_HOUR, remind.name)
every(current_app, HALF_AN_HOUR, ask_surveys.name)
every(current_app, HALF_AN_HOUR, warn.name)
every(current_app, DAY, forget_nominees.name)
