"""Public: cohorts, applications, offers."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
