"""What the pages of a course show, and how few questions they ask of the database."""

import re
import shutil
import uuid

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from courses.blocks import LessonStream
from courses.models import Course, Equipment
from courses.queries import examples, screens
from courses.queries.contents import contents
from courses.services import curriculum
from tests import factories
from tests.courses.conftest import write

pytestmark = pytest.mark.django_db
MOST_QUESTIONS = 12  # a trainee's session, account, roles, enrollment and progress among them
OF_FILES = {"figure", "video", "document"}
ASKING = {"text", "figure", "video", "document", "equipment"}  # what shows rows
ADDRESSES = ["/courses/", "/courses/cells/", "/courses/cells/m1/", "/courses/cells/m1/m1-1/"]


def count(client, address) -> int:
    client.get(address)  # warms what is kept for the process
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_questions_do_not_grow_with_modules_and_lessons(client, complex, tmp_path, now, prefix):
    few = write(tmp_path / "few", modules=1, lessons=1)
    curriculum.load(complex, few, by=None, now=now)
    before = {address: count(client, prefix + address) for address in ADDRESSES}
    curriculum.load(complex, write(tmp_path / "many", modules=3, lessons=3), by=None, now=now)
    after = {address: count(client, prefix + address) for address in ADDRESSES}

    assert after == before


def blocks_of_every_kind(times: int) -> list[dict]:
    """The style guide's examples and those that need rows: so many of each kind."""
    documents, pictures = get_document_model().objects, get_image_model().objects
    kinds = []
    for number in range(times):
        picture = pictures.create(title=f"그림 {number}", file=get_test_image_file(filename=f"p{number}.png"))
        film, words, sheet = (
            documents.create(title=name, file=ContentFile(b"x", f"{number}-{name}"))
            for name in ("film.mp4", "words.vtt", "sheet.pdf")
        )
        Equipment.objects.get_or_create(complex=factories.ground(), key=f"mixer-{number}", defaults={"name_ko": "믹서"})
        kinds += [(kind, value) for kind, value in examples.EXAMPLES if kind not in OF_FILES]
        kinds += [
            ("figure", {"image": picture.pk, "alt": "믹서의 날개", "caption": "", "credit": ""}),
            ("video", {"title": "t", "film": film.pk, "captions": words.pk, "transcript": "말", "credit": ""}),
            ("document", {"document": sheet.pk, "about": ""}),
            ("equipment", {"key": f"mixer-{number}", "here": ""}),
            (
                "table",
                {"columns": [{"type": "text", "heading": "a"}], "rows": [{"values": ["<p>b</p>"]}], "caption": ""},
            ),
        ]
    return [{"type": kind, "value": value, "id": str(uuid.uuid4())} for kind, value in kinds]


@pytest.mark.parametrize("person", ["stranger", "trainee"])
def test_a_lesson_asks_at_most_twelve_questions_with_few_or_many_blocks(client, school, settings, tmp_path, person):
    settings.MEDIA_ROOT = tmp_path
    if person == "trainee":
        client.force_login(school.trainee, backend="django.contrib.auth.backends.ModelBackend")
    counts = {}
    few = {block["type"]: block for block in blocks_of_every_kind(1) if block["type"] in ASKING}
    for blocks in (list(few.values()), blocks_of_every_kind(3)):
        page = school.page("m1-1")
        page.body = page.body.stream_block.to_python(blocks)
        page.save_revision().publish()
        counts[len(page.body)] = count(client, "/courses/cells/m1/m1-1/")

    assert {child.block_type for child in page.body} == set(LessonStream().child_blocks)
    assert min(counts) == 5
    assert max(counts) >= 50
    assert counts[min(counts)] == counts[max(counts)] <= MOST_QUESTIONS


def test_contents_are_in_the_order_of_the_process(school):
    whole = contents(school.course, language="ko", readable=False, here=school.lesson("m2-1").pk)
    assert [(b.title, [m.title for m in b.modules]) for b in whole.blocks] == [
        ("전극", ["모듈 m1"]),
        ("조립", ["모듈 m2"]),
    ]
    assert [(lesson.key, lesson.address, lesson.readable, lesson.here) for lesson in whole.lessons] == [
        ("m1-1", "/courses/cells/m1/m1-1/", True, False),
        ("m1-2", "/courses/cells/m1/m1-2/", False, False),
        ("m2-1", "/courses/cells/m2/m2-1/", False, True),
        ("m2-2", "/courses/cells/m2/m2-2/", False, False),
    ]
    before, after = whole.beside(school.lesson("m2-1").pk)
    assert (before.key, after.key) == ("m1-2", "m2-2")
    assert (whole.theory_hours, whole.practice_hours) == (16, 9)


def test_contents_in_english_fall_back_to_korean(school):
    school.page("m1-2", "en").unpublish()
    whole = contents(school.course, language="en", readable=False)
    assert [(lesson.title, lesson.address) for lesson in whole.lessons][:2] == [
        ("Lesson m1-1", "/en/courses/cells/m1/m1-1/"),
        ("차시 m1-2", "/courses/cells/m1/m1-2/"),
    ]


def test_what_has_no_korean_page_is_not_listed(school):
    school.page("m1-2").unpublish()
    whole = contents(school.course, language="en", readable=False)
    assert [lesson.key for lesson in whole.lessons] == ["m1-1", "m2-1", "m2-2"]


def test_a_module_page_names_what_is_not_written_yet(school):
    from courses.models import ModulePage

    page = ModulePage.objects.get(module__key="m1", language="ko")
    screen = screens.module(page, language="ko", readable=False)
    assert screen.planned == ["실습 m1"]


def test_the_course_page_says_what_a_stranger_needs(client, school):
    html = client.get("/courses/cells/").content.decode()
    text = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))
    for words in ("셀 한 로트를 만듭니다.", "재직자와 구직자", "로딩을 계산합니다.", "1 전극", "2 조립", "차시 m1-1"):
        assert words in text
    assert "25" in text


def test_the_catalog_lists_published_courses_once(client, school):
    Course.objects.create(complex=school.complex, key="draft", title_ko="비공개 과정", title_en="Hidden")
    html = client.get("/en/courses/").content.decode()
    assert html.count("Battery cells in practice") >= 1
    assert "비공개 과정" not in html
    assert "Hidden" not in html


def test_every_block_is_shown(client, complex, settings, tmp_path):
    """A shipped lesson uses every block; none may fail or leave raw markup."""
    shipped = settings.BASE_DIR / "courses" / "curriculum"
    for words in ("course.yaml", "terms.yaml", "equipment.yaml"):
        shutil.copy(shipped / words, tmp_path)
    shutil.copytree(shipped / "02-mixing", tmp_path / "02-mixing")
    curriculum.load(complex, tmp_path, by=None, now=factories.NOW)
    html = client.get("/courses/cell-manufacturing/mixing/slurry-mixing/").content.decode()
    for mark in (
        "oc-parameters",
        "oc-hazard",
        "oc-work",
        "<math",
        "oc-worked",
        "oc-defect",
        "oc-check",
        "oc-references",
    ):
        assert mark in html
    assert "style=" not in html
    assert ":::" not in html
