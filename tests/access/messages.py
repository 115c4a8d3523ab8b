"""Rules of notices, messages, their words, and sheets."""

from enrollment.models import SheetImport
from tests.access.rules import Rule, only
from tests.access.seats import OPERATORS, desk
from tests.cast import Cast
from tests.enrollment.messages import build
from training.core import clock
from training.core.models import Delivery

STAFF = only("instructor", "other_instructor", "lead", "operator", "admin")
WORDS = "/desk/messages/words/offer_made/ko/"


def _notice(cast: Cast) -> str:
    return f"/teach/notices/{build.write(cast, token='access').pk}/"


def _message(rest: str = ""):
    def address(cast: Cast) -> str:
        build.write(cast, token="access")
        return f"/desk/messages/{Delivery.objects.first().pk}/{rest}"

    return address


def _sheet(rest: str = ""):
    def address(cast: Cast) -> str:
        given = {"complex": cast.complex, "uploaded_at": clock.now(), "uploaded_by": cast.operator, "state": "ready"}
        return f"/desk/sheets/{SheetImport.objects.create(cohort=cast.cohort, name='a.csv', **given).pk}/{rest}"

    return address


RULES = {
    "enrollment:sent_notices": Rule(lambda cast: "/teach/notices/", STAFF),
    "enrollment:write_notice": Rule(lambda cast: "/teach/notices/new/", STAFF),
    "enrollment:sent_notice": Rule(_notice, only("instructor", "operator", "admin")),
    "enrollment:messages": Rule(lambda cast: "/desk/messages/", OPERATORS),
    "enrollment:message": Rule(_message(), OPERATORS),
    "enrollment:resend_message": Rule(_message("resend/"), OPERATORS, method="post"),
    "enrollment:mail_words": Rule(lambda cast: "/desk/messages/words/", OPERATORS),
    "enrollment:edit_mail_words": Rule(lambda cast: WORDS, OPERATORS),
    "enrollment:restore_mail_words": Rule(lambda cast: f"{WORDS}restore/", OPERATORS, method="post"),
    "enrollment:cohort_sheets": Rule(desk("sheets/"), OPERATORS),
    "enrollment:sheet_file": Rule(desk("sheets/roster.xlsx"), OPERATORS),
    "enrollment:sheet": Rule(_sheet(), OPERATORS),
    "enrollment:confirm_sheet": Rule(_sheet("confirm/"), OPERATORS, method="post"),
    "enrollment:undo_sheet": Rule(_sheet("undo/"), OPERATORS),
    "enrollment:discard_sheet": Rule(_sheet("discard/"), OPERATORS, method="post"),
}
