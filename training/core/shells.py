"""A page drawn once with marks where its words go, and filled for each reader after that.

Drawing a page by templates costs more than anything else of a short answer. What a template decides (which parts are
there, in which language, under which brand) is in the key; what it only prints is a mark, filled later and escaped.
"""

import re
from collections.abc import Callable, Mapping
from threading import Lock

from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe

KEPT = 200  # pages in one process; beyond it the one that was drawn first goes
BEGINS, ENDS = "\ue000", "\ue001"  # of a mark: letters of nobody's, which no text of the platform holds
Draw = Callable[[Mapping[str, str]], str]


class Shells:
    """The drawn pages of one process."""

    def __init__(self) -> None:
        self._kept: dict[object, list[str]] = {}
        self._lock = Lock()

    def filled(self, key: object, draw: Draw, values: Mapping[str, str]) -> SafeString:
        """The page of this key with these values. `draw` gets a mark for each and is called only for a new key."""
        pieces = self._kept.get(key)
        if pieces is None:
            pieces = self._keep(key, draw({name: f"{BEGINS}{name}{ENDS}" for name in values}))
        filled = [conditional_escape(values[piece]) if place % 2 else piece for place, piece in enumerate(pieces)]
        return mark_safe("".join(filled))  # noqa: S308 - templates wrote the odd pieces, the others are escaped

    def _keep(self, key: object, drawn: str) -> list[str]:
        pieces = re.split(f"{BEGINS}(.*?){ENDS}", drawn)
        with self._lock:
            self._kept[key] = pieces
            while len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
        return pieces
