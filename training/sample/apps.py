"""The sample academy's command."""

from django.apps import AppConfig


class SampleConfig(AppConfig):
    name = "training.sample"
    label = "sample"
