"""What is wrong in a curriculum's files is said in one sentence with file and line."""

from io import BytesIO

import pytest
from django.utils import translation
from PIL import Image
from wagtail.documents import get_document_model
from wagtail.images import get_image_model

from courses.models import Course
from courses.services.curriculum import CurriculumError, load, reading
from courses.services.curriculum.nodes import Place, parse
from tests.courses.conftest import COURSE, write

KO = "01-m1/m1-1.ko.md"
MODULE = "01-m1/module.yaml"


def picture(color: str, form: str = "PNG", *, size: tuple[int, int] = (8, 8), mode: str = "RGB") -> bytes:
    file = BytesIO()
    Image.new(mode, size, color).save(file, form)
    return file.getvalue()


def replace(path, before, after):
    text = path.read_text()
    assert before in text
    path.write_text(text.replace(before, after, 1))


BAD = {
    "broken yaml in the head": (KO, "title: 차시 m1-1", "title: 차시: 하나: 둘", 4),
    "no head": (KO, "---\nkey", "key", 1),
    "missing key": (KO, "minutes: 45\n", "", 2),
    "unknown key": (KO, "minutes: 45", "minuts: 45", 6),
    "key given twice": (KO, "minutes: 45", "minutes: 45\nminutes: 45", 7),
    "not a number": (KO, "minutes: 45", "minutes: soon", 6),
    "no whole number": (KO, "minutes: 45", "minutes: 4.5", 6),
    "endless number": (KO, "theory_hours: 1", "theory_hours: .inf", 7),
    "bad key": (KO, "key: m1-1", "key: M1 1", 2),
    "not true or false": (KO, "preview: true", "preview: maybe", 9),
    "objectives as a text": (KO, "objectives:\n- 목표 하나", "objectives: 목표 하나", 10),
    "title too high": (KO, "## 머리", "# 머리", 15),
    "html": (KO, "비밀스러운", "<script>alert(1)</script>비밀스러운", 17),
    "html block": (KO, "비밀스러운", "<div>\n비밀스러운", 17),
    "picture": (KO, "비밀스러운", "![그림](a.png) 비밀스러운", 17),
    "link to somewhere else": (KO, "비밀스러운", "[글](ftp://x) 비밀스러운", 17),
    "code block": (KO, "비밀스러운", "```\nx\n```\n비밀스러운", 17),
    "unknown container": (KO, "::: defect", "::: defekt", 19),
    "container in a container": (KO, "cause: 탈포 부족", "::: steps", 22),
    "container never closed": (KO, "source: 일반 지식\n:::", "source: 일반 지식", 19),
    "closing nothing": (KO, "## 머리", ":::\n## 머리", 15),
    "broken yaml in a container": (KO, "cause: 탈포 부족", "cause: [탈포", 23),
    "missing field of a block": (KO, "cause: 탈포 부족\n", "", 20),
    "unknown field of a block": (KO, "cause: 탈포", "reason: 탈포", 22),
    "empty field of a block": (KO, "cause: 탈포 부족", "cause: ''", 22),
    "empty container": (KO, "::: defect", "::: steps\n:::\n::: defect", 20),
    "broken formula": (KO, "::: defect", "::: equation\nlatex: '\\frac{1'\nreading: 셋\n:::\n::: defect", 19),
    "two right answers": (
        KO,
        "::: defect",
        "::: check\nquestion: 왜\nchoices:\n- {text: 가, right: true}\n- {text: 나, right: true}\n:::\n::: defect",
        19,
    ),
    "unknown signal word": (KO, "::: defect", "::: hazard\nsignal: boom\ntitle: 가\ntext: 나\n:::\n::: defect", 20),
    "unknown hazard class": (
        KO,
        "::: defect",
        "::: hazard\nsignal: danger\nghs: [GHS99]\ntitle: 가\ntext: 나\n:::\n::: defect",
        21,
    ),
    "tabs before a key": (KO, "cause: 탈포", "\tcause: 탈포", 22),
    "a tag that names code": (KO, "cause: 탈포", "cause: !!python/object/apply:os.system [탈포]", 22),
    "a tag of one's own": (KO, "cause: 탈포", "cause: !secret 탈포", 22),
    "an anchor and its repetition": (KO, "looks_like: 거품\ncause: 탈포 부족", "looks_like: &a 거품\ncause: *a", 21),
    "lists too deep": (KO, "minutes: 45", f"minutes: {'[' * 40}{']' * 40}", 6),
    "lists far too deep": (KO, "minutes: 45", f"minutes: {'[' * 20_000}{']' * 20_000}", 6),
    "a control character": (KO, "비밀스러운", "비밀\x00스러운", 17),
    "a tag never closed": (KO, "비밀스러운", "H<sub>2 비밀스러운", 17),
    "figure without its file": (KO, "::: defect", "::: figure\nfile: a.png\nalt: 가\n:::\n::: defect", 20),
    "figure without a description": (KO, "::: defect", "::: figure\nfile: a.png\n:::\n::: defect", 20),
    "figure outside of the folder": (KO, "::: defect", "::: figure\nfile: ../a.png\nalt: 가\n:::\n::: defect", 20),
    "unknown calculator": (KO, "::: defect", "::: calculator\nkey: magic\n:::\n::: defect", 20),
    "title too long": (KO, "title: 차시", f"title: {'차' * 151}", 4),
    "unknown process block": (MODULE, "block: electrode", "block: nowhere", 2),
    "broken module": (MODULE, "title_ko: 모듈", "title_ko: [모듈", 5),
    "list as a text": (MODULE, "summary_ko: 요약 m1", "summary_ko: [요약]", 6),
    "unknown mark": ("course.yaml", "mark: circle", "mark: triangle", 11),
    "empty course": ("course.yaml", COURSE, "", 1),
    "hours differ between languages": ("01-m1/m1-1.en.md", "theory_hours: 1", "theory_hours: 2", 1),
    "two modules with one key": ("02-m2/module.yaml", "key: m2", "key: m1", 1),
    "two lessons with one key": ("01-m1/m1-2.ko.md", "key: m1-2", "key: m1-1", 2),
    "two lessons with one key in two modules": ("02-m2/m2-1.ko.md", "key: m2-1", "key: m1-1", 2),
}


@pytest.mark.parametrize("name", BAD)
def test_a_wrong_file_is_refused_with_its_line(folder, name):
    path, before, after, line = BAD[name]
    if name == "two lessons with one key in two modules":
        (folder / "02-m2" / "m2-1.en.md").unlink()
    replace(folder / path, before, after)
    with pytest.raises(CurriculumError) as refusal:
        reading.read(folder)
    error = refusal.value
    assert (error.path.removeprefix(f"{folder}/"), error.line) == (path, line)
    assert str(error) == f"{error.path}:{error.line}: {error.sentence}"
    assert "\n" not in error.sentence


FILES = {
    "text as a picture": ("figure", "file", b"no picture", ("a.png", 20)),
    "a picture cut short": ("figure", "file", picture("red")[:45], ("a.png", 20)),
    "a bitmap": ("figure", "file", picture("red", "BMP"), ("a.png", 20)),
    "a drawing with a script": ("figure", "file", b"<svg viewBox='0 0 1 1'><script/></svg>", ("a.svg", 20)),
    "a drawing with an entity": ("figure", "file", b"<!DOCTYPE svg [<!ENTITY a 'b'>]><svg/>", ("a.svg", 20)),
    "a program as a document": ("document", "file", b"MZ", ("a.exe", 20)),
    "a page as a PDF": ("document", "file", b"<html>", ("a.pdf", 20)),
    "a picture of 50 megapixels": ("figure", "file", picture("white", size=(10_000, 5_000), mode="1"), ("a.png", 20)),
    "a film of the wrong kind": ("video", "film", b"RIFF0000AVI ", ("a.mp4", 21)),
    "a QuickTime film named as MP4": ("video", "film", b"\0\0\0\x14ftypqt  ", ("a.mp4", 21)),
    "captions of the wrong kind": ("video", "captions", b"1\n00:00:01,000", ("a.srt", 22)),
}
SENTENCES = {
    "a picture of 50 megapixels": "“a.png” has more than 40 megapixels. Make it smaller.",
    "a film of the wrong kind": "This file is neither MP4 nor WebM. Choose a film in one of these.",
    "captions of the wrong kind": "This file is not WebVTT: it must begin with the word WEBVTT.",
}


def name_a_file(folder, name: str) -> None:
    """Put the file beside the first lesson, and a block that shows it into the lesson."""
    kind, field, content, (file, _line) = FILES[name]
    beside = folder / "01-m1"
    (beside / "a.vtt").write_bytes(b"WEBVTT")
    (beside / "film.mp4").write_bytes(b"\0\0\0\x18ftypmp42")
    (beside / file).write_bytes(content)
    video = {"film": "film.mp4", "captions": "a.vtt"} | {field: file}
    said = {
        "figure": f"file: {file}\nalt: 가",
        "document": f"file: {file}",
        "video": f"title: 가\nfilm: {video['film']}\ncaptions: {video['captions']}\ntranscript: 말",
    }[kind]
    replace(folder / KO, "::: defect", f"::: {kind}\n{said}\n:::\n::: defect")


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_the_wrong_kind_is_refused_at_the_line_that_names_it(folder, name):
    name_a_file(folder, name)
    with translation.override("en"), pytest.raises(CurriculumError) as refusal:
        reading.read(folder)
    error = refusal.value
    assert (error.path, error.line) == (str(folder / KO), FILES[name][3][1])
    assert error.sentence == SENTENCES.get(name, error.sentence)


@pytest.mark.django_db
@pytest.mark.parametrize("name", SENTENCES)
def test_a_wrong_file_loads_nothing(complex, folder, now, name):
    name_a_file(folder, name)
    with pytest.raises(CurriculumError):
        load(complex, folder, by=None, now=now)
    assert [model.objects.exists() for model in (Course, get_image_model(), get_document_model())] == [False] * 3


def test_a_link_out_of_the_folder_is_not_followed(folder, tmp_path):
    outside = tmp_path / "outside.md"
    outside.write_text((folder / KO).read_text())
    (folder / KO).unlink()
    (folder / KO).symlink_to(outside)
    with pytest.raises(CurriculumError, match=r"m1-1\.ko\.md:1: "):
        reading.read(folder)


def test_a_linked_folder_is_not_followed(folder, tmp_path):
    (folder / "02-m2").rename(tmp_path / "elsewhere")
    (folder / "02-m2").symlink_to(tmp_path / "elsewhere")
    with pytest.raises(CurriculumError, match=r"02-m2:1: "):
        reading.read(folder)


def test_a_file_of_five_megabytes_is_refused(folder):
    path = folder / KO
    path.write_text(path.read_text() + "가 " * 1_250_000)
    assert path.stat().st_size > 4_900_000
    with pytest.raises(CurriculumError, match=r"m1-1\.ko\.md:1: .*1 ?MB"):
        reading.read(folder)


def test_utf16_is_refused_by_its_name(folder):
    path = folder / KO
    path.write_bytes(path.read_text().encode("utf-16"))
    with pytest.raises(CurriculumError, match=r"m1-1\.ko\.md:1: .*UTF-16"):
        reading.read(folder)


def test_a_million_repetitions_in_few_lines_are_refused_at_once(tmp_path):
    lines = ["a0: &a0 [lol, lol, lol, lol, lol, lol, lol, lol, lol]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12)]
    with pytest.raises(CurriculumError, match="&"):
        parse("\n".join(lines), Place(tmp_path / "bomb.yaml"))


def test_a_folder_without_a_course_is_refused(tmp_path):
    with pytest.raises(CurriculumError, match=r"course\.yaml:1: "):
        reading.read(tmp_path)


def test_a_file_in_another_encoding_is_refused_with_its_line(folder):
    path = folder / KO
    path.write_bytes(path.read_text().encode("utf-8").replace("요약 문장".encode(), "요약".encode("euc-kr")))
    with pytest.raises(CurriculumError) as refusal:
        reading.read(folder)
    assert refusal.value.line == 5


def test_an_english_file_alone_is_refused(folder):
    (folder / KO).unlink()
    with pytest.raises(CurriculumError, match=r"m1-1\.en\.md:1: "):
        reading.read(folder)


def test_a_file_with_another_ending_is_refused(folder):
    (folder / KO).rename(folder / "01-m1" / "m1-1.md")
    with pytest.raises(CurriculumError, match=r"m1-1\.md:1: "):
        reading.read(folder)


def test_windows_line_ends_and_a_byte_order_mark_are_read(folder):
    path = folder / KO
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b"\n", b"\r\n"))
    assert reading.read(folder).modules[0].lessons[0].key == "m1-1"


def test_tables_lists_quotes_and_links_are_kept(folder):
    replace(
        folder / KO,
        "비밀스러운",
        "| 기호 | 뜻 |\n|---|---|\n| **a** | 하나 |\n\n- 가\n  1. 나\n\n> 말\n\n---\n\n[글](https://example.org/?a=1&b=2)  \n`x`\n",
    )
    head, table, rest = reading.read(folder).modules[0].lessons[0].texts["ko"].body[:3]
    assert head["value"] == "<h2>머리 m1-1</h2>"
    assert table["value"] == {
        "caption": "",
        "columns": [{"type": "text", "heading": "기호"}, {"type": "text", "heading": "뜻"}],
        "rows": [{"values": ["<p><b>a</b></p>", "<p>하나</p>"]}],
    }
    assert rest["value"].startswith(
        "<ul><li>가<ol><li>나</li></ol></li></ul><blockquote>말</blockquote><hr/>"
        '<p><a href="https://example.org/?a=1&amp;b=2">글</a><br/><code>x</code>'
    )


def test_the_shipped_curriculum_reads_whole(settings):
    course = reading.read(settings.BASE_DIR / "courses" / "curriculum")
    assert len(course.modules) == 22
    assert sum(m.values["theory_hours"] + m.values["practice_hours"] for m in course.modules) == 320
    assert sum(len(m.lessons) for m in course.modules) >= 6
    assert {len(lesson.texts) for m in course.modules for lesson in m.lessons} == {2}


def test_write_makes_what_the_table_expects(tmp_path):
    assert len(reading.read(write(tmp_path / "x", modules=3, lessons=1)).modules) == 3
