"""Files that were read before the blocks that show them, in one question for all blocks of a lesson."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

_at_hand: ContextVar[dict[Any, dict[int, Any]] | None] = ContextVar("files_at_hand", default=None)


@contextmanager
def files_at_hand(files: dict[Any, dict[int, Any]]) -> Iterator[None]:
    """For as long as this lasts, blocks take their files of each model from these and ask the database for none."""
    token = _at_hand.set(files)
    try:
        yield
    finally:
        _at_hand.reset(token)


def at_hand(model: Any, keys: set[Any]) -> dict[int, Any]:
    """The files with these ids: those at hand if they are all there, else read in one question. No file has id None."""
    asked = keys - {None}
    known = (_at_hand.get() or {}).get(model, {})
    found: dict[int, Any] = known if asked <= known.keys() else model.objects.in_bulk(asked)
    return found
