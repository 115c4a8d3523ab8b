"""The mails about a person's own data, and which words an operator may put into each."""

from django.utils.translation import gettext_lazy as _

from training.core.letters import register


def register_all() -> None:
    """Called once, from `ready()`."""
    until = {"until": ("2026. 12. 5.(토) 18:00까지", "until 5 Dec 2026 (Sat) 18:00")}
    register("export_ready", _("Copy of one's data ready"), until, demanded="until")
    register("accounts_merged", _("Two accounts merged"), {})
    register("request_answered", _("Request about one's data answered"), {}, also={"done": True})
    register(
        "breach_told",
        _("Breach of personal data"),
        {
            "items": ("이름, 전자우편 주소", "name, mail address"),
            "at": ("2026. 12. 1.(화) 09:00", "1 Dec 2026 (Tue) 09:00"),
            "details": ("비밀번호를 바꾸어 주세요.", "Please change your password."),
        },
        demanded="items at details",
    )
