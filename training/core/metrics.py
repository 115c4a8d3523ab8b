"""What is counted while the platform works, and how `/metrics` gathers it over all processes. Nothing names a person.

Each process counts into files of its own under METRICS_DIR; whoever is asked adds them up. What the database knows
better is asked of it at that moment, by the functions that apps register with `measured`.
"""

import os
import socket
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import structlog
from django.conf import settings
from django.db import DatabaseError
from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, multiprocess, values
from prometheus_client.core import GaugeMetricFamily, Metric

MULTI = "PROMETHEUS_MULTIPROC_DIR"
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
NO_ROUTE = "none"  # the address was not ours; it is not repeated, since a stranger chose it

log = structlog.get_logger(__name__)
Rows = Iterable[tuple[Sequence[str], float]]
Args = ParamSpec("Args")
Found = TypeVar("Found")


def _process() -> str:
    """Process ids repeat between containers that share the folder."""
    return f"{socket.gethostname()}-{os.getpid()}"


if settings.METRICS_DIR:
    os.environ[MULTI] = str(settings.METRICS_DIR)
    os.makedirs(settings.METRICS_DIR, exist_ok=True)
    values.ValueClass = values.MultiProcessValue(_process)  # type: ignore[no-untyped-call]

_own = CollectorRegistry()
REQUESTS = Counter(
    "ochang_requests", "Answered requests by route, method and status.", ["route", "method", "status"], registry=_own
)
SECONDS = Histogram(
    "ochang_request_seconds",
    "Seconds from a request's arrival to its answer, by route.",
    ["route"],
    registry=_own,
    buckets=(0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10),
)
CHECK_INS = Counter("ochang_attendance_events", "Lines added to the ledger.", ["kind", "source"], registry=_own)
ANSWERS = Counter("ochang_verification_answers", "What verifiers were told.", ["question", "answer"], registry=_own)
RENDERED = Histogram(
    "ochang_render_seconds",
    "Seconds that drawing a certificate's page took.",
    registry=_own,
    buckets=(0.25, 0.5, 1, 2, 4, 8, 16, 32),
)
PERFORMED = Counter("ochang_owed_performed", "Tries of owed work, by how they ended.", ["kind", "end"], registry=_own)


@dataclass(frozen=True)
class Measure:
    """A gauge that the database answers when it is asked for."""

    name: str
    text: str
    labels: tuple[str, ...]
    ask: Callable[[], Rows]


_measures: list[Measure] = []


def measured(name: str, text: str, *labels: str) -> Callable[[Callable[[], Rows]], Callable[[], Rows]]:
    """Register a function that answers with label values and a number for each row."""

    def register(ask: Callable[[], Rows]) -> Callable[[], Rows]:
        _measures.append(Measure(name, text, labels, ask))
        return ask

    return register


_kept: ContextVar[dict[Any, Any] | None] = ContextVar("what this page asked already", default=None)


def once(ask: Callable[Args, Found]) -> Callable[Args, Found]:
    """While one page is gathered, several measures share this function's answer; elsewhere it is asked each time."""

    @wraps(ask)
    def answer(*args: Args.args, **named: Args.kwargs) -> Found:
        kept = _kept.get()
        if kept is None:
            return ask(*args, **named)
        key = (ask, args, tuple(sorted(named.items())))
        if key not in kept:
            kept[key] = ask(*args, **named)
        found: Found = kept[key]
        return found

    return answer


class _Measured:
    """Asks every measure; one that the database does not answer is left out, and `ochang_unanswered` counts it."""

    def collect(self) -> Iterator[Metric]:
        unanswered = 0
        for measure in _measures:
            family = GaugeMetricFamily(measure.name, measure.text, labels=measure.labels)
            try:
                for labels, value in measure.ask():
                    family.add_metric([str(label) for label in labels], value)
            except (DatabaseError, OSError) as error:
                unanswered += 1
                log.warning("not_measured", measure=measure.name, error=type(error).__name__)
                continue
            yield family
        yield GaugeMetricFamily("ochang_unanswered", "Measures that could not be taken just now.", value=unanswered)


def page() -> bytes:
    """Everything, in Prometheus' text format."""
    registry = CollectorRegistry()
    registry.register(_Measured())  # type: ignore[arg-type]  # a collector by its one method
    before = _kept.set({})
    try:
        return _generated(registry)
    finally:
        _kept.reset(before)


def _generated(registry: CollectorRegistry) -> bytes:
    if settings.METRICS_DIR:
        multiprocess.MultiProcessCollector(registry, path=str(settings.METRICS_DIR))  # type: ignore[no-untyped-call]
        return generate_latest(registry)
    return generate_latest(registry) + generate_latest(_own)


def answered(*, route: str, method: str, status: int, seconds: float) -> None:
    """Count one request."""
    method = method if method in METHODS else "other"
    REQUESTS.labels(route or NO_ROUTE, method, str(status)).inc()
    SECONDS.labels(route or NO_ROUTE).observe(seconds)
