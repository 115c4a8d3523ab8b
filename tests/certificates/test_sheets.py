"""A hiring sheet: read in a sealed process, answered line by line, signed, and erased."""

import base64
import csv
import hashlib
import io
import re
import zipfile
from datetime import timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from certificates.models import Certificate, HiringSheet, TreeHead, Verification
from certificates.queries import sheets as queries
from certificates.rules import codes
from certificates.rules import sheets as rules
from certificates.rules.sheets import NONE, Columns
from certificates.services import guesses, sheet_checking, sheet_reading, sheet_results, sheets
from tests import factories as ground
from tests.certificates import factories
from tests.certificates import sheets as lists
from training.core.errors import TransitionRefused
from training.core.models import Owed
from training.core.sealed import sheets as reader

NOW = ground.NOW
UNKNOWN = "제2026-충북-9999호"


def unsealed(raw):
    """As the service reads, without the process around it."""
    return list(reader.read(raw, sheet_reading.LIMITS)[1])


# --- reading -------------------------------------------------------------------------------------
ROWS = [["번호", "성명"], ["제2026-충북-0001호", "홍길동"], ["제2026-충북-0002호", "=1+1"]]
READ = [(line, cells) for line, cells in enumerate(ROWS, start=1)]
SENT = {
    "xlsx": lambda: lists.xlsx([*ROWS[:2], ["제2026-충북-0002호", "'=1+1"]]),
    "utf-8": lambda: lists.csv(ROWS),
    "utf-8 with its mark": lambda: lists.csv(ROWS, encoding="utf-8-sig"),
    "utf-16": lambda: lists.csv(ROWS, encoding="utf-16"),
    "cp949": lambda: lists.csv(ROWS, encoding="cp949"),
    "tabs": lambda: "\n".join("\t".join(row) for row in ROWS).encode(),
    "semicolons": lambda: "\n".join(";".join(row) for row in ROWS).encode(),
}


@pytest.mark.parametrize("kind", SENT)
def test_cells_are_read_as_text_whatever_the_file(kind):
    read = unsealed(SENT[kind]())
    assert [(line, [cell.lstrip("'") for cell in cells]) for line, cells in read] == READ


def bomb() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/worksheets/sheet1.xml", bytes(50 * 1024 * 1024))
    return made.getvalue()


def many_parts() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as packed:
        for number in range(501):
            packed.writestr(f"{number}", b"")
    return made.getvalue()


def entities() -> bytes:
    """A workbook whose sheet would unfold to a billion letters."""
    made = io.BytesIO()
    kinds = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10 if n else "ha"}">' for n in range(9))
    with zipfile.ZipFile(io.BytesIO(lists.xlsx(ROWS))) as source, zipfile.ZipFile(made, "w") as packed:
        for name in source.namelist():
            text = source.read(name)
            if name.endswith("sheet1.xml"):
                text = f'<?xml version="1.0"?><!DOCTYPE x [{kinds}]><worksheet>&e8;</worksheet>'.encode()
            packed.writestr(name, text)
    return made.getvalue()


UNFIT = {
    "nothing": (lambda: b" \n,,\n", "empty"),
    "too large": (lambda: b"a,b\n" * 600_000, "large"),
    "1,002 lines": (lambda: b"a,b\n" * 1_002, "rows"),
    "an old workbook": (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), "old"),
    "letters of no alphabet": (lambda: b"\x81\xff,\x81\xff", "encoding"),
    "a picture": (lambda: b"\x89PNG\r\n\x1a\n" + bytes(64), "kind"),
    "a zip that unfolds": (bomb, "bomb"),
    "a zip of many parts": (many_parts, "bomb"),
    "a zip that is none": (lambda: b"PK\x03\x04" + bytes(64), "broken"),
    "entities": (entities, "broken"),
    "formulas": (lambda: lists.xlsx([["번호", "이름"], ["=A1&B1", "홍길동"]]), "formula"),
}


@pytest.mark.parametrize("case", UNFIT)
def test_what_is_no_list_is_refused_with_the_reason(case):
    make, word = UNFIT[case]
    with pytest.raises(reader.Unfit) as unfit:
        unsealed(make())
    assert unfit.value.word == word


def test_child_answers_with_rows_or_the_reason():
    assert sheet_reading.rows(lists.csv(ROWS)) == READ
    with pytest.raises(sheet_reading.Refused, match="지나치게 커지는"):
        sheet_reading.rows(bomb())
    with pytest.raises(sheet_reading.Refused, match="1행에 주민등록번호"):
        sheet_reading.rows("제2026-충북-0001호,홍길동,900101-1234567".encode())
    with pytest.raises(sheet_reading.Refused, match="B3"):
        sheet_reading.rows(lists.xlsx([["번호", "이름"], ["1", "홍길동"], ["2", '=HYPERLINK("http://x.example")']]))


CODE = codes.new()
N = "제2026-충북-0001호"
GUESSED = {
    "number and name": ([[N, "홍길동"]], Columns(0, NONE, 1, False)),
    "heads": ([["성명", "검증코드"], ["홍길동", CODE]], Columns(1, NONE, 0, True)),
    "both, and a running number": (
        [["순번", "등록번호", "이름", "코드"], ["1", N, "홍길동", CODE]],
        Columns(3, 1, 2, True),
    ),
    "unknown heads": ([["a", "b", "c"], ["7", "홍길동", N]], Columns(2, NONE, 1, True)),
    "one column": ([[f"{N} HONG Gildong"]], Columns(0, NONE, 0, False)),
    "an address": ([["홍길동", f"http://x.example/verify/{CODE}/"]], Columns(1, NONE, 0, False)),
}


@pytest.mark.parametrize("case", GUESSED)
def test_columns_are_guessed_by_heads_and_shapes(case):
    rows, columns = GUESSED[case]
    assert rules.guessed(list(enumerate(rows, start=1))) == columns


def test_line_is_split_into_code_number_and_name():
    rows = [[f"{N} HONG Gildong"], [codes.grouped(CODE).lower() + "  홍길동"], ["무엇"], ["제2026 충북 1 홍"]]
    found = rules.lines(list(enumerate(rows, start=1)), Columns(0, NONE, 0, False))
    assert [(line.line, line.code, line.number, line.name) for line in found] == [
        (1, "", N, "HONG Gildong"), (2, CODE, "", "홍길동"), (3, "", "", ""), (4, "", "", "충북 1 홍"),
    ]  # fmt: skip


# --- answering -----------------------------------------------------------------------------------
@pytest.fixture
def standing(db):
    """Inside one window, with nothing guessed so far."""
    ground.ground()
    cache.clear()
    with time_machine.travel(NOW + timedelta(minutes=1), tick=False):
        yield


@pytest.fixture
def cohort(standing, drawn):
    return factories.finished_cohort()


def issued(cohort, name="홍길동", **more):
    return factories.issued(factories.completed(cohort, name=name, **more))


def test_each_line_has_its_own_answer(cohort):
    valid, revoked = issued(cohort), factories.revoked(issued(cohort, "김철수"))
    old = factories.superseded(issued(cohort, "박영희"))
    latin = issued(cohort, "이순신", latin_name="YI Sunsin")
    sheet = lists.checked(
        [
            [lists.code(valid), "홍길동"], [valid.register_number, "홍 길동"], [lists.code(revoked), "김철수"],
            [old.register_number, "박영희"], [lists.code(latin), "yi sunsin"], [lists.code(valid), "홍길순"],
            [valid.register_number, "홍길순"], [UNKNOWN, "홍길동"], [codes.new(), "홍길동"], ["아무것", "홍길동"],
            [lists.code(valid), ""],
        ]
    )  # fmt: skip
    assert lists.answers(sheet) == [
        "valid", "valid", "revoked", "superseded", "valid", "differs", "no_match", "no_match", "never_issued",
        "unreadable", "name_missing",
    ]  # fmt: skip


def test_unknown_number_and_wrong_name_read_the_same(cohort):
    certificate = issued(cohort)
    sheet = lists.checked([[certificate.register_number, "홍길순"], [UNKNOWN, "홍길동"]])
    found = sheets.answers(sheet)
    told = [
        {key: value for key, value in one.items() if key not in ("line", "what", "name", "certificate")}
        for one in found
    ]
    assert told[0] == told[1] == {"answer": "no_match", "said": {}, "truth": "", "matched": None}


def test_number_beside_a_code_must_be_its_own(cohort):
    first, second = issued(cohort), issued(cohort, "김철수")
    rows = [["코드", "등록번호", "이름"], [lists.code(first), second.register_number, "홍길동"],
            [lists.code(first), first.register_number, "홍길동"]]  # fmt: skip
    assert lists.answers(lists.checked(rows)) == ["differs", "valid"]


def test_other_complex_and_what_was_not_given_out_are_unknown(cohort):
    elsewhere = ground.site_of("gyeonggi", "g.localhost", name_ko="경기", name_en="Gyeonggi", word="경기")
    other = issued(factories.finished_cohort(complex=elsewhere))
    waiting = factories.intended(factories.completed(cohort))
    sheet = lists.checked(
        [[lists.code(other), "홍길동"], [other.register_number, "홍길동"], [lists.code(waiting), "홍길동"]]
    )
    assert lists.answers(sheet) == ["never_issued", "no_match", "never_issued"]


def test_row_that_the_log_does_not_know_is_never_called_valid(cohort):
    issued(cohort)
    forged = factories.intended(factories.completed(cohort, name="가짜"))
    Certificate.objects.filter(pk=forged.pk).update(state="issued", issued_at=NOW)
    assert lists.answers(lists.checked([[lists.code(forged), "가짜"]])) == ["cannot_confirm"]


def test_names_for_one_number_cannot_be_tried_out(cohort):
    certificate = issued(cohort)
    tries = [[certificate.register_number, f"이름{n}"] for n in range(guesses.NAMES.most)]
    sheet = lists.checked([*tries, [certificate.register_number, "홍길동"]])
    assert lists.answers(sheet) == ["no_match"] * guesses.NAMES.most + ["limited"]
    again = lists.checked([[certificate.register_number, "홍길동"]], client="203.0.113.9")
    assert lists.answers(again) == ["limited"]  # from everywhere


def test_lines_that_do_not_match_are_limited_for_each_asker(cohort, monkeypatch):
    certificate = issued(cohort)
    monkeypatch.setattr(sheet_checking, "CHUNK", 40)
    monkeypatch.setattr(sheet_results, "CHUNK", 40)
    wrong = [[f"제2026-충북-{n:04d}호", "아무개"] for n in range(1000, 1000 + guesses.LINES.most + 1)]
    sheet = lists.checked([*wrong, [certificate.register_number, "홍길동"]])
    assert lists.answers(sheet) == ["no_match"] * guesses.LINES.most + ["limited"] * 2
    assert lists.answers(lists.checked([[certificate.register_number, "홍길동"]])) == ["limited"]
    assert lists.answers(lists.checked([[certificate.register_number, "홍길동"]], client="203.0.113.9")) == ["valid"]


def test_lists_are_limited_for_each_asker(standing, monkeypatch):
    monkeypatch.setattr(sheet_reading, "rows", unsealed)  # in this process: quicker, and not what is tried here

    def receive(client):
        return sheets.receive(ground.ground(), data=lists.csv([[UNKNOWN, "홍길동"]]), client=client, now=NOW)

    for _ in range(guesses.SHEETS.most):
        receive("198.51.100.7")
    with pytest.raises(guesses.Spent):
        receive("198.51.100.7")
    receive("203.0.113.9")


def test_chunk_takes_the_same_queries_for_one_line_and_for_three(cohort):
    papers = [issued(cohort, name) for name in ("가나다", "라마바", "사아자")]
    head = TreeHead.objects.order_by("-size").first()
    counts = []
    for some in (papers[:1], papers):
        lines = rules.lines([(1, [lists.code(p), p.person.name]) for p in some], Columns(0, NONE, 1, False))
        asking = sheet_checking.Asking(ground.ground(), "a", head, NOW)
        with CaptureQueriesContext(connection) as asked:
            assert {found.answer for found in sheet_checking.chunk(asking, lines)} == {"valid"}
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 5


def test_check_done_twice_changes_nothing(cohort):
    sheet = lists.checked([[lists.code(issued(cohort)), "홍길동"]])
    kept = (sheet.answers_sealed, Verification.objects.count())
    sheet_results.check(sheet.pk, now=NOW + timedelta(minutes=5))
    sheet.refresh_from_db()
    assert (sheet.answers_sealed, Verification.objects.count()) == kept
    assert list(Verification.objects.values_list("question", "answer", "name_matched")) == [("sheet", "valid", True)]
    with pytest.raises(TransitionRefused):
        sheets.ask(sheet, columns=Columns(), now=NOW)


# --- keeping -------------------------------------------------------------------------------------
def test_database_holds_no_name_code_or_token(cohort):
    certificate = issued(cohort)
    received = lists.received([[lists.code(certificate), "홍길동"]])
    sheets.ask(received.sheet, columns=Columns(), now=NOW)
    sheet_results.check(received.sheet.pk, now=NOW)
    row = str(HiringSheet.objects.values().get())
    leaks = ("홍길동", "\\ud64d", lists.code(certificate), received.token, lists.CLIENT)
    assert [secret for secret in leaks if secret in row] == []


def test_list_is_erased_after_its_hour_and_unread_from_that_instant(cohort):
    received = lists.received([[UNKNOWN, "홍길동"]])
    complex, sheet = ground.ground(), received.sheet
    assert sheet.erase_at == NOW + timedelta(hours=1)
    assert sheets.found(complex, received.token, now=sheet.erase_at - timedelta(seconds=1)) == sheet
    assert sheets.found(complex, received.token, now=sheet.erase_at) is None
    owed = Owed.objects.get(kind=sheets.ERASE)
    assert (owed.subject, owed.due_at) == (str(sheet.pk), sheet.erase_at)
    sheets.erase_overdue(now=sheet.erase_at - timedelta(seconds=1))
    assert HiringSheet.objects.count() == 1
    sheets.erase_overdue(now=sheet.erase_at)
    assert HiringSheet.objects.count() == 0
    for again in (sheet_results.check, sheet_results.sign):
        again(sheet.pk, now=NOW)
    sheets.erase(sheet.pk)


# --- what is taken away --------------------------------------------------------------------------
def test_files_hold_every_line_and_no_formula(cohort):
    certificate = issued(cohort)
    sheet = lists.checked([[lists.code(certificate), "홍길동"], ["=1+1", "@SUM(A1)"]])
    found = queries.result(sheet, sheets.answers(sheet))
    rows = list(csv.reader(io.StringIO(queries.csv(found).removeprefix("\ufeff"))))
    assert [row[:3] for row in rows[1:]] == [["1", lists.code(certificate), "홍길동"], ["2", "'=1+1", "'@SUM(A1)"]]
    book = load_workbook(io.BytesIO(queries.workbook(found)))
    cells = [cell for row in book.worksheets[0].iter_rows(min_row=2) for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}
    assert [book.worksheets[0].cell(3, column).value for column in (2, 3)] == ["=1+1", "@SUM(A1)"]


def test_paper_is_composed_with_instant_log_counts_and_fingerprint(cohort, drawn, monkeypatch):
    data = lists.csv([[lists.code(issued(cohort)), "홍길동"], [UNKNOWN, "<b>홍</b>"]])
    attached = []
    monkeypatch.setattr(sheet_results.paper, "attached", lambda drawing, text: attached.append(text) or drawing)
    sheet = sheets.receive(ground.ground(), data=data, client="c", now=NOW).sheet
    sheets.ask(sheet, columns=Columns(), now=NOW)
    sheet_results.check(sheet.pk, now=NOW)
    sheet_results.sign(sheet.pk, now=NOW)
    head = TreeHead.objects.get()
    text = drawn[-1].html
    shown = ["2026. 11. 23.(월)", hashlib.sha256(data).hexdigest(), base64.b64encode(bytes(head.root)).decode(),
             "&lt;b&gt;홍&lt;/b&gt;"]  # fmt: skip
    assert [piece for piece in shown if piece not in text] == []
    assert attached[0].count("\r\n") == 3
    sheet.refresh_from_db()
    assert sheets.paper(sheet).startswith(b"%PDF-1.7 stand-in")


# --- pages ---------------------------------------------------------------------------------------
@pytest.fixture
def browser():
    return Client(headers={"accept-language": "en"})


def heading(response) -> str:
    return re.sub(r"\s+", " ", re.search(r"<h1[^>]*>(.*?)</h1>", response.content.decode(), re.DOTALL)[1]).strip()


def test_list_goes_from_upload_to_answers(cohort, browser):
    certificate = issued(cohort)
    data = lists.xlsx([["코드", "이름"], [lists.code(certificate), "홍길동"], [UNKNOWN, "김철수"]])
    sent = browser.post("/verify/sheet/", {"file": SimpleUploadedFile("지원자.xlsx", data)})
    assert (sent.status_code, sent.url.startswith("/verify/sheet/")) == (302, True)
    assert heading(browser.get(sent.url)) == "How the list was read"
    asked = {"what": "0", "second": "-1", "name": "1", "headed": "on"}
    looked = browser.post(f"{sent.url}start/", {**asked, "headed": "", "look": "1"})
    assert (looked.status_code, "3 lines." in looked.content.decode()) == (200, True)
    assert browser.post(f"{sent.url}start/", asked).url == sent.url
    assert heading(browser.get(sent.url)) == "The list is being checked"
    assert "every 1s" in browser.get(sent.url, headers={"hx-request": "true"}).content.decode()
    sheet_results.check(HiringSheet.objects.get().pk, now=NOW)
    answered = browser.get(sent.url)
    assert (heading(answered), answered.headers["Cache-Control"]) == ("1 of 2 valid · 1 to look at", "no-store")
    text = answered.content.decode()
    assert ("김철수" in text, "홍길동" in text) == (True, False)  # what needs a look comes first
    assert "홍길동" in browser.get(f"{sent.url}?show=valid").content.decode()
    assert browser.get(f"{sent.url}result.csv").content.decode().count("\r\n") == 3
    assert browser.get(f"{sent.url}result.xlsx").content[:2] == b"PK"
    assert browser.get(f"{sent.url}result.pdf").url == sent.url  # not drawn yet
    assert browser.get(sent.url, headers={"hx-request": "true"}).headers["HX-Refresh"] == "true"
    assert browser.post(f"{sent.url}erase/").url == "/verify/sheet/"
    assert (browser.get(sent.url).status_code, HiringSheet.objects.count()) == (404, 0)


def test_pasted_list_is_read_and_wrong_ones_are_told_why(standing, browser):
    pasted = browser.post("/verify/sheet/", {"pasted": f"{UNKNOWN} 홍길동\n{UNKNOWN} 김철수"})
    assert "2 lines." in browser.get(pasted.url).content.decode()
    for data, status, sentence in (
        ({}, 422, "Choose a file, or paste the list."),
        ({"pasted": "900101-1234567 홍길동"}, 422, "resident registration number"),
        ({"file": SimpleUploadedFile("a.xlsx", lists.xlsx([["=1+1", "a"]]))}, 422, "Cell A1 holds a formula"),
        ({"file": SimpleUploadedFile("a.csv", bytes(3_000_000))}, 422, "larger than 2 MB"),
    ):
        response = browser.post("/verify/sheet/", data)
        assert (response.status_code, sentence in response.content.decode()) == (status, True), sentence


def test_sender_past_the_limit_is_told_when_to_come_back(standing, browser, monkeypatch):
    monkeypatch.setattr(guesses, "SHEETS", guesses.Limit("sheet", 1, 3600))
    browser.post("/verify/sheet/", {"pasted": f"{UNKNOWN} 홍길동"})
    response = browser.post("/verify/sheet/", {"pasted": f"{UNKNOWN} 홍길동"})
    assert (response.status_code, response.headers["Retry-After"]) == (429, str(3600 - 60))


def test_wrong_columns_are_refused_in_place(standing, browser):
    sent = browser.post("/verify/sheet/", {"pasted": f"{UNKNOWN},홍길동"})
    response = browser.post(f"{sent.url}start/", {"what": "7", "second": "-1", "name": "1"})
    assert (response.status_code, HiringSheet.objects.get().asked_at) == (422, None)
    alone = browser.post(f"{sent.url}start/", {"what": "0", "second": "-1", "name": "1", "headed": "on"})
    assert "Below the heads there is no line." in alone.content.decode()
