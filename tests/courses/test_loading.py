"""A folder of curriculum files becomes rows, pages and editions; again and again."""

import json
import re

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from courses.models import Course, LessonEdition, LessonPage, Module, ModulePage
from courses.services import curriculum, editions
from tests.courses.conftest import write
from training.core import canonical

pytestmark = pytest.mark.django_db


def counts() -> dict[str, int]:
    from wagtail.models import Page, Revision

    return {
        "pages": Page.objects.count(),
        "revisions": Revision.objects.count(),
        "editions": LessonEdition.objects.count(),
        "modules": Module.objects.count(),
    }


def change(path, before: str, after: str) -> None:
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after))


def save_in_cms(page, *, publish: bool, **fields) -> None:
    draft = page.get_latest_revision_as_object()
    for name, value in fields.items():
        setattr(draft, name, value)
    revision = draft.save_revision()
    if publish:
        revision.publish()


def test_load_makes_rows_pages_in_both_languages_and_editions(school):
    assert [str(block) for block in school.course.blocks.all()] == ["전극", "조립"]
    assert list(school.course.modules.values_list("key", "order", "theory_hours", "practice_hours")) == [
        ("m1", 1, 8, 4.5),
        ("m2", 2, 8, 4.5),
    ]
    pages = LessonPage.objects.filter(lesson__key="m1-1").order_by("-language")
    assert [(p.language, p.title, p.live, p.url_path) for p in pages] == [
        ("ko", "차시 m1-1", True, "/chungbuk/courses/cells/m1/m1-1/"),
        ("en", "Lesson m1-1", True, "/chungbuk-en/courses/cells/m1/m1-1/"),
    ]
    assert len({p.translation_key for p in pages}) == 1
    korean = LessonEdition.objects.latest_of(school.lesson("m1-1"), "ko")
    english = LessonEdition.objects.latest_of(school.lesson("m1-1"), "en")
    assert (korean.number, english.number, english.translates) == (1, 1, korean.sha256)


def test_what_is_loaded_may_stand_on_a_certificate_and_a_draft_may_not(school):
    ModulePage.objects.filter(module__key="m2").update(live=False, first_published_at=None)
    assert list(school.course.modules.past_draft().values_list("key", flat=True)) == ["m1"]
    ModulePage.objects.filter(module__key="m1").update(live=False)  # once published, then taken down
    assert list(school.course.modules.past_draft().values_list("key", flat=True)) == ["m1"]


def test_a_second_load_changes_nothing(school):
    before = counts()
    report = school.load()

    assert (report.created, report.updated, report.conflicts) == (0, 0, [])
    assert counts() == before


def test_a_changed_file_makes_one_new_edition_and_its_translation_is_out_of_date(school):
    change(school.folder / "01-m1" / "m1-1.ko.md", "비밀스러운", "새로운")
    report = school.load()

    assert (report.created, report.updated, report.conflicts) == (0, 1, [])
    korean = LessonEdition.objects.latest_of(school.lesson("m1-1"), "ko")
    assert korean.number == 2
    assert "새로운 본문" in korean.content
    assert school.page("m1-1", "en").translates not in ("", korean.sha256)


@pytest.mark.parametrize("publish", [True, False])
def test_text_edited_in_the_cms_is_left_and_reported(school, publish):
    save_in_cms(school.page("m1-2"), publish=publish, summary="강사가 고친 요약")
    change(school.folder / "01-m1" / "m1-2.ko.md", "비밀스러운", "덮어쓴")
    report = school.load()

    left = "01-m1/m1-2.ko.md: 불러온 뒤에 CMS에서 고친 글이라 그대로 두었습니다."
    assert report.conflicts == [left]
    draft = school.page("m1-2").get_latest_revision_as_object()
    assert draft.summary == "강사가 고친 요약"
    assert "덮어쓴" not in json.dumps(draft.body.get_prep_value(), ensure_ascii=False)


def test_a_row_edited_in_the_cms_is_left_and_reported(school):
    Module.objects.filter(key="m2").update(summary_ko="책임이 고친 요약")
    change(school.folder / "02-m2" / "module.yaml", "theory_hours: 8", "theory_hours: 9")
    report = school.load()

    assert len(report.conflicts) == 1
    module = Module.objects.get(key="m2")
    assert (module.summary_ko, module.theory_hours) == ("책임이 고친 요약", 8)


def test_a_title_changed_in_the_file_reaches_page_and_row(school):
    change(school.folder / "02-m2" / "module.yaml", "title_ko: 모듈 m2", "title_ko: 새 모듈")
    report = school.load()

    assert (report.updated, report.conflicts) == (1, [])
    assert Module.objects.get(key="m2").title_ko == "새 모듈"
    assert ModulePage.objects.get(module__key="m2", language="ko").title == "새 모듈"


def test_saving_in_the_editor_without_a_change_is_no_edit(school):
    """The editor writes its own marks into every paragraph."""
    page = school.page("m1-2")
    raw = page.body.get_prep_value()
    raw[0]["value"] = re.sub(r"<(h2|p)>", r'<\1 data-block-key="a1b2c">', raw[0]["value"])
    assert "data-block-key" in raw[0]["value"]
    save_in_cms(page, publish=True, body=json.dumps(raw))

    assert school.load().conflicts == []
    assert LessonEdition.objects.filter(lesson__key="m1-2", language="ko").count() == 1


def test_markdown_becomes_text_that_the_editor_would_write(school):
    text = school.page("m1-1").body[0]
    assert text.block_type == "text"
    assert text.value.source == "<h2>머리 m1-1</h2><p>비밀스러운 본문 m1-1 <b>굵게</b> $x$ &lt;3</p>"


def test_an_edition_is_canonical_and_its_hash_is_that_of_its_bytes(school):
    edition = LessonEdition.objects.latest_of(school.lesson("m1-1"), "ko")
    content = json.loads(edition.content)

    assert edition.content == canonical.text(content)
    assert edition.sha256 == canonical.sha256(content)
    assert sorted(content) == "blocks hours language lesson objectives sources summary terms title".split()
    assert content["hours"] == {"theory": "1.0", "practice": "0.0"}
    assert content["lesson"] == "cells/m1/m1-1"
    assert content["blocks"][1] == {
        "type": "defect",
        "value": {
            "name": "기포",
            "looks_like": "거품",
            "cause": "탈포 부족",
            "detection": "눈",
            "action": "다시 탈포",
            "source": "일반 지식",
        },
    }


def test_the_same_content_makes_no_new_edition_but_another_does(school):
    page = school.page("m1-1")
    page.save_revision().publish()
    assert LessonEdition.objects.filter(lesson=page.lesson, language="ko").count() == 1
    save_in_cms(page, publish=True, summary="다른 요약")
    assert list(LessonEdition.objects.filter(lesson=page.lesson, language="ko").values_list("number", flat=True)) == [
        1,
        2,
    ]


def test_an_edition_is_announced_with_who_published_it(school):
    from courses.signals import edition_published

    heard = []

    def hear(edition, **kwargs):
        heard.append((edition.number, edition.language, edition.published_by))

    edition_published.connect(hear)
    try:
        page = school.page("m1-1")
        page.summary = "바뀐 요약"
        page.save_revision().publish(user=school.lead)
    finally:
        edition_published.disconnect(hear)
    assert heard == [(2, "ko", school.lead)]


def test_publishing_fails_as_a_whole_when_the_edition_cannot_be_written(school, monkeypatch):
    def fail(*args, **kwargs):
        raise RuntimeError

    page = school.page("m1-1")
    page.summary = "반만 공개된 요약"
    revision = page.save_revision()
    monkeypatch.setattr(editions, "content_of", fail)
    with pytest.raises(RuntimeError):
        revision.publish()
    assert LessonPage.objects.get(pk=page.pk).summary == "요약 문장"


def test_an_edition_is_never_changed_or_deleted(school):
    edition = LessonEdition.objects.first()
    with pytest.raises(TypeError):
        edition.save()
    with pytest.raises(TypeError):
        edition.delete()


@pytest.mark.parametrize("act", ["update", "delete"])
def test_the_database_refuses_to_change_or_delete_an_edition(school, act):
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DROP TABLE ledger_may_be_emptied")  # only tests have it, so that they can flush
    edition = LessonEdition.objects.filter(pk=LessonEdition.objects.first().pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        edition.update(title="바꾼 제목") if act == "update" else edition._raw_delete(edition.db)
    assert edition.get().title != "바꾼 제목"


def test_a_wrong_file_loads_nothing_of_the_others(complex, tmp_path, now):
    folder = write(tmp_path / "broken")
    change(folder / "02-m2" / "m2-2.en.md", ":::\n", "")
    with pytest.raises(curriculum.CurriculumError):
        curriculum.load(complex, folder, by=None, now=now)
    assert not Course.objects.exists()


def test_the_command_loads_and_says_what_it_did(complex, folder, capsys):
    call_command("load_curriculum", str(folder))
    call_command("load_curriculum", str(folder))
    first, second = capsys.readouterr().out.splitlines()
    assert first == "created 21, updated 0, unchanged 0, left 0"
    assert second == "created 0, updated 0, unchanged 21, left 0"
