"""Who may read what the platform measures of itself: a token, or an address that was allowed; nobody by default."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

BEARER = "Bearer "


def may_read_metrics(request: HttpRequest) -> bool:
    return _shows_token(request) or _is_allowed(_asks_from(request))


def _shows_token(request: HttpRequest) -> bool:
    shown = request.headers.get("Authorization", "")
    token = str(settings.METRICS_TOKEN)
    return bool(token) and shown.startswith(BEARER) and constant_time_compare(shown.removeprefix(BEARER), token)


def _asks_from(request: HttpRequest) -> str:
    """The address our proxy saw, or, where none stands between, the one that opened the connection."""
    behind_proxy = settings.ALLAUTH_TRUSTED_PROXY_COUNT > 0  # else the header is whatever a stranger wrote
    forwarded = request.headers.get("X-Forwarded-For", "") if behind_proxy else ""
    return forwarded.rpartition(",")[2].strip() if forwarded else str(request.META.get("REMOTE_ADDR", ""))


def _is_allowed(address: str) -> bool:
    try:
        asked = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(asked in ipaddress.ip_network(network, strict=False) for network in settings.METRICS_ALLOWED)
