"""The employer's desk."""

from django.urls import path

from enrollment.views import partners

urlpatterns = [path("", partners.desk, name="partners")]
