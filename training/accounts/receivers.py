"""Who came in, who was refused and what changed about signing in: into the log, by ids alone."""

from typing import Any

import structlog
from allauth.account import signals as account
from allauth.mfa import signals as mfa
from django.contrib.auth import signals as auth
from django.dispatch import receiver

log = structlog.get_logger(__name__)


@receiver(auth.user_logged_in, dispatch_uid="accounts.log_in")
def signed_in(user: Any, **_: Any) -> None:
    log.info("signed_in", user=user.pk)


@receiver(auth.user_logged_out, dispatch_uid="accounts.log_out")
def signed_out(user: Any, **_: Any) -> None:
    log.info("signed_out", user=user.pk if user else None)


@receiver(auth.user_login_failed, dispatch_uid="accounts.log_failure")
def refused(**_: Any) -> None:
    """Whose address was tried is not said: it may belong to somebody who has nothing to do with us."""
    log.warning("sign_in_refused", factor="password")


@receiver(mfa.authentication_failed, dispatch_uid="accounts.log_second_failure")
def refused_second(user: Any, **_: Any) -> None:
    log.warning("sign_in_refused", factor="second", user=user.pk)


CHANGES = {
    "password_set": account.password_set,
    "password_changed": account.password_changed,
    "password_reset": account.password_reset,
    "email_changed": account.email_changed,
    "email_added": account.email_added,
    "email_removed": account.email_removed,
    "second_factor_added": mfa.authenticator_added,
    "second_factor_removed": mfa.authenticator_removed,
    "recovery_codes_made_anew": mfa.authenticator_reset,
}


def register() -> None:
    """Called once, from `ready()`."""
    for event, signal in CHANGES.items():
        signal.connect(_changed(event), dispatch_uid=f"accounts.{event}", weak=False)


def _changed(event: str) -> Any:
    def changed(user: Any, **_: Any) -> None:
        log.info(event, user=user.pk)

    return changed
