"""The background's part in a hiring sheet: check it, then draw and sign the result."""

import base64
import json
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from certificates import pdf
from certificates.models import HiringSheet, Verification
from certificates.pdf import sheets as paper
from certificates.queries import sheets as queries
from certificates.queries import tree
from certificates.services import sheet_checking, sheets, vault
from certificates.services.sheet_checking import CHUNK, Asking, Found
from certificates.signing import pades, papers
from certificates.states import Question, RowAnswer, Truth
from training.core import metrics, outbox

TRUTH_OF = {RowAnswer.NEVER_ISSUED: Truth.NEVER_ISSUED, RowAnswer.NO_MATCH: Truth.NO_MATCH,
            RowAnswer.LIMITED: Truth.LIMITED}  # fmt: skip


def check(sheet_id: int, *, now: datetime) -> None:
    """Answer every line and keep the answers; nothing where that is done or the sheet is erased."""
    sheet = HiringSheet.objects.select_related("complex__site").filter(pk=sheet_id, checked_at=None).first()
    if sheet is None or sheet.asked_at is None or sheet.erase_at <= now:
        return
    log = tree.of(sheet.complex)
    asking = Asking(sheet.complex, sheet.asker, tree.head(log) if log else None, now)
    lines, found = sheets.questions(sheet), list[Found]()
    for start in range(0, len(lines), CHUNK):
        found += sheet_checking.chunk(asking, lines[start : start + CHUNK])
        HiringSheet.objects.filter(pk=sheet.pk).update(done=len(found))
    _keep(sheet, asking, found)


def sign(sheet_id: int, *, now: datetime) -> None:
    """Draw and sign the result, with every line inside as CSV; nothing where that is done or the sheet is erased."""
    sheet = HiringSheet.objects.select_related("complex__site").filter(pk=sheet_id, paper_sealed="").first()
    if sheet is None or sheet.checked_at is None or sheet.erase_at <= now:
        return
    with translation.override(sheet.language):
        result = queries.result(sheet, sheets.answers(sheet))
        drawn = paper.attached(pdf.render(paper.compose(result)), queries.csv(result))
        wording = pades.Wording(
            reason=_("Result of a check of certificates"), place=result.issuer, label=result.issuer
        )  # fmt: skip
    signed = papers.signed(drawn, owner=sheet.complex.key, wording=wording).pdf
    sealed = vault.seal(base64.b64encode(signed).decode())
    HiringSheet.objects.filter(pk=sheet.pk, paper_sealed="", checked_at__isnull=False).update(paper_sealed=sealed)


@transaction.atomic
def _keep(sheet: HiringSheet, asking: Asking, found: list[Found]) -> None:
    """The answers, that each certificate was asked about, and the signed paper as owed work."""
    head = asking.head
    kept = HiringSheet.objects.filter(pk=sheet.pk, checked_at=None).update(
        answers_sealed=vault.seal(json.dumps([one.stored() for one in found])),
        checked_at=asking.now,
        log_size=head.size if head else None,
        log_root=base64.b64encode(bytes(head.root)).decode() if head else "",
    )
    if not kept:
        return
    asked = [one for one in found if one.truth or one.answer in TRUTH_OF]
    Verification.objects.bulk_create(
        Verification(
            complex=sheet.complex,
            certificate_id=one.certificate,
            question=Question.SHEET,
            answer=one.truth or TRUTH_OF[RowAnswer(one.answer)],
            name_matched=one.matched,
            at=asking.now,
        )
        for one in asked
    )
    for one in asked:
        metrics.ANSWERS.labels(str(Question.SHEET), str(one.truth or TRUTH_OF[RowAnswer(one.answer)])).inc()
    outbox.owe(sheets.SIGN, sheet.pk, now=asking.now, complex_id=sheet.complex_id)
