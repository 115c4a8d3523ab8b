"""Everybody signed in once for many routes, each of which leaves nothing behind."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from copy import deepcopy
from http.cookies import SimpleCookie

from django.db import transaction
from django.test import Client

from tests.cast import Cast
from training.accounts.models import User

AT_ONCE = 16


def parts(routes: Sequence[str]) -> list[list[str]]:
    """The routes in parts: a cast and its sessions are made once for each, which costs more than the requests."""
    return [list(routes[start : start + AT_ONCE]) for start in range(0, len(routes), AT_ONCE)]


def of(routes: list[str]) -> str:
    """What a part is called in a report."""
    return f"{routes[0]} to {routes[-1]}"


class Doors:
    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self._cookies = {name: _session(person) for name, person in cast.people().items()}

    def client(self, name: str) -> Client:
        """A browser of this person, which knows nothing of the route before."""
        client = Client(raise_request_exception=False)
        client.cookies.update(self._cookies[name])
        return client

    @contextmanager
    def route(self) -> Iterator[Cast]:
        """The cast as it was made; what is done with it is undone."""
        with transaction.atomic():
            yield deepcopy(self.cast)
            transaction.set_rollback(True)


def _session(person: User | None) -> SimpleCookie:
    client = Client()
    if person:
        client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client.cookies
