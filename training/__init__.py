"""Composition: settings, addresses and the Celery application. Nobody imports this from below."""

from training.celery import app as celery_app

__all__ = ["celery_app"]
