"""Reading the public log: nodes of its tree, tiles, bundles, and the proof of one entry."""

from collections.abc import Callable, Iterable, Sequence
from typing import TypeVar

from django.db.models import Count, Q

from certificates.models import HeadStamp, Log, LogEntry, TreeHead, Witness
from certificates.rules import merkle, tiles
from certificates.rules.tiles import Place
from training.core.models import Complex
from training.core.prepared import Prepared

T = TypeVar("T")
NODES = (16, 48)  # of one inclusion in a tree of 2^8 and of 2^24 entries; a larger walk is asked the usual way
HEAD = Prepared(lambda log: TreeHead.objects.filter(log=log).order_by("-size")[:1], log=int)
LAST = {
    nodes: Prepared(
        lambda log, **index: LogEntry.objects.filter(log=log, index__in=list(index.values())).only("index", "nodes"),
        log=int,
        **{f"i{number}": int for number in range(nodes)},
    )
    for nodes in NODES
}


def of(complex: Complex) -> Log | None:
    return Log.objects.of(complex).first()


def head(log: Log) -> TreeHead | None:
    """The latest signed checkpoint."""
    found: TreeHead | None = HEAD.first(log=log.pk)
    return found


def head_of(entry: LogEntry) -> TreeHead | None:
    """The latest checkpoint of the entry's log; size and root of it where they were read with the entry."""
    read: TreeHead | None = getattr(entry.log, "latest", None)
    return read or head(entry.log)


def latest_stamp(log: Log) -> HeadStamp | None:
    """The timestamp of the longest checkpoint that has one."""
    return HeadStamp.objects.filter(head__log=log).select_related("head").order_by("-head__size").first()


def stamp(log: Log, size: int) -> HeadStamp | None:
    return HeadStamp.objects.filter(head__log=log, head__size=size).select_related("head").first()


def walked(log: Log, walk: Callable[[merkle.Node], T]) -> T:
    """A walk over the tree in one query: it is walked twice, first to learn which nodes it asks for."""
    wanted: set[tuple[int, int]] = set()

    def ask(height: int, place: int) -> bytes:
        wanted.add((height, place))
        return b""

    walk(ask)
    last = {(height, place): (place + 1 << height) - 1 for height, place in wanted}  # the entry that completed it
    entries = {entry.index: entry for entry in _at(log, sorted(set(last.values())))}
    return walk(lambda height, place: entries[last[height, place]].node(height))


def _at(log: Log, places: list[int]) -> Iterable[LogEntry]:
    """The entries at these places, with their nodes."""
    room = next((nodes for nodes in NODES if len(places) <= nodes), 0)
    if not room or not places:
        return log.entries.filter(index__in=places).only("index", "nodes")
    filled = places + places[:1] * (room - len(places))
    return LAST[room].all(log=log.pk, **{f"i{number}": place for number, place in enumerate(filled)})


def tile(log: Log, level: int, place: Place) -> bytes:
    """The hashes of a tile that is there, one after the other."""
    height = tiles.HEIGHT * level
    last = [(place.first + offset + 1 << height) - 1 for offset in range(place.width)]
    return b"".join(entry.node(height) for entry in log.entries.filter(index__in=last).order_by("index"))


def bundle(log: Log, place: Place) -> bytes:
    """The entries under a tile of level 0."""
    span = log.entries.filter(index__gte=place.first, index__lt=place.first + place.width).order_by("index")
    return tiles.bundle([text.encode() for text in span.values_list("text", flat=True)])


def note(head: TreeHead) -> str:
    """A checkpoint as it is given out: with the log's signature, and below it those of witnesses."""
    return head.note + "".join(head.cosignatures.order_by("witness").values_list("line", flat=True))


def witnessed(log: Log, *, above: int) -> TreeHead | None:
    """The latest checkpoint over more than `above` entries that every witness signed; where there is none, the latest."""
    heads = log.heads.filter(size__gt=above).order_by("-size")
    active = Witness.objects.filter(complex=log.complex_id, is_active=True).count()
    signed = heads.annotate(n=Count("cosignatures", filter=Q(cosignatures__witness__is_active=True)))
    return (signed.filter(n__gte=active).first() if active else None) or heads.first()


def proof(entry: LogEntry, head: TreeHead) -> str:
    """The tlog-proof file of an entry against a checkpoint."""
    hashes = walked(entry.log, lambda node: merkle.inclusion(entry.index, head.size, node))
    return tiles.proof(entry.text.encode(), entry.index, hashes, note(head))


def is_proven(entry: LogEntry, head: TreeHead) -> bool:
    """Whether the tree as it is stored leads from this entry's own bytes to the signed root."""
    hashes = walked(entry.log, lambda node: merkle.inclusion(entry.index, head.size, node))
    return merkle.is_included(entry.leaf, entry.index, head.size, hashes, bytes(head.root))


def proven(log: Log, entries: Sequence[LogEntry], head: TreeHead) -> set[int]:
    """Of several entries of one log, by id, those that `is_proven` would confirm: one query for all."""
    covered = [entry for entry in entries if entry.index < head.size]
    paths = walked(log, lambda node: [merkle.inclusion(entry.index, head.size, node) for entry in covered])
    return {
        entry.pk
        for entry, path in zip(covered, paths, strict=True)
        if merkle.is_included(entry.leaf, entry.index, head.size, path, bytes(head.root))
    }


def root_at(log: Log, size: int) -> bytes:
    """The root of the first `size` entries as they stand here."""
    return walked(log, lambda node: merkle.root(size, node))


def witnesses(complex: Complex) -> list[Witness]:
    """Who signs the checkpoints beside the log."""
    return list(Witness.objects.of(complex).filter(is_active=True))
