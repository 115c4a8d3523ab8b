"""Which lines of an employer's list can be taken, and how a list is read."""

import io

import openpyxl
import pytest

from enrollment.queries import nominee_sheets
from enrollment.queries.nominee_sheets import Unreadable
from enrollment.rules.nominations import Fault, Known, Nominee, faults

KIM = Nominee("김하나", "kim@company.example")
LEE = Nominee("이두리", "lee@company.example")
NOTHING = Known(frozenset(), frozenset(), frozenset(), frozenset(), left=3)


def known(**fields):
    return Known(**{**NOTHING.__dict__, **{name: frozenset({KIM.email}) for name in fields}})


@pytest.mark.parametrize(
    ("people", "stands", "malformed", "expected"),
    [
        ([KIM, LEE], NOTHING, [], []),
        ([KIM, Nominee("", LEE.email)], NOTHING, [], [Fault(1, "name")]),
        ([Nominee("김하나", ""), LEE], NOTHING, [], [Fault(0, "address")]),
        ([KIM, LEE], NOTHING, [1], [Fault(1, "address")]),
        ([KIM, LEE, KIM], NOTHING, [], [Fault(0, "twice"), Fault(2, "twice")]),
        ([KIM, LEE], known(own=1), [], [Fault(0, "own")]),
        ([KIM, LEE], known(enrolled=1), [], [Fault(0, "enrolled")]),
        ([KIM, LEE], known(nominated=1), [], [Fault(0, "nominated")]),
        ([LEE, KIM], known(nominated_elsewhere=1), [], [Fault(1, "nominated_elsewhere")]),
        ([KIM, KIM], known(own=1, enrolled=1), [], [Fault(0, "own"), Fault(1, "own")]),  # the first fault of each
        ([], NOTHING, [], []),
    ],
)
def test_each_line_has_its_first_fault(people, stands, malformed, expected):
    assert faults(people, stands, malformed=frozenset(malformed)) == expected


LINES = "이름\t메일\t비고\n김하나\tKim@company.example\t전극팀\n이두리\tlee@company.example\t\n"
READ = [Nominee("김하나", "kim@company.example", "전극팀"), LEE]


def workbook(rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "raw",
    [
        LINES.encode(),
        b"\xef\xbb\xbf" + LINES.replace("\t", ",").encode(),
        LINES.replace("\t", ";").encode("cp949"),
        LINES.encode("utf-16"),
        LINES.replace("\n", "\r\n").encode(),
        workbook([line.split("\t") for line in LINES.splitlines()]),
    ],
    ids=["utf-8", "bom", "cp949", "utf-16", "crlf", "xlsx"],
)
def test_sheet_is_read_whatever_its_encoding(raw):
    assert nominee_sheets.of_file(raw) == READ


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lee@company.example, 이두리", [LEE]),  # in the other order
        ("\n\n  \n이두리,lee@company.example\n", [LEE]),
        ("이두리", [Nominee("이두리", "")]),  # no address: kept, so that the line gets its sentence
        ("lee@company.example", [Nominee("", "lee@company.example")]),
        ("\ufeff이두리,lee@company.example\x00", [LEE]),
        ("\u110b\u1175\u1103\u116e\u1105\u1175,lee@company.example", [LEE]),  # NFD
        ("", []),
    ],
)
def test_pasted_lines_are_read(text, expected):
    assert nominee_sheets.of_text(text) == expected


def test_lines_are_read_again_as_they_were_written():
    people = [Nominee('김 "하" 나', "kim@company.example", "a, b; c"), LEE]
    assert nominee_sheets.of_text(nominee_sheets.as_lines(people)) == people


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"x" * 1_000_001, "1MB"),
        (b"PK\x03\x04 no workbook", "XLSX"),
        (b"\xff\xfe\x00", "CSV"),  # half a letter of UTF-16
        (b"\x81\xff\xff", "CSV"),
        ("김하나,900101-1234567".encode(), "주민등록번호"),
        ("\n".join(f"a,{n}@b.example" for n in range(201)).encode(), "200"),
    ],
)
def test_unreadable_sheet_is_answered_with_a_sentence(raw, words):
    with pytest.raises(Unreadable) as refusal:
        nominee_sheets.of_file(raw)
    assert words in str(refusal.value)
    assert refusal.value.status == 422
