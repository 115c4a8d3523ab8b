"""Files that an operator may send by mistake, and some that nobody sends by mistake: each is answered with a sentence."""

import io
import unicodedata
import zipfile
from datetime import date, datetime

import pytest
from openpyxl import Workbook

from certificates.services import sheet_reading as hiring_sheets
from enrollment.queries import nominee_sheets, sheet_words
from enrollment.rules import sheets as rules
from enrollment.rules.headed import Fault
from enrollment.services import sheet_acts
from enrollment.states import SheetKind
from training.core.errors import DomainError
from training.core.sealed import sheets as sealed
from training.core.services import sheets as files

HEAD = ["전자우편", "이름", "구분"]
ROW = ["kim@example.com", "김하늘", "예비취업자"]
CSV = "전자우편,이름,구분\nkim@example.com,김하늘,예비취업자\n"


def book(*rows, before=None, sheets=(), state="visible"):
    made = Workbook()
    sheet = made.active
    sheet.sheet_state = state
    for row in rows:
        sheet.append(row)
    if before:
        before(made, sheet)
    for title in sheets:
        made.create_sheet(title)
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def with_part(raw, name, content, *, compress=zipfile.ZIP_DEFLATED):
    out = io.BytesIO(raw)
    with zipfile.ZipFile(out, "a", compress) as packed:
        packed.writestr(name, content)
    return out.getvalue()


def packed(**parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def locked_zip():
    raw = bytearray(book(HEAD, ROW))
    at = raw.rindex(b"PK\x01\x02")
    raw[at + 8] |= 1  # the flag "encrypted" of one entry
    return bytes(raw)


def merged(made, sheet):
    sheet.merge_cells("A4:B4")


GOOD = book(HEAD, ROW)
ENTITIES = '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]><x>&b;</x>'

REFUSED = {
    "nothing": (b"", "file-empty"),
    "spaces": (b" \r\n\t ", "file-empty"),
    "a broken zip": (GOOD[:-200], "file-broken"),
    "zip with a damaged middle": (GOOD[:400] + b"\0" * 200 + GOOD[600:], "file-broken"),
    "a bomb": (with_part(GOOD, "xl/media/x.bin", b"\0" * (sealed.USUAL.unpacked + 1)), "file-bomb"),
    "600 parts": (packed(**{f"p{n}": "" for n in range(600)}), "file-bomb"),
    "huge shared strings": (
        packed(xl__workbook_dot_xml="<x/>", xl__sharedStrings_dot_xml=" " * (sealed.USUAL.strings + 1)),
        "file-bomb",
    ),
    "entities": (packed(xl__workbook_dot_xml=ENTITIES), "file-broken"),
    "a document of a word processor": (packed(word__document_dot_xml="<x/>"), "file-kind"),
    "a PDF": (b"%PDF-1.7\n", "file-kind"),
    "a web page called .xls": (b"<html><table></table></html>", "file-kind"),
    "an old .xls": (sealed.OLE + b"\0" * 600, "file-old"),
    "password-protected": (sealed.OLE + b"\0" * 100 + sealed.LOCKED, "file-locked"),
    "an encrypted zip": (locked_zip(), "file-locked"),
    "macros": (with_part(GOOD, "xl/vbaProject.bin", b"x"), "file-macros"),
    "links to other files": (with_part(GOOD, "xl/externalLinks/externalLink1.xml", "<x/>"), "file-links"),
    "merged cells": (book(HEAD, ROW, before=merged), "file-merged"),
    "100 columns": (book([*HEAD, *(f"c{n}" for n in range(97))], ROW), "file-columns"),
    "a cell of 10 MB": (("전자우편,이름,구분\n" + "x" * 9_000_000 + ",b,c\n").encode(), "file-cell"),
    "more than 10 MB": (b"x" * (sealed.USUAL.bytes + 1), "file-large"),
    "too many rows": ((CSV + "\n" * 50_000 + CSV).encode(), "file-rows"),
    "NUL": (CSV.encode() + b"a\0b,c,d\n", "file-nul"),
    "mixed encodings": (CSV.encode() + "홍,길,동\n".encode("cp949"), "file-encoding"),
    "a quote that is not closed": (CSV.encode() + b'"a,b,c\n', "file-quotes"),
    "no visible sheet": (None, "file-empty"),
    "wrong headings": (book(["a", "b", "c"], ROW), "headings"),
    "a heading that is missing": (book(["전자우편", "이름"], ROW), "missing-kind"),
    "a heading twice": (book([*HEAD, "이름"], [*ROW, "x"]), "twice"),
    "headings alone": (book(HEAD), "empty"),
    "a resident number": ((CSV + "lee@example.com,900101-1234567,재직자\n").encode(), "resident"),
}


def read(raw):
    """As the service does, without the child process around it."""
    try:
        _facts, rows = sealed.read(raw)
        found = list(rows)
    except sealed.Unfit as unfit:
        return rules.Read([], [], f"file-{unfit.word}")
    except Exception:  # as the process answers
        return rules.Read([], [], "file-broken")
    return rules.read(found)


@pytest.mark.parametrize("name", REFUSED)
def test_hard_file_is_refused_with_a_sentence(name):
    raw, word = REFUSED[name]
    if raw is None:
        raw = hidden_only()
    found = read(raw)
    assert (found.refused, found.entries) == (word, [])
    kind, _dash, rest = word.partition("-")
    said = files.sentence(rest) if kind == "file" else sheet_words.refused(word, SheetKind.APPLICANTS)
    assert said.endswith(".")


def hidden_only():
    """No spreadsheet program writes a workbook without a visible sheet, so its part is written anew."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(GOOD)) as source, zipfile.ZipFile(out, "w") as made:
        for name in source.namelist():
            made.writestr(name, source.read(name).replace(b'state="visible"', b'state="hidden"'))
    return out.getvalue()


TAKEN = {
    "UTF-8": CSV.encode(),
    "UTF-8 with its mark": CSV.encode("utf-8-sig"),
    "UTF-16": CSV.encode("utf-16"),
    "UTF-16 big-endian without a mark": ("e-mail,name,kind\nkim@example.com,김하늘,employed\n").encode("utf-16-be"),
    "CP949": CSV.encode("cp949"),
    "semicolons": CSV.replace(",", ";").encode(),
    "tabs": CSV.replace(",", "\t").encode(),
    "old Macintosh lines": CSV.replace("\n", "\r").encode(),
    "quoted newlines": CSV.replace("김하늘", '"김\n하늘"').encode(),
    "decomposed Hangul": unicodedata.normalize("NFD", CSV).encode(),
    "a title above": ("지원자 명단,,\n\n" + CSV).encode(),
    "columns in another order": "구분,이름,비고,전자우편\n예비취업자,김하늘,x,kim@example.com\n".encode(),
    "a workbook": GOOD,
    "a hidden sheet beside": book(HEAD, ROW, sheets=["x"]),
    "right-to-left marks": CSV.replace("김하늘", "\u202e김하늘\u202c").encode(),
    "capitals and wide letters": CSV.replace("kim@", "ＫIM@").encode(),
}


@pytest.mark.parametrize("name", TAKEN)
def test_whatever_a_spreadsheet_writes_is_read_as_the_same_person(name):
    found = read(TAKEN[name])
    assert (found.refused, found.faults) == ("", [])
    assert [(entry.email, entry.name.replace(" ", "")) for entry in found.entries] == [("kim@example.com", "김하늘")]


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (["kim", "김", "재직자"], "email"),
        (["", "김", "재직자"], "email"),
        (["a@b@example.com", "김", "재직자"], "email"),
        (["a@example.com", "", "재직자"], "name"),
        (["a@example.com", "😀", "재직자"], "name"),
        (["a@example.com", "=1+김", "재직자"], "formula"),
        (["a@example.com", "@SUM김", "재직자"], "formula"),
        (["a@example.com", "김" * 101, "재직자"], "name"),
        (["a@example.com", "김", "학생"], "kind"),
        (["전자우편", "이름", "구분"], "email"),  # a second row of headings
    ],
)
def test_what_is_wrong_with_a_line_is_said_with_its_number(row, word):
    found = rules.read([(1, HEAD), (2, ROW), (4, row)])
    assert (found.faults[0].line, found.faults[0].word, len(found.entries)) == (4, word, 1)
    assert sheet_words.fault(found.faults[0]).endswith(".")


def test_the_same_address_twice_names_the_other_line():
    found = rules.read([(1, HEAD), (2, ROW), (3, ["KIM@example.com ", "김하늘", "재직자"])])
    assert found.faults == [Fault(3, "duplicate", "2")]


def test_cells_leave_as_the_text_a_person_sees():
    raw = book(["0012", 12, 1.5, True, date(2026, 12, 1), datetime(2026, 12, 1, 9, 30), "=A1+1", None, "x"])
    _facts, rows = sealed.read(raw)
    assert list(rows) == [(1, ["0012", "12", "1.5", "TRUE", "2026-12-01", "2026-12-01 09:30", "=A1+1", "", "x"])]


def test_the_process_answers_good_files_bad_files_and_bombs():
    facts, rows = files.read(GOOD)
    assert (facts["form"], rows) == ("xlsx", [(1, HEAD), (2, ROW)])
    for name in ("a bomb", "macros", "mixed encodings"):
        raw, word = REFUSED[name]
        with pytest.raises(files.Unreadable) as refused:
            files.read(raw)
        assert f"file-{refused.value.word}" == word


@pytest.mark.parametrize("value", ["=1+1", "+82 10", "-1", "@x", "\t=1", "＝1", "0012", "김하늘"])
def test_what_is_written_is_text_and_reads_the_same_again(value):
    _facts, rows = sealed.read(files.workbook([["x", value]], "표"))
    assert list(rows) == [(1, ["x", value])]


@pytest.mark.parametrize(
    ("raw", "limits", "word", "at"),
    [
        (book(HEAD, [], ["x", "=1+1"]), {"formulas": False}, "formula", "B3"),
        (CSV.encode() * 2, {"rows": 3, "above": 0}, "rows", ""),
        (CSV.encode() + b"\n" * 9, {"seen": 9}, "rows", ""),
        (CSV.encode(), {"columns": 2}, "columns", "1"),
        (CSV.encode(), {"cell": 4}, "cell", "2"),
        (CSV.encode(), {"bytes": 8}, "large", ""),
        (GOOD, {"unpacked": 100}, "bomb", ""),
        (b" \n,,\n", {}, "empty", ""),
    ],
)
def test_each_caller_sets_its_own_limits(raw, limits, word, at):
    with pytest.raises(sealed.Unfit) as unfit:
        list(sealed.read(raw, sealed.Limits(**limits))[1])
    assert (unfit.value.word, unfit.value.at) == (word, at)


def test_row_numbers_are_kept_and_the_reader_says_how_far_it_is():
    told = []
    _facts, rows = files.read(("\n" + CSV + "\n" * 3 + "a@example.com,b,c\n" * 1_000).encode(), told=told.append)
    assert ([number for number, _cells in rows[:4]], len(rows)) == ([2, 3, 7, 8], 1_002)
    assert [round(share, 1) for share in told] == [0.5, 1.0]


def _in_this_process(raw, limits=sealed.USUAL, *, told=None):
    """`files.read` without its child, which the test above starts: a table of doors and files needs no hundred processes."""
    try:
        facts, rows = sealed.read(raw, limits)
        return facts, list(rows)
    except sealed.Unfit as unfit:
        raise files.Unreadable(unfit.word, unfit.at, limits) from None
    except Exception as error:  # as the process answers
        raise files.Unreadable("broken") from error


def _at_the_desk(kind):
    def door(raw):
        _facts, rows = files.read(raw)
        found = rules.read(rows) if kind == SheetKind.APPLICANTS else sheet_acts.READERS[kind](rows)
        if found.refused:
            raise DomainError(sheet_words.refused(found.refused, kind))
        if found.faults:
            raise DomainError(sheet_words.fault(found.faults[0]))

    return door


DOORS = {str(kind): _at_the_desk(kind) for kind in SheetKind} | {
    "nominees": nominee_sheets.of_file,
    "hiring sheet": hiring_sheets.rows,
}
READS = {"headings", "missing-kind", "twice", "empty"}  # a list of nominees and a hiring sheet need no headings


@pytest.mark.parametrize("door", DOORS)
def test_every_door_answers_every_hard_file_with_a_sentence(door, monkeypatch):
    monkeypatch.setattr(files, "read", _in_this_process)
    for name, (raw, word) in REFUSED.items():
        if word in READS and door in ("nominees", "hiring sheet"):
            continue
        with pytest.raises(DomainError) as refused:
            DOORS[door](hidden_only() if raw is None else raw)
        said = str(refused.value)
        assert (refused.value.status // 100, said.endswith((".", "요", "오")), len(said) > 20) == (4, True, True), name
