"""The search index of many objects at once: a loader saves first and indexes together at the end."""

from contextvars import ContextVar
from typing import Any

Saved = dict[tuple[type[Any], Any], None]  # (model, primary key), in the order of saving
collecting: ContextVar[Saved | None] = ContextVar("courses_collecting_saved_objects", default=None)


class IndexedTogether:
    """A mixin of what the search knows. While a loader collects, no object is indexed by itself."""

    def get_indexed_instance(self) -> Any:
        if collecting.get() is not None:
            return None
        return super().get_indexed_instance()  # type: ignore[misc]  # modelsearch.index.Indexed has it
