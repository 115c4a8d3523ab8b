"""Pictures of pages are served, and nothing else of the media folder."""

import pytest
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def picture(complex, settings):
    return get_image_model().objects.create(title="슬롯다이", file=get_test_image_file(filename="slot-die.png"))


def test_a_rendition_is_served_to_everybody(client, picture):
    response = client.get(picture.get_rendition("width-100").url)
    assert (response.status_code, response["Content-Type"]) == (200, "image/png")
    assert response["Cache-Control"] == "public, max-age=3600"


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/media/images/", 404),
        ("/media/images/none.png", 404),
        ("/media/documents/x.pdf", 404),
        ("/media/images/../../keys/secret", 400),
    ],
)
def test_nothing_else_is_served(client, complex, path, status):
    assert client.get(path).status_code == status
