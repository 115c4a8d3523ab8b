"""Where the QR leads."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
