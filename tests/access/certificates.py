"""Rules of certificates."""

from certificates.models import Certificate, HeadStamp, Revocation, TreeHead
from certificates.services import batches, designs, disclosures, issuing, sheet_results, sheets, storing
from certificates.states import Field, RevocationReason
from courses.services import authors
from enrollment.models import Decision
from enrollment.states import EnrollmentState
from tests import factories as ground
from tests.access.rules import EVERYONE, Rule, only
from tests.cast import Cast
from tests.certificates import factories
from training.core import clock

OPERATORS = only("operator", "admin")


def _decision(cast: Cast) -> Decision:
    """The cast's trainee completed."""
    enrollment = cast.trainee.enrollments.get()
    type(enrollment).objects.filter(pk=enrollment.pk).update(state=EnrollmentState.COMPLETED)
    enrollment.refresh_from_db()
    return enrollment.decisions.first() or factories.DecisionFactory(complex=cast.complex, enrollment=enrollment)


def _intended(cast: Cast) -> Certificate:
    decision = _decision(cast)
    return Certificate.objects.filter(person=cast.trainee).first() or factories.intended(decision)


def _issued(cast: Cast) -> Certificate:
    """Issued with a file that nobody had to draw."""
    certificate = _intended(cast)
    if not certificate.files.exists():
        storing.store(certificate, b"%PDF-1.7", number=1, now=ground.NOW)
        issuing.issue(certificate.pk, now=ground.NOW)
    return certificate


def _batch(cast: Cast, act: str) -> str:
    _decision(cast)
    if not Certificate.objects.exists():
        batches.start(cast.cohort, by=cast.operator, now=ground.NOW)
    return f"/desk/cohorts/{cast.cohort.pk}/certificates/{act}/"


def _of(act: str, make=_issued):
    return lambda cast: f"/desk/certificates/{make(cast).pk}/{act}"


def _stamp(cast: Cast) -> str:
    _issued(cast)
    head = TreeHead.objects.get()
    stamped = {"token": b"", "stamped_at": ground.NOW, "authority": "", "is_demonstration": True}
    HeadStamp.objects.get_or_create(head=head, defaults=stamped)
    return f"/log/stamp/{head.size}/note"


def _code(cast: Cast) -> str:
    return f"/verify/{factories.code_of(_issued(cast))}/"


def _sheet(cast: Cast, act: str = "", *, checked: bool = False) -> str:
    """A list that a stranger sent; answered where its answers are asked for."""
    sent = sheets.keep(cast.complex, [(1, ["제2026-충북-9999호", "아무개"])], data=b"", client="a", now=clock.now())
    if checked:
        sheets.ask(sent.sheet, columns=sheets.Columns(), now=clock.now())
        sheet_results.check(sent.sheet.pk, now=clock.now())
    return f"/verify/sheet/{sent.token}/{act}"


def _link(cast: Cast, *, act: str = "") -> str:
    return f"/verify/link/{_made(cast).token}/{act}"


def _made(cast: Cast, *, fields: tuple[Field, ...] = (Field.NAME, Field.PDF)) -> disclosures.Made:
    certificate = _issued(cast)
    Certificate.objects.filter(pk=certificate.pk).update(state="issued")
    asked = {"recipient": "오창셀", "fields": fields, "days": 7}
    return disclosures.make(certificate, **asked, by=cast.trainee, now=clock.now())


def _own_link(cast: Cast) -> str:
    made = _made(cast)
    return f"/learn/certificates/{made.disclosure.certificate_id}/links/{made.disclosure.pk}/withdraw/"


def _log(path: str):
    """An address of the log, which holds one certificate."""
    return lambda cast: _issued(cast) and path


def _cms(path: str = ""):
    """An address of the designs, whose doors stand open to operators once they hold their group."""

    def address(cast: Cast) -> str:
        for person in (cast.lead, cast.admin, cast.operator, cast.employer):
            authors.set_staff(person, cast.complex)
        design = designs.current(cast.complex, kind="completion", now=ground.NOW)
        return f"/cms/certificate-designs/{path.format(pk=design.pk)}"

    return address


def _revocation(cast: Cast) -> Revocation:
    certificate = _issued(cast)
    return Revocation.objects.open().first() or Revocation.objects.create(
        complex=cast.complex,
        cohort=certificate.cohort,
        code=RevocationReason.HOLDER,
        note="요청",
        proposed_by=cast.lead,
        proposed_at=ground.NOW,
    )


def _revoking(act: str = ""):
    return lambda cast: f"/desk/revocations/{_revocation(cast).pk}/{act}"


RULES = {
    "certificates:confirmations": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/confirmations/", OPERATORS),
    "certificates:confirm_enrollment": Rule(
        lambda cast: f"/desk/certificates/confirm/{cast.trainee.enrollments.get().pk}/", OPERATORS, method="post"
    ),
    "certificates:register": Rule(lambda cast: _issued(cast) and "/desk/register/", OPERATORS),
    "certificates:expiring": Rule(lambda cast: "/desk/certificates/expiring/", OPERATORS),
    "certificates:revocations": Rule(lambda cast: "/desk/revocations/", OPERATORS),
    "certificates:revoke_several": Rule(
        lambda cast: f"/desk/cohorts/{_issued(cast).cohort_id}/certificates/revoke/", OPERATORS
    ),
    "certificates:revocation": Rule(_revoking(), OPERATORS),
    "certificates:revocation_confirm": Rule(_revoking("confirm/"), OPERATORS, method="post"),
    "certificates:revocation_decline": Rule(_revoking("decline/"), OPERATORS, method="post"),
    "certificates:revocation_withdraw": Rule(_revoking("withdraw/"), only(), method="post"),
    "certificates:designs": Rule(_cms(), OPERATORS),
    "certificates:design": Rule(_cms("completion/"), OPERATORS),
    "certificates:design_preview": Rule(_cms("completion/preview/"), OPERATORS, method="post"),
    "certificates:design_specimen": Rule(_cms("versions/{pk}/"), OPERATORS),
    "certificates:verify": Rule(lambda cast: "/verify/", EVERYONE),
    "certificates:verify_file": Rule(lambda cast: "/verify/file/", EVERYONE),
    "certificates:verify_code": Rule(_code, EVERYONE),
    "certificates:verify_proof": Rule(lambda cast: f"{_code(cast)}proof/", EVERYONE),
    "certificates:sheet": Rule(lambda cast: "/verify/sheet/", EVERYONE),
    "certificates:sheet_result": Rule(_sheet, EVERYONE),
    "certificates:sheet_start": Rule(lambda cast: _sheet(cast, "start/"), EVERYONE, method="post"),
    "certificates:sheet_erase": Rule(lambda cast: _sheet(cast, "erase/"), EVERYONE, method="post"),
    "certificates:sheet_file": Rule(lambda cast: _sheet(cast, "result.csv", checked=True), EVERYONE),
    "certificates:link": Rule(_link, EVERYONE),
    "certificates:link_pdf": Rule(lambda cast: _link(cast, act="pdf/"), EVERYONE),
    "certificates:link_credential": Rule(
        lambda cast: f"/verify/link/{_made(cast, fields=(Field.CREDENTIAL,)).token}/credential.json", EVERYONE
    ),
    "certificates:make_wallet_link": Rule(
        lambda cast: f"/learn/certificates/{_issued(cast).pk}/wallet/", only("trainee")
    ),
    "certificates:make_link": Rule(lambda cast: f"/learn/certificates/{_issued(cast).pk}/links/", only("trainee")),
    "certificates:withdraw_link": Rule(_own_link, only("trainee"), method="post"),
    "certificates:api": Rule(lambda cast: "/api/", EVERYONE),
    "certificates:openapi": Rule(lambda cast: "/api/v1/openapi.json", EVERYONE),
    "certificates:verify_many": Rule(lambda cast: "/api/v1/verify/", EVERYONE, method="post"),
    "certificates:verify_json": Rule(lambda cast: f"/api/v1{_code(cast)}", EVERYONE),
    "certificates:log": Rule(lambda cast: "/log/", EVERYONE),
    "certificates:checkpoint": Rule(_log("/log/checkpoint"), EVERYONE),
    "certificates:issuer_root": Rule(_log("/log/root.pem"), EVERYONE),
    "certificates:stamp": Rule(_stamp, EVERYONE),
    "certificates:log_entries": Rule(_log("/log/tile/entries/000.p/1"), EVERYONE),
    "certificates:log_tile": Rule(_log("/log/tile/0/000.p/1"), EVERYONE),
    "certificates:status_list": Rule(_log("/status/1"), EVERYONE),
    "certificates:issuer": Rule(lambda cast: "/log/issuer.json", EVERYONE),
    "certificates:did": Rule(lambda cast: "/.well-known/did.json", EVERYONE),
    "certificates:credential": Rule(
        lambda cast: f"/learn/certificates/{_issued(cast).pk}/credential/", only("trainee", "operator", "admin")
    ),
    "certificates:proof": Rule(lambda cast: f"/learn/certificates/{_issued(cast).pk}/proof/", only("trainee")),
    "certificates:own": Rule(lambda cast: f"/learn/certificates/{_issued(cast).pk}/", only("trainee")),
    "certificates:pdf": Rule(
        lambda cast: f"/learn/certificates/{_issued(cast).pk}/pdf/", only("trainee", "operator", "admin")
    ),
    "certificates:cohort": Rule(lambda cast: f"/desk/cohorts/{cast.cohort.pk}/certificates/", OPERATORS),
    "certificates:start": Rule(lambda cast: _batch(cast, "start"), OPERATORS, method="post"),
    "certificates:rest": Rule(lambda cast: _batch(cast, "rest"), OPERATORS, method="post"),
    "certificates:pause": Rule(lambda cast: _batch(cast, "pause"), OPERATORS, method="post"),
    "certificates:resume": Rule(lambda cast: _batch(cast, "resume"), OPERATORS, method="post"),
    "certificates:retry_failed": Rule(lambda cast: _batch(cast, "retry"), OPERATORS, method="post"),
    "certificates:certificate": Rule(_of(""), OPERATORS),
    "certificates:retry": Rule(_of("retry/", _intended), OPERATORS, method="post"),
    "certificates:revoke": Rule(
        _of("revoke/"), OPERATORS, method="post", data=lambda cast: {"code": RevocationReason.HOLDER, "note": "요청"}
    ),
    "certificates:reissue": Rule(_of("reissue/"), OPERATORS, method="post", data=lambda cast: {"reason": "개명"}),
    "certificates:void": Rule(_of("void/", _intended), OPERATORS, method="post", data=lambda cast: {"reason": "취소"}),
}
