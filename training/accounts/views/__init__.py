"""The person's own page, roles, and the pages of DEMO."""

from training.accounts.views.access import access, access_file
from training.accounts.views.demo import demo, demo_mail
from training.accounts.views.privacy_desk import privacy_desk
from training.accounts.views.profile import give_consent, profile, withdraw_consent
from training.accounts.views.roles import grant_role, people, revoke_role

__all__ = [
    "access",
    "access_file",
    "demo",
    "demo_mail",
    "give_consent",
    "grant_role",
    "people",
    "privacy_desk",
    "profile",
    "revoke_role",
    "withdraw_consent",
]
