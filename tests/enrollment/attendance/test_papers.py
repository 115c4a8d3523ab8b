"""Papers of attendance are drawn on the server: every word is there, tagged, with page numbers, on A4."""

import io
import os
import unicodedata
from pathlib import Path

import pypdf
import pytest

from enrollment import pdf
from enrollment.models import SeatPool
from enrollment.queries import attendance_book, claims, teach
from enrollment.rules.claims import Asked
from enrollment.services import attendance
from enrollment.services import claims as claim_services
from enrollment.states import EventSource
from tests import factories
from tests.enrollment.attendance.build import at
from tests.enrollment.attendance.conftest import signed_in
from training.core.models import AuditEntry

pytestmark = pytest.mark.django_db
PORTRAIT, LANDSCAPE = (595, 842), (842, 595)


def read(content: bytes, name: str) -> tuple[pypdf.PdfReader, list[str]]:
    if kept := os.environ.get("PAPERS"):  # to look at them
        Path(kept, f"{name}.pdf").write_bytes(content)
    found = pypdf.PdfReader(io.BytesIO(content))
    pages = [unicodedata.normalize("NFC", " ".join(page.extract_text().split())) for page in found.pages]
    return found, pages


def is_tagged(found: pypdf.PdfReader) -> bool:
    return bool(found.trailer["/Root"]["/MarkInfo"]["/Marked"]) and "/StructTreeRoot" in found.trailer["/Root"]


def size(found: pypdf.PdfReader) -> tuple[int, int]:
    return round(found.pages[0].mediabox.width), round(found.pages[0].mediabox.height)


WHY = {"reason": "report"}


@pytest.fixture
def operator(room):
    return factories.MembershipFactory(complex=room.cohort.complex, role="operator").user


def test_sheet_of_a_class_of_fifty_has_every_name_once_and_its_heads_on_every_page(room, travel):
    SeatPool.objects.update(capacity=50)
    for n in range(49):
        factories.EnrollmentFactory(complex=room.cohort.complex, cohort=room.cohort, trainee__name=f"훈련{n:02}")
    answer = signed_in(room.instructor).post(f"/teach/sessions/{room.session.pk}/sheet.pdf", WHY)
    found, pages = read(answer.content, "sheet")

    assert (answer["Content-Type"], answer.status_code) == ("application/pdf", 200)
    assert (is_tagged(found), size(found), found.trailer["/Root"]["/Lang"]) == (True, PORTRAIT, "ko")
    assert [page.count("입실") for page in pages] == [1] * len(pages)
    assert [f"{n} / {len(pages)}" in page for n, page in enumerate(pages, 1)] == [True] * len(pages)
    names = [person.trainee.name for person in teach.people(room.session)]
    assert [" ".join(pages).count(name) for name in names] == [1] * 50


def test_book_as_pdf_holds_what_the_page_holds_and_is_recorded(room, operator, travel):
    attendance.record(
        room.session, trainee=room.trainee, kind="in", at=at("09:20"), source=EventSource.QR, now=at("09:20")
    )
    attendance.record(
        room.session, trainee=room.trainee, kind="out", at=at("18:00"), source=EventSource.QR, now=at("18:00")
    )
    travel.move_to(at("18:30"))
    answer = signed_in(operator).post(f"/desk/cohorts/{room.cohort.pk}/units/1/book.pdf", WHY)
    found, pages = read(answer.content, "book")

    assert (is_tagged(found), size(found)) == (True, LANDSCAPE)
    book = attendance_book.book(room.cohort, attendance_book.period_of(room.cohort, 1), now=at("18:30"))
    assert [word in pages[0] for word in (room.trainee.name, "출석부", "지", book.rows[0].rate)] == [True] * 4
    assert AuditEntry.objects.get(action="attendance taken").facts == {"form": "pdf", "unit": 1}


def test_register_has_the_fields_of_the_form(room, operator, travel):
    """과정명, 기수, 발생일, 신청일, 훈련생명, 사유, 입실시각, 퇴실시각, 담당자 서명 (별지 18호)."""
    asked = Asked(
        "correction", "device", at("09:00").date(), at("09:00").date(), at("09:00").time(), at("18:00").time()
    )
    claim_services.file(room.enrollment, asked=asked, text="단말기가 꺼졌습니다.", by=room.trainee, now=at("18:30"))
    travel.move_to(at("18:40"))
    answer = signed_in(operator).post(f"/desk/cohorts/{room.cohort.pk}/corrections.pdf", WHY)
    found, pages = read(answer.content, "register")

    assert (is_tagged(found), size(found), len(claims.register(room.cohort))) == (True, LANDSCAPE, 1)
    said = [
        room.cohort.course.title_ko, f"{room.cohort.number}기", "2026. 11. 23.", "18:30", room.trainee.name, "정전",
        "09:00", "18:00", "담당자 서명",
    ]  # fmt: skip
    assert [word for word in said if word not in pages[0]] == []


def test_paper_that_cannot_be_drawn_says_what_to_do(room, desk, travel, settings, tmp_path):
    settings.FONT_DIR = str(tmp_path)
    answer = desk.post(f"/teach/sessions/{room.session.pk}/sheet.pdf", WHY)

    assert answer.status_code == 503
    assert "브라우저에서 인쇄" in answer.content.decode()


def test_name_is_only_letters_on_the_paper(room):
    room.trainee.name = '<img src="file:///etc/passwd">'
    room.enrollment.trainee = room.trainee
    assert "&lt;img" in pdf.sheet(room.session, [room.enrollment], now=at("09:00")).html
