"""Pictures and documents that authors bring in: their kinds, their size, and the folders they may go to."""

import io
import struct
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from PIL import Image as Pillow
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.forms import get_image_form

from courses.models import Course
from courses.rules import filetypes
from courses.services import trees
from tests.courses.test_authoring import sign_in

pytestmark = pytest.mark.django_db
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'
PDF = b"%PDF-1.7\n"


def png(width: int, height: int) -> bytes:
    """A picture of one color: large on the screen, small as a file."""
    content = io.BytesIO()
    Pillow.new("1", (width, height)).save(content, "PNG")
    return content.getvalue()


def bomb() -> bytes:
    """The head of a picture of 2.5 thousand million pixels, with nearly nothing behind it."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 1000)) + chunk(b"IEND", b"")
    )


def bring_image(client, course, name: str, content: bytes):
    folder = trees.collection_of(Course.objects.get(pk=course.pk))
    data = {"title": "그림", "collection": folder.pk, "file": SimpleUploadedFile(name, content)}
    data |= {f"focal_point_{side}": "" for side in ("x", "y", "width", "height")}
    return client.post(reverse("wagtailimages:add"), data)


def bring_document(client, course, name: str, content: bytes):
    folder = trees.collection_of(Course.objects.get(pk=course.pk))
    data = {"title": "자료", "collection": folder.pk, "file": SimpleUploadedFile(name, content)}
    return client.post(reverse("wagtaildocs:add"), data)


def test_a_picture_is_taken_into_the_courses_folder(client, school):
    assert bring_image(sign_in(client, school.writer), school.course, "roll.png", png(40, 30)).status_code == 302
    image = get_image_model().objects.get(title="그림")
    assert (image.width, image.collection_id) == (40, Course.objects.get(pk=school.course.pk).collection_id)


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("big.png", png(10_000, 5_000), "이 그림은 화소가 50000000개입니다."),
        ("bomb.png", bomb(), None),
        ("drawing.svg", SVG, None),
        ("drawing.png", SVG, None),
        ("page.png", b"<html></html>", None),
        ("photo.png", b"\xff\xd8\xff\xe0 not a picture", None),
    ],
)
def test_a_wrong_picture_is_refused_with_one_sentence(client, school, name, content, sentence):
    response = bring_image(sign_in(client, school.writer), school.course, name, content)
    errors = response.context["form"].errors["file"]
    assert len(errors) == 1
    assert sentence is None or sentence in errors[0]
    assert not get_image_model().objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "taken"),
    [
        ("a.pdf", PDF, True),
        ("a.csv", "전압,용량\n".encode("cp949"), True),
        ("a.hwp", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", True),
        ("a.vtt", b"WEBVTT\n", True),
        ("a.pdf", b"<html><script>alert(1)</script>", False),
        ("a.txt", b"<html><script>alert(1)</script>", False),
        ("a.csv", b"\xef\xbb\xbf  <svg onload=alert(1)>", False),
        ("a.mp4", b"not a film", False),
        ("a.docx", PDF, False),
        ("a.html", b"<html>", False),
        ("a.svg", SVG, False),
        ("a.exe", b"MZ", False),
        ("a", PDF, False),
    ],
)
def test_a_document_is_what_its_name_says(client, school, name, content, taken):
    response = bring_document(sign_in(client, school.writer), school.course, name, content)
    assert get_document_model().objects.exists() == taken
    assert (response.status_code == 302) == taken
    if not taken:
        assert "file" in response.context["form"].errors


def test_every_kind_that_may_be_named_is_known(settings):
    assert sorted(settings.WAGTAILDOCS_EXTENSIONS) == sorted(filetypes.ALLOWED)


def test_files_go_to_the_folders_of_courses_one_writes_and_are_chosen_from_them(client, school):
    own, other = (trees.collection_of(Course.objects.get(key=key)) for key in ("packs", "cells"))
    client = sign_in(client, school.outsider)
    form = client.get(reverse("wagtailimages:add")).context["form"]
    assert "collection" not in form.fields  # there is only one to go to
    bring_image(client, school.course, "roll.png", png(4, 3))
    assert list(get_image_model().objects.values_list("collection", flat=True)) == [own.pk]

    for folder, seen in ((own, True), (other, False)):
        get_image_model().objects.update(collection=folder, title="electrode photo")
        for name in ("wagtailimages:index", "wagtailimages_chooser:choose"):
            assert ("electrode photo" in client.get(reverse(name)).content.decode()) == seen


def test_files_bear_no_tags(school):
    assert "tags" not in get_image_form(get_image_model())(user=school.writer).fields
