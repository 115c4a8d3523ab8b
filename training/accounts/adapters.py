"""How allauth speaks to our accounts."""

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Everybody may sign up; the role comes later, from an application or a membership."""
