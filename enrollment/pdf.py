"""Papers of attendance, drawn on the server in the sealed process, in the language of who asks for them."""

from datetime import datetime
from typing import Any

import structlog
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from enrollment.models import Claim, Cohort, Enrollment, Session
from enrollment.queries import attendance_xlsx
from enrollment.queries.attendance_book import Book
from enrollment.queries.attendance_marks import legend
from training.core import words
from training.core.errors import DomainError
from training.core.paper import Document, RenderFailed, Sealed

log = structlog.get_logger(__name__)
RENDER_SECONDS = 25.0  # a browser waits


class NotDrawn(DomainError):
    """The sealed process gave no paper."""

    status = 503


def draw(document: Document) -> bytes:
    """The PDF. Papers are rare, so the process ends with each: no server keeps one waiting in its memory."""
    sealed = Sealed(render_seconds=RENDER_SECONDS)
    try:
        return sealed.render(document)
    except RenderFailed as error:
        log.error("paper_not_drawn", trouble=error.trouble, detail=error.detail)
        raise NotDrawn(_("The paper could not be drawn now. Print the page from your browser instead.")) from error
    finally:
        sealed.end()


def sheet(session: Session, people: list[Enrollment], *, now: datetime) -> Document:
    """The paper sheet for a power cut."""
    times = f"{words.date_words(session.day)} {words.time24(session.starts_at)}–{words.time24(session.ends_at)}"
    where = f" · {session.room}" if session.room else ""
    lines = [str(session.cohort), f"{session} · {times}{where}"]
    return _document("sheet", _("Paper sheet"), session.cohort, lines, now, people=people)


def register(cohort: Cohort, claims: list[Claim], *, now: datetime) -> Document:
    """The register of corrections (출석입력요청대장, 국민내일배움카드 운영규정 §34④ and 별지 18호)."""
    course = _("Course: %(course)s · cohort %(number)d") % {"course": cohort.course, "number": cohort.number}
    return _document("register", _("Register of corrections"), cohort, [course], now, claims=claims)


def book(found: Book) -> Document:
    """The attendance book of a unit period."""
    lines = [str(found.cohort), *attendance_xlsx.head_lines(found)[1:]]
    return _document(
        "book", _("Attendance book"), found.cohort, lines, found.made_at, book=found, legend=legend(),
        heads=attendance_xlsx.total_heads(),
        table=[(row, attendance_xlsx.total_figures(row)) for row in found.rows],
    )  # fmt: skip


def _document(name: str, title: str, cohort: Cohort, lines: list[str], now: datetime, **more: Any) -> Document:
    context = {
        "title": title, "about": cohort, "complex": cohort.complex, "lines": lines, "made_at": now, **more,
    }  # fmt: skip
    return Document(html=render_to_string(f"enrollment/paper/{name}.html", context))
