"""Which of Wagtail's sites answers to a host: its own rule, in our words, so that the complex is asked for with it."""

from typing import Any


def choose(sites: list[Any], host: str, port: str) -> Any | None:
    """Out of the sites of this host and the default one: host and port, the default on this host, the only one of this
    host, else the default."""
    of_host = [site for site in sites if site.hostname == host]
    exact = [site for site in of_host if str(site.port) == port]
    standing_in = [site for site in of_host if site.is_default_site]
    default = [site for site in sites if site.is_default_site]
    only = of_host if len(of_host) == 1 else []
    return next(iter([*exact, *standing_in, *only, *default]), None)
