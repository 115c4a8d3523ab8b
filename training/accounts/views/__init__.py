"""The person's own page, roles, and the pages of DEMO."""

from training.accounts.views.access import access, access_file
from training.accounts.views.breaches import breach, breach_register, record_breach
from training.accounts.views.consent_desk import agree_again, consent_text, consent_texts
from training.accounts.views.demo import demo, demo_mail
from training.accounts.views.duplicates import compare, duplicates, tell_apart
from training.accounts.views.privacy import (
    ask_correction,
    ask_erasure,
    ask_export,
    export_file,
    privacy,
    take_back_request,
)
from training.accounts.views.privacy_desk import privacy_desk
from training.accounts.views.profile import give_consent, profile, withdraw_consent
from training.accounts.views.requests_desk import (
    confirm_erasure,
    kept_apart,
    open_kept_apart,
    privacy_request,
    privacy_requests,
    retention_page,
)
from training.accounts.views.roles import grant_role, people, revoke_role
from training.accounts.views.sessions import end_other_sessions, end_session, own_sessions

__all__ = [
    "access",
    "access_file",
    "agree_again",
    "ask_correction",
    "ask_erasure",
    "ask_export",
    "breach",
    "breach_register",
    "compare",
    "confirm_erasure",
    "consent_text",
    "consent_texts",
    "demo",
    "demo_mail",
    "duplicates",
    "end_other_sessions",
    "end_session",
    "export_file",
    "give_consent",
    "grant_role",
    "kept_apart",
    "open_kept_apart",
    "own_sessions",
    "people",
    "privacy",
    "privacy_desk",
    "privacy_request",
    "privacy_requests",
    "profile",
    "record_breach",
    "retention_page",
    "revoke_role",
    "take_back_request",
    "tell_apart",
    "withdraw_consent",
]
