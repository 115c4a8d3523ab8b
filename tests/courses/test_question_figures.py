"""Figures and skills of questions: kept as they were shown, chosen from the course's own, in files, and for its people."""

import io
from dataclasses import replace

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.urls import reverse
from PIL import Image
from wagtail.images import get_image_model
from wagtail.models import Collection

from courses.forms.frozen import FrozenForm
from courses.models import Question, QuestionFigure
from courses.rules import pictures
from courses.rules.questions import content
from courses.rules.questions.content import Choice, Figure, Text
from courses.services import authors, trees
from courses.services.curriculum import exporting, linting, loading
from courses.services.questions import bank, exchange, figures
from tests import factories
from tests.courses.said import SVG
from tests.courses.test_bank import posted
from tests.enrollment.applications.test_uploads import SECRET, jpeg
from tests.enrollment.quizzes.build import SAID
from tests.enrollment.skills import build as skills
from tests.factories import NOW

ALT = Text("그림", "A picture")


def png(color: str, size=(40, 20)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, color).save(out, "PNG")
    return out.getvalue()


@pytest.mark.parametrize("raw", [png("red"), png("red", (3000, 20)), jpeg()], ids=["small", "wide", "camera"])
def test_a_picture_is_clean_small_and_the_same_the_second_time(raw):
    found = pictures.clean(raw)
    assert SECRET not in found.content
    assert (found.width <= 1280, found.height <= 960) == (True, True)
    assert pictures.clean(found.content) == found


@pytest.mark.parametrize("raw", [b"", b"<svg/>", b"\x89PNG\r\n\x1a\n?", b"GIF89a" + b"x" * 40, b"\xff\xd8\xff\xe0"])
def test_no_picture_is_told(raw):
    with pytest.raises(pictures.NotAPicture):
        pictures.clean(raw)


@pytest.fixture
def course(cast):
    course = cast.cohort.course
    authors.set_authors(course, [cast.instructor], publish=False)
    authors.set_staff(cast.instructor, cast.complex)
    trees.collection_of(course)
    return course


@pytest.fixture
def desk(cast, course, client):
    client.force_login(cast.instructor, backend="django.contrib.auth.backends.ModelBackend")
    return client


def image(collection, title="die.png", color="red"):
    made = get_image_model()(title=title, collection=collection, file=ContentFile(png(color), "die.png"))
    made.save()
    return made


def test_a_chosen_image_stays_as_it_was_when_it_changes_or_goes(cast, course, desk):
    shown = image(course.collection)
    foreign = image(Collection.get_first_root_node().add_child(name="elsewhere"), "secret.png", "green")
    add = reverse("courses:bank_add", args=[course.pk, "questions", "single"])
    page = desk.get(add).content.decode()
    assert ("die.png" in page, "secret.png" in page) == (True, False)
    data = posted(FrozenForm(content.Single, value=SAID["single"])).dict() | {"key": "with-figure"}
    chosen = data | {"figure": str(shown.pk), "figure_alt_ko": "다이"}
    assert desk.post(add, data | {"figure": str(foreign.pk), "figure_alt_ko": "?"}).status_code == 422
    assert desk.post(add, data | {"figure": str(shown.pk)}).status_code == 422  # nobody could read it aloud
    assert desk.post(add, chosen).status_code == 302
    version = Question.objects.get().versions.get()
    kept = version.said.figure
    assert (kept.alt, kept.width, kept.height) == (Text("다이"), 40, 20)
    shown.file = ContentFile(png("blue"), "die.png")
    shown.save()
    shown.delete()
    at = reverse("courses:question_figure", args=[course.pk, kept.sha256])
    assert b"".join(desk.get(at).streaming_content) == png("red")

    edit = reverse("courses:bank_edit", args=["questions", Question.objects.get().pk])
    assert at in desk.get(edit).content.decode()
    stays = data | {"figure": "kept", "figure_alt_ko": "다이와 박", "choices-0-figure": "kept"}
    assert desk.post(edit, stays).status_code == 302
    now = Question.objects.get().versions.order_by("-number").first().said
    assert now.figure == replace(kept, alt=Text("다이와 박"))
    assert now.choices[0].figure is None


def test_what_was_kept_is_never_changed(cast, course):
    kept = figures.keep(course, pictures.clean(png("red")), now=NOW)
    assert figures.keep(course, pictures.clean(png("red")), now=NOW) == kept
    with pytest.raises(TypeError):
        kept.save()
    with pytest.raises(DatabaseError), transaction.atomic():
        QuestionFigure.objects.update(kind="jpeg")


def test_only_people_of_the_course_see_a_picture(cast, course, client):
    kept = figures.keep(course, pictures.clean(png("red")), now=NOW)
    at = reverse("courses:question_figure", args=[course.pk, kept.sha256])
    seen = {}
    for name in ("trainee", "instructor", "operator", "employer"):
        client.force_login(getattr(cast, name))
        seen[name] = client.get(at).status_code
    assert seen == {"trainee": 200, "instructor": 200, "operator": 200, "employer": 403}
    client.force_login(cast.trainee)
    assert client.get(at.replace(kept.sha256, "0" * 64)).status_code == 404


def test_the_bank_shows_skills_and_finds_questions_by_them(cast, course, desk):
    skill = skills.skill(cast.cohort, skills.MOISTURE)
    named = replace(SAID["short"], skills=(skill.key,), figure=Figure("a.svg", ALT, svg=SVG))
    words = replace(SAID["short"], prompt=Text(f'"{skill.key}"'))
    for key, said in (("named", named), ("words", words), ("other", SAID["single"])):
        bank.add(course, key=key, said=said, by=None, now=NOW)
    before = bank.add(course, key="before", said=named, by=None, now=NOW)
    bank.edit(before, said=SAID["short"], by=None, now=NOW)
    page = reverse("courses:bank", args=[course.pk, "questions"])
    everything = desk.get(page).content.decode()
    assert str(skill) in everything
    rows = desk.get(page, {"skill": skill.pk}).context["rows"]
    assert [row.key for row, _asks in rows] == ["named"]
    assert (rows[0][1].skills, rows[0][1].shows) == ([str(skill)], True)
    assert desk.get(reverse("courses:bank", args=[course.pk, "skills"])).status_code == 200


# --- files ----------------------------------------------------------------------------------------
FIGURES = """\
quiz:
  key: q
  order: 1
  title_ko: 시험
  title_en: Test
  minutes: 0
  attempts: 1
  pass_percent: 60
  shuffle: true
  reveal: score
  is_required: false
  is_safety: false
questions:
- key: a
  kind: single
  prompt:
    ko: "무엇입니까?"
    en: "What is it?"
  figure: {file: photo.png, alt: {ko: "사진", en: "A photo"}}
  choices:
  - {key: a, text: {ko: "하나", en: "One"}, fraction: 1, figure: {file: a.svg, alt: {ko: "선", en: "A line"}}}
  - {key: b, text: {ko: "둘", en: "Two"}}
"""


@pytest.fixture
def beside(folder):
    """The small curriculum, whose module has questions and what they show."""
    module = folder / "01-m1"
    (module / "questions.yaml").write_text(FIGURES)
    (module / "a.svg").write_text(SVG)
    (module / "photo.png").write_bytes(png("red"))
    return folder


def test_files_hold_figures_and_come_back_in_the_same_bytes(complex, beside):
    folder = beside / "01-m1"
    loading.load(complex, beside, by=None, now=NOW)
    said = Question.objects.get(key="a").versions.get().said
    assert (said.figure.sha256, said.choices[0].figure.svg) == (
        pictures.clean((folder / "photo.png").read_bytes()).sha256,
        SVG,
    )
    assert QuestionFigure.objects.count() == 1
    again = loading.load(complex, beside, by=None, now=NOW)
    assert (again.changed, again.conflicts, QuestionFigure.objects.count()) == (0, [], 1)
    out = beside.parent / "out"
    out.mkdir()
    exporting.export(Question.objects.get(key="a").course, out)
    for name in ("questions.yaml", "a.svg", "photo.png"):
        assert (out / "01-m1" / name).read_bytes() == (folder / name).read_bytes()


def test_a_figure_that_says_nothing_in_english_and_a_skill_that_is_not_are_told(beside, english):
    text = FIGURES.replace(', en: "A line"', "") + "  skills: [nowhere]\n"
    (beside / "01-m1" / "questions.yaml").write_text(text)
    told = [fault.sentence for fault in linting.lint(beside) if fault.path.name == "questions.yaml"]
    assert told == [
        "A figure says in both languages what is to be seen in it.",
        "No skills.yaml has the skill “nowhere”.",
    ]


# --- Moodle ---------------------------------------------------------------------------------------
def test_a_bank_with_figures_goes_out_and_comes_into_another_course(cast, course):
    picture = pictures.clean(png("red"))
    figures.keep(course, picture, now=NOW)
    photo = figures.figure_of(picture, "photo.png", ALT)
    choices = (
        Choice("a", Text("하나"), content.Decimal(1), figure=Figure("a.svg", ALT, svg=SVG)),
        Choice("b", Text("둘")),
    )
    said = content.Single(prompt=Text("?"), choices=choices, figure=photo, skills=("moisture",))
    bank.add(course, key="a", said=said, by=None, now=NOW)
    out = exchange.export(course, "moodle")
    file = "".join(out).encode()
    other = factories.CourseFactory(complex=cast.complex)
    report = exchange.bring_in(other, io.BytesIO(file), form="moodle", by=None, now=NOW)
    assert (out.left, [row.outcome for row in report.rows]) == ([], ["new"])
    assert Question.objects.get(course=other).versions.get().said == said
    assert figures.read(other, picture.sha256) == picture.content
    gift = exchange.export(course, "gift")
    assert "GIFT" in "".join(gift)
    assert [key for key, _why in gift.left] == ["a"]
