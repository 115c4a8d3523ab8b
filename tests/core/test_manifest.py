"""The desk can be put among a phone's apps: the manifest names what browsers ask for, and its pictures are there."""

from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.templatetags.static import static
from PIL import Image

from training.core.models import Complex
from training.core.models.complexes import FRAME_COLORS, MARKS, Brand

NEEDED = {"192x192", "512x512"}  # Chromium asks for these two


@pytest.mark.django_db
@pytest.mark.parametrize("brand", Brand.values)
def test_the_manifest_opens_the_desk_and_its_pictures_have_the_sizes_it_says(client, complex, brand):
    Complex.objects.update(brand=brand)
    found = client.get("/manifest.webmanifest").json()
    assert {key: found[key] for key in ("id", "start_url", "scope", "display", "lang")} == {
        "id": "/learn/",
        "start_url": "/learn/",
        "scope": "/",
        "display": "standalone",
        "lang": "ko",
    }
    drawn = [icon for icon in found["icons"] if icon["type"] == "image/png"]
    assert {icon["sizes"] for icon in drawn if icon["purpose"] == "any"} >= NEEDED
    assert [icon["sizes"] for icon in drawn if icon["purpose"] == "maskable"] == ["512x512"]
    for icon in drawn:
        path = finders.find(icon["src"].removeprefix(static("")))
        assert path, icon["src"]
        with Image.open(Path(path)) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]


@pytest.mark.django_db
@pytest.mark.parametrize("brand", Brand.values)
def test_what_stands_on_a_device_bears_the_mark_of_its_complex(client, complex, brand):
    Complex.objects.update(brand=brand)
    mark = static(MARKS[Brand(brand)])
    kiosk = client.get("/kiosk/manifest.webmanifest").json()
    assert (kiosk["theme_color"], kiosk["icons"][0]["src"]) == (FRAME_COLORS[Brand(brand)], mark)
    assert mark in client.get("/kiosk/worker.js").content.decode().replace("\\u002D", "-")
