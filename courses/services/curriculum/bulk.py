"""Saving a whole curriculum: search and references are brought up to date once at the end, for what was saved.

Each page is saved three times while it is made and published, and each time Wagtail would index its whole text twice.
The indexes are written in the loader's own transaction, so that nobody finds a page that is not there.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from typing import Any

from django.db.models.signals import post_save
from wagtail.models import ReferenceIndex
from wagtail.search.backends import get_search_backends
from wagtail.signal_handlers import disable_reference_index_auto_update

from courses.models.indexing import IndexedTogether, Saved, collecting


@contextmanager
def indexed_together() -> Iterator[None]:
    """Inside, saving indexes nothing; at the end everything saved is indexed. Belongs inside a transaction."""
    saved: Saved = {}

    def note(sender: Any, instance: Any, raw: bool = False, **kwargs: Any) -> None:
        if collecting.get() is saved and not raw:
            saved[(sender, instance.pk)] = None

    token = collecting.set(saved)
    post_save.connect(note, weak=False)
    try:
        with disable_reference_index_auto_update():
            yield
    finally:
        post_save.disconnect(note)
        collecting.reset(token)
    for model, keys in groupby(sorted(saved, key=lambda each: each[0].__name__), key=lambda each: each[0]):
        _index(model, [key for _, key in keys])


def _index(model: Any, keys: list[Any]) -> None:
    refers = model in ReferenceIndex.tracked_models
    searched = issubclass(model, IndexedTogether)
    if not refers and not searched:
        return
    objects = list(model._default_manager.filter(pk__in=keys))
    if refers:
        for each in objects:
            ReferenceIndex.create_or_update_for_object(each)
    if searched:
        for each in objects:
            each.tokens_of_text = getattr(each, "tokens_of_text", str)()  # asked three times for each object
        for backend in get_search_backends(with_auto_update=True):
            backend.add_bulk(model, objects)
