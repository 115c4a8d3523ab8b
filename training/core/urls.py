"""Addresses of the ground: health, language, and in DEMO the style guide and the mail sent."""

from django.urls import path

from training.core import views

app_name = "core"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("metrics", views.metrics_page, name="metrics"),
    path("manifest.webmanifest", views.manifest, name="manifest"),
    path("readyz", views.readyz, name="readyz"),
    path("language/", views.set_language, name="language"),
    path("styleguide/", views.styleguide, name="styleguide"),
]
