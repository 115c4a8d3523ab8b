"""The mails about certificates, and which words an operator may put into each."""

from django.utils.translation import gettext_lazy as _

from training.core.letters import Sample, register

ABOUT: dict[str, Sample] = {
    "title": ("수료증", "Certificate of completion"),
    "course": ("배터리 셀 제조공정 실무", "Practical battery cell manufacturing"),
}
DAY: dict[str, Sample] = {"day": ("2027. 6. 30.", "30 June 2027")}
REASON: dict[str, Sample] = {"reason": ("기재 사항 오류", "an error in what it says")}


def register_all() -> None:
    """Called once, from `ready()`."""
    register("certificate_issued", _("Certificate issued"), ABOUT, demanded="title course", also={"replaces": ""})
    register("certificate_revoked", _("Certificate revoked"), {**ABOUT, **REASON}, demanded="title course reason")
    register("certificate_expires", _("Certificate ends soon"), {**ABOUT, **DAY}, demanded="title day")
