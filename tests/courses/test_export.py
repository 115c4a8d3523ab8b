"""From files into the CMS and back: a round trip changes nothing, and nobody's edit is lost."""

import json
import shutil

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from wagtail.documents import get_document_model
from wagtail.images import get_image_model
from wagtail.models import ReferenceIndex, Revision

from courses.models import Course, Equipment, LessonEdition, LessonPage, Term
from courses.services import curriculum
from tests.courses.lesson_files import FILM
from tests.courses.test_curriculum_files import picture
from tests.factories import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.sqlite_enough]
TERMS = '- {key: loading, ko: 로딩, en: loading, meaning_ko: "면적당 질량입니다.", meaning_en: "Mass per area."}\n'
MACHINES = """\
- key: calender
  ko: 롤 프레스
  en: calender
  purpose_ko: 누릅니다.
  purpose_en: It presses.
"""
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><path class="line" d="M0 0H9"/></svg>\n'
BLOCKS = """
::: process_step
name: "압연"
goes_in: "마른 전극"
done: "누릅니다."
comes_out: "눌린 전극"
:::

::: figure
file: photo.png
alt: "롤 두 개"
credit: "과정에서 찍음"
licence: "CC BY 4.0"
:::

::: figure
file: gap.svg
alt: "틈"
:::

::: calculator
key: porosity
intro: "두께를 바꾸어 보세요."
:::

::: plot
key: dqdv
:::

::: equipment
key: calender
:::

::: video
title: "압연"
film: press.mp4
captions: press.vtt
transcript: |-
  첫 줄

  셋째 줄: “끝”
:::

::: document
file: sheet.csv
about: "배치표"
:::

::: table
caption: "두께"
head:
  - "값"
  - "뜻"
rows:
  - ["**60** µm", "H<sub>2</sub>O"]
:::

| a | b |
|---|---|
| 1 \\| 2 | *c* |

- 하나
  1. `x*y` 둘
- \\*별\\* [글](https://example.org/?a=1&b=2)
"""


@pytest.fixture
def rich(folder):
    """The small curriculum with every block in one lesson."""
    (folder / "terms.yaml").write_text(TERMS)
    (folder / "equipment.yaml").write_text(MACHINES)
    below = folder / "01-m1"
    for name, content in {
        "photo.png": picture("red"),
        "gap.svg": SVG.encode(),
        "press.mp4": FILM,
        "press.vtt": b"WEBVTT\n",
        "sheet.csv": b"a,b\n",
    }.items():
        (below / name).write_bytes(content)
    for language in ("ko", "en"):
        path = below / f"m1-1.{language}.md"
        path.write_text(path.read_text() + BLOCKS)
    return folder


def load(complex, folder) -> curriculum.Report:
    return curriculum.load(complex, folder, by=None, now=NOW)


def everything() -> dict[str, int]:
    models = (Revision, LessonEdition, ReferenceIndex, get_image_model(), get_document_model(), LessonPage)
    return {model.__name__: model.objects.count() for model in models}


def contents(folder) -> dict[str, bytes]:
    return {str(p.relative_to(folder)): p.read_bytes() for p in sorted(folder.rglob("*")) if p.is_file()}


def test_a_round_trip_changes_nothing_and_a_second_export_writes_the_same_bytes(complex, rich, tmp_path):
    load(complex, rich)
    before = everything()
    out = tmp_path / "out"
    first = curriculum.export(Course.objects.get(), out)
    once = contents(out)
    report = load(complex, out)
    second = curriculum.export(Course.objects.get(), out)

    assert first.left == []
    assert sorted(once) == sorted(contents(rich))
    assert {name: once[name] for name in once if "." in name and not name.endswith((".md", ".yaml"))} == {
        f"01-m1/{name}": (rich / "01-m1" / name).read_bytes()
        for name in ("gap.svg", "photo.png", "press.mp4", "press.vtt", "sheet.csv")
    }
    assert (report.created, report.updated, report.conflicts) == (0, 0, [])
    assert everything() == before
    assert (second.written, contents(out)) == (0, once)


def test_pictures_films_and_documents_come_once_into_the_collection_of_the_course(complex, rich):
    load(complex, rich)
    course = Course.objects.get()
    assert list(get_image_model().objects.values_list("title", "collection")) == [("photo.png", course.collection_id)]
    assert sorted(get_document_model().objects.values_list("title", flat=True)) == [
        "press.mp4",
        "press.vtt",
        "sheet.csv",
    ]
    (rich / "01-m1" / "photo.png").write_bytes(picture("blue"))
    assert load(complex, rich).updated == 2
    assert get_image_model().objects.count() == 2


def test_the_indexes_are_those_that_saving_one_by_one_makes(complex, rich):
    """The same lessons are found and the same references stand after Wagtail's own rebuilding."""

    def found() -> set[str]:
        return {page.lesson.key for page in LessonPage.objects.search("본문", fields=["title"])} | {
            page.lesson.key for page in LessonPage.objects.search("비밀 밀스 스러 러운")
        }

    def references() -> set[tuple]:
        return set(ReferenceIndex.objects.values_list("object_id", "to_object_id", "model_path", "content_path"))

    load(complex, rich)
    loaded = found(), references()
    call_command("update_index", verbosity=0)
    call_command("rebuild_references_index", verbosity=0)

    assert loaded[0] == {"m1-1", "m1-2", "m2-1", "m2-2"}
    assert (found(), references()) == loaded


@pytest.mark.parametrize(
    ("model", "key", "change", "said"),
    [
        (Term, "loading", {"definition_ko": "책임이 고친 뜻"}, "면적당 질량입니다."),
        (Equipment, "calender", {"purpose_ko": "책임이 고친 말"}, "누릅니다."),
    ],
)
def test_a_word_edited_in_the_cms_is_left_reported_and_exported(complex, rich, tmp_path, model, key, change, said):
    load(complex, rich)
    model.objects.filter(key=key).update(**change)
    file = rich / ("terms.yaml" if model is Term else "equipment.yaml")
    file.write_text(file.read_text().replace(said, "파일이 새로 말함"))
    report = load(complex, rich)

    assert len(report.conflicts) == 1
    ((name, text),) = change.items()
    assert getattr(model.objects.get(key=key), name) == text
    curriculum.export(Course.objects.get(), tmp_path / "out")
    assert text in (tmp_path / "out" / file.name).read_text()


def test_a_picture_replaced_in_the_cms_is_left_and_reported(complex, rich):
    load(complex, rich)
    image = get_image_model().objects.get()
    image.file = ContentFile(picture("green"), "photo.png")
    image._set_image_file_metadata()
    image.save()
    report = load(complex, rich)

    assert [sentence.split(":")[0] for sentence in report.conflicts] == ["01-m1/m1-1.ko.md", "01-m1/m1-1.en.md"]
    page = LessonPage.objects.get(lesson__key="m1-1", language="ko")
    assert [child.value["image"].pk for child in page.body if child.block_type == "figure"] == [image.pk]


def test_what_was_edited_in_the_cms_is_exported_and_loads_as_the_same(complex, rich, tmp_path):
    """Published words are exported; a draft only when it is asked for. Two texts in a row are one in a file."""
    load(complex, rich)
    page = LessonPage.objects.get(lesson__key="m1-2", language="ko")
    text = '<p data-block-key="x">1. 새 <i>글</i> H<sub>2</sub>O &lt;b&gt; # 별*</p><p>- 줄<br/>둘</p>'
    page.body = json.dumps([{"type": "text", "value": text}, {"type": "text", "value": "<h3>둘째</h3>"}])
    page.save_revision().publish()
    page.summary = "아직 초안"
    page.save_revision()
    curriculum.export(Course.objects.get(), tmp_path / "live")
    curriculum.export(Course.objects.get(), tmp_path / "drafts", drafts=True)
    live, drafts = ((tmp_path / name / "01-m1" / "m1-2.ko.md").read_text() for name in ("live", "drafts"))

    assert live.endswith("---\n1\\. 새 *글* H<sub>2</sub>O \\<b\\> \\# 별\\*\n\n\\- 줄  \n둘\n\n### 둘째\n")
    assert ("아직 초안" in live, "아직 초안" in drafts) == (False, True)
    assert load(complex, tmp_path / "drafts").conflicts == []


def test_a_lesson_that_a_file_cannot_say_is_left_out_and_named(complex, rich, tmp_path, capsys):
    load(complex, rich)
    page = LessonPage.objects.get(lesson__key="m1-2", language="ko")
    page.body = json.dumps([{"type": "text", "value": f'<p><a linktype="page" id="{page.pk}">hier</a></p>'}])
    page.save_revision().publish()
    with pytest.raises(CommandError, match=r"01-m2?1?/m1-2\.ko\.md|m1-2\.ko\.md"):
        call_command("export_curriculum", str(tmp_path / "out"))
    assert not (tmp_path / "out" / "01-m1" / "m1-2.ko.md").exists()
    assert capsys.readouterr().out == "written 17, unchanged 0, left out 1\n"


def test_the_shipped_curriculum_is_its_own_normal_form(settings, tmp_path):
    from courses.services.curriculum import normal

    folder = tmp_path / "shipped"
    shutil.copytree(settings.BASE_DIR / "courses" / "curriculum", folder)
    before = contents(folder)
    normal.put(folder, normal.of_folder(folder))
    assert contents(folder) == before
