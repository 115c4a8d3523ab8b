"""What `check --deploy` refuses on a production host."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register


@register(deploy=True)
def demo_is_off(app_configs: Any, **_: Any) -> list[Error]:
    """DEMO has sample accounts with a known password and keys made on the spot."""
    if not settings.DEMO:
        return []
    return [Error("DEMO is set on a production host. Unset DEMO.", id="core.E001")]


@register(deploy=True)
def people_are_reached(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Mail into a folder is for trying the platform; a certificate needs a witness of its time."""
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND.endswith("filebased.EmailBackend"):
        found.append(Warning("Mail is written into a folder, and nobody receives it. Set EMAIL_URL.", id="core.W001"))
    if not settings.TIMESTAMP_URL and not settings.MAKE_KEYS:
        found.append(Warning("Without TIMESTAMP_URL no certificate is issued. Name a service.", id="core.W002"))
    return found
