"""Files of lessons: after the access check, in ranges, and told by their content."""

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse
from wagtail.blocks.struct_block import StructBlockValidationError
from wagtail.documents import get_document_model

from courses.blocks import LessonStream
from courses.rules import films, ranges
from tests.courses import lesson_files


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("bytes=0-9", (0, 9)), ("bytes=90-", (90, 99)), ("bytes=-10", (90, 99)), ("bytes=-1000", (0, 99)),
        ("bytes=99-500", (99, 99)), ("bytes=0-0", (0, 0)), ("", None), ("bytes=-", None), ("bytes=5-2", None),
        ("bytes=0-1,5-6", None), ("items=0-1", None), ("bytes=a-b", None),
    ],
)  # fmt: skip
def test_a_range_is_read(header, expected):
    assert ranges.asked(header, 100) == expected


@pytest.mark.parametrize(
    ("header", "size"), [("bytes=100-", 100), ("bytes=100-200", 100), ("bytes=-0", 100), ("bytes=-5", 0)]
)
def test_a_range_beyond_the_end_is_unsatisfiable(header, size):
    with pytest.raises(ranges.Unsatisfiable):
        ranges.asked(header, size)


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\x00\x00\x00\x18ftypmp42", "video/mp4"), (b"\x1aE\xdf\xa3\x01\x00\x00B\x82\x84webm", "video/webm"),
        (b"WEBVTT\n\n", "text/vtt"), (b"\xef\xbb\xbfWEBVTT", "text/vtt"), (b"<svg onload=x>", ""),
        (b"\x1aE\xdf\xa3 matroska", ""), (b"", ""), (b"MZ\x90", ""),
        (b"\x00\x00\x00\x18ftypheic", ""), (b"\x00\x00\x00\x14ftypqt  ", ""), (b"\x00\x00\x00\x1cftypM4A ", ""),
    ],
)  # fmt: skip
def test_a_file_is_told_by_its_first_bytes(head, kind):
    assert films.kind(head) == kind


@pytest.mark.django_db
@pytest.mark.sqlite_enough
class TestServing:
    @pytest.fixture
    def film(self, cast):
        return lesson_files.shown(cast.cohort.course)

    def test_a_player_gets_the_range_it_asks_for(self, client, cast, film):
        client.force_login(cast.trainee, backend="django.contrib.auth.backends.ModelBackend")
        answer = client.get(film.address, headers={"Range": "bytes=4-11"})
        assert (answer.status_code, answer["Content-Range"], b"".join(answer)) == (
            206, f"bytes 4-11/{len(lesson_files.FILM)}", b"ftypmp42",
        )  # fmt: skip
        whole = client.get(film.address)
        assert (whole.status_code, whole["Content-Type"], b"".join(whole)) == (200, "video/mp4", lesson_files.FILM)
        assert client.get(film.address, headers={"Range": "bytes=999999-"}).status_code == 416

    def test_who_may_not_read_the_lesson_gets_nothing(self, client, cast, film):
        assert client.get(film.address)["Location"].startswith("/account/login/")
        for person in (cast.applicant, cast.employer):
            client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
            assert client.get(film.address, headers={"Range": "bytes=0-1"}).status_code == 403
        client.force_login(cast.neighbor, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(film.address, headers={"Host": "gyeonggi.localhost"}).status_code == 404

    def test_a_preview_shows_its_file_to_everyone(self, client, cast):
        assert client.get(lesson_files.shown(cast.cohort.course, preview=True).address).status_code == 200

    def test_a_file_of_no_lesson_is_not_found_through_a_lesson(self, client, cast, film):
        other = get_document_model().objects.create(title="남의 자료", file=ContentFile(b"x", "x.txt"))
        client.force_login(cast.trainee, backend="django.contrib.auth.backends.ModelBackend")
        assert client.get(reverse("courses:lesson_file", args=[film.lesson.pk, other.pk])).status_code == 404

    def test_what_is_no_film_is_downloaded_and_never_shown(self, client, cast):
        page = lesson_files.shown(cast.cohort.course, name="x.html", content=b"<script>alert(1)</script>", preview=True)
        answer = client.get(page.address)
        assert answer["Content-Type"] == "application/octet-stream"
        assert answer["Content-Disposition"].startswith("attachment")

    def test_a_video_of_the_wrong_type_is_refused_in_the_editor(self, complex):
        documents = [
            get_document_model().objects.create(title=name, file=ContentFile(content, name))
            for name, content in (("film.mp4", b"RIFF....AVI "), ("words.vtt", b"1\n00:00"))
        ]
        block = LessonStream().child_blocks["video"]
        value = block.to_python(
            {"title": "t", "film": documents[0].pk, "captions": documents[1].pk, "transcript": "말", "credit": ""}
        )
        with pytest.raises(StructBlockValidationError) as refusal:
            block.clean(value)
        assert sorted(refusal.value.block_errors) == ["captions", "film"]
