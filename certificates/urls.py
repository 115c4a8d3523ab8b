"""Addresses of certificates: verification, and pages below the desks of enrollment."""

from django.urls import path

from certificates import api
from certificates.views import awards, credentials, designs, desk, drop, files, log, programs, revocations, verify

app_name = "certificates"
urlpatterns = [
    path("verify/", verify.ask, name="verify"),
    path("verify/file/", drop.file, name="verify_file"),
    path("verify/<str:code>/", verify.code, name="verify_code"),
    path("verify/<str:code>/proof/", verify.proof, name="verify_proof"),
    path("api/v1/openapi.json", api.openapi, name="openapi"),
    path("api/v1/verify/", programs.many, name="verify_many"),
    path("api/v1/verify/<str:code>/", programs.one, name="verify_json"),
    path("log/", log.log, name="log"),
    path("log/checkpoint", log.checkpoint, name="checkpoint"),
    path("log/root.pem", log.issuer_root, name="issuer_root"),
    path("log/stamp/<int:size>/<str:part>", log.stamp, name="stamp"),
    path("log/tile/entries/<path:place>", log.entries, name="log_entries"),
    path("log/tile/<str:level>/<path:place>", log.tile, name="log_tile"),
    path("status/<int:number>", credentials.status_list, name="status_list"),
    path("log/issuer.json", credentials.issuer, name="issuer"),
    path(".well-known/did.json", credentials.did, name="did"),
    path("learn/certificates/<int:certificate_id>/credential/", credentials.credential, name="credential"),
    path("learn/certificates/<int:certificate_id>/", files.certificate, name="own"),
    path("learn/certificates/<int:certificate_id>/pdf/", files.pdf, name="pdf"),
    path("learn/certificates/<int:certificate_id>/proof/", files.proof, name="proof"),
    path("cms/certificate-designs/", designs.index, name="designs"),
    path("cms/certificate-designs/<slug:kind>/", designs.change, name="design"),
    path("cms/certificate-designs/<slug:kind>/preview/", designs.preview, name="design_preview"),
    path("cms/certificate-designs/versions/<int:design_id>/", designs.specimen, name="design_specimen"),
    path("desk/cohorts/<int:cohort_id>/certificates/", desk.cohort, name="cohort"),
    path("desk/cohorts/<int:cohort_id>/certificates/start/", desk.start, name="start"),
    path("desk/cohorts/<int:cohort_id>/certificates/rest/", desk.rest, name="rest"),
    path("desk/cohorts/<int:cohort_id>/certificates/pause/", desk.pause, name="pause"),
    path("desk/cohorts/<int:cohort_id>/certificates/resume/", desk.resume, name="resume"),
    path("desk/cohorts/<int:cohort_id>/certificates/retry/", desk.retry_failed, name="retry_failed"),
    path("desk/cohorts/<int:cohort_id>/certificates/revoke/", revocations.propose, name="revoke_several"),
    path("desk/revocations/", revocations.index, name="revocations"),
    path("desk/revocations/<int:revocation_id>/", revocations.revocation, name="revocation"),
    path("desk/revocations/<int:revocation_id>/confirm/", revocations.confirm, name="revocation_confirm"),
    path("desk/revocations/<int:revocation_id>/decline/", revocations.decline, name="revocation_decline"),
    path("desk/revocations/<int:revocation_id>/withdraw/", revocations.withdraw, name="revocation_withdraw"),
    path("desk/certificates/<int:certificate_id>/", desk.certificate, name="certificate"),
    path("desk/certificates/<int:certificate_id>/retry/", desk.retry, name="retry"),
    path("desk/certificates/<int:certificate_id>/revoke/", awards.revoke, name="revoke"),
    path("desk/certificates/<int:certificate_id>/reissue/", awards.reissue, name="reissue"),
    path("desk/certificates/<int:certificate_id>/void/", awards.void, name="void"),
]
