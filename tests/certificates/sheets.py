"""Lists as employers send them."""

import io

from openpyxl import Workbook

from certificates.models import Certificate, HiringSheet
from certificates.services import sheet_results, sheets
from tests import factories as ground
from tests.certificates import factories

NOW = ground.NOW
CLIENT = "198.51.100.7"


def csv(rows, *, encoding="utf-8") -> bytes:
    return "\r\n".join(",".join(row) for row in rows).encode(encoding)


def xlsx(rows) -> bytes:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def received(rows, *, client=CLIENT, now=NOW) -> sheets.Received:
    """Kept as if it had been read by the sealed process, which has tests of its own."""
    cells = list(enumerate(rows, start=1))
    return sheets.keep(ground.ground(), cells, data=csv(rows), client=client, now=now)


def checked(rows, *, client=CLIENT, now=NOW) -> HiringSheet:
    """Received, asked as its columns were guessed, and answered."""
    sheet = received(rows, client=client, now=now).sheet
    sheets.ask(sheet, columns=sheets.Columns.parsed(sheet.columns), now=now)
    sheet_results.check(sheet.pk, now=now)
    return HiringSheet.objects.select_related("complex__site").get(pk=sheet.pk)


def answers(sheet: HiringSheet) -> list[str]:
    return [one["answer"] for one in sheets.answers(sheet)]


def code(certificate: Certificate) -> str:
    return factories.code_of(certificate)
