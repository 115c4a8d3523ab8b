"""The person's own page, roles, and the pages of DEMO."""

from training.accounts.views.demo import demo, demo_mail
from training.accounts.views.profile import give_consent, profile, withdraw_consent
from training.accounts.views.roles import grant_role, people, revoke_role

__all__ = [
    "demo",
    "demo_mail",
    "give_consent",
    "grant_role",
    "people",
    "profile",
    "revoke_role",
    "withdraw_consent",
]
