"""After a restore: whether the files are those of the log, and the log is the one that was published."""

from collections.abc import Iterator

from certificates.models import Log
from certificates.queries import tree
from certificates.rules import tiles
from certificates.services import auditing
from certificates.signing import keys, notes


def checkpoints() -> dict[str, str]:
    """The newest checkpoint of each log, by its origin, as it was given out."""
    found = {}
    for log in Log.objects.order_by("origin"):
        head = log.heads.order_by("-size").first()
        if head is not None:
            found[log.origin] = head.note
    return found


def differences(published: dict[str, str]) -> Iterator[str]:
    """One line for whatever is not as it was: every entry and file of every log, and each published checkpoint."""
    for log in Log.objects.select_related("complex").order_by("origin"):
        yield from (f"{log.origin}: {found}" for found in auditing.differences(log, files=True))
        if log.origin in published:
            yield from (f"{log.origin}: {found}" for found in _against(log, published[log.origin]))
    known = set(Log.objects.values_list("origin", flat=True))
    yield from (f"{origin}: the log is missing" for origin in sorted(published.keys() - known))


def _against(log: Log, note: str) -> Iterator[str]:
    """What was published must be a beginning of what is here; entries since then that are gone are said as lost."""
    if not notes.is_signed(note, name=log.origin, key=keys.log_key(log.complex.key).public_key()):
        yield "the published checkpoint is not signed by the log's key"
        return
    size = tiles.size_of(note)
    if size > log.size:
        yield f"{size - log.size} entries that were published are lost"
        return
    if not note.startswith(tiles.checkpoint(log.origin, size, tree.root_at(log, size)) + "\n"):
        yield f"the published checkpoint of {size} entries is of another log"
