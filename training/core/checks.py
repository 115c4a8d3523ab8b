"""What `check --deploy` refuses on a production host."""

from typing import Any

from django.conf import settings
from django.core.checks import Error, register


@register(deploy=True)
def demo_is_off(app_configs: Any, **_: Any) -> list[Error]:
    """DEMO has sample accounts with a known password and keys made on the spot."""
    if not settings.DEMO:
        return []
    return [Error("DEMO is set on a production host. Unset DEMO.", id="core.E001")]
