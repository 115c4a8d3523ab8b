"""A device that reads personal codes."""

from django.urls import path

from enrollment.views import kiosk

urlpatterns = [
    path("", kiosk.page, name="kiosk"),
    path("scans/", kiosk.receive, name="kiosk_receive"),
    path("worker.js", kiosk.worker, name="kiosk_worker"),
    path("manifest.webmanifest", kiosk.manifest, name="kiosk_manifest"),
    path("decoder.js", kiosk.decoding, name="kiosk_decoder"),
]
