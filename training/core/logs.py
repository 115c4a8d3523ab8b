"""Logs as events, one JSON object a line, with the request's or task's id and without personal data.

What a line may say: names of routes, kinds of work, ids of rows, types of faults. What it may not: names, addresses,
codes, paths (a path may hold a code) and the words of faults that may repeat what somebody typed.
"""

import http.client
import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, Processor, WrappedLogger

ADDRESS = re.compile(r"[^\s@<>()\"']+@[^\s@<>()\"']+")
CODE = re.compile(r"\b(?:[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}-?){4}[0-9A-HJKMNP-TV-Za-hjkmnp-tv-z]{4}\b")
NUMBERS = re.compile(r"(?<!\d)\d{6}[-\s]?\d{7}(?!\d)|(?<!\d)01\d[-\s]?\d{3,4}[-\s]?\d{4}(?!\d)")
DETAIL = re.compile(r"DETAIL:.*", re.DOTALL)  # PostgreSQL repeats the row's values there
# Their words are about the program or the machine. The words of all other faults may repeat somebody's data.
ABOUT_US = (ImportError, AttributeError, TypeError, OSError, RuntimeError, MemoryError, AssertionError)
FRAMES = 30


def scrubbed(text: str) -> str:
    """Text without mail addresses, verification codes, resident and telephone numbers, and rows that a database quotes."""
    text = DETAIL.sub("DETAIL: …", text)
    for pattern in (ADDRESS, CODE, NUMBERS):
        text = pattern.sub("…", text)
    return text


def said(error: BaseException) -> str:
    """The type of a fault, and its words only where they are about us."""
    name = type(error).__name__
    return f"{name}: {scrubbed(str(error))[:300]}" if isinstance(error, ABOUT_US) else name


def trace(error: BaseException) -> list[str]:
    """Where it happened, innermost last, and what it was; of each cause too."""
    causes: list[BaseException] = []
    following: BaseException | None = error
    while following is not None and following not in causes and len(causes) < 5:
        causes.append(following)
        following = following.__cause__ or following.__context__
    lines = []
    for cause in reversed(causes):
        frames = traceback.extract_tb(cause.__traceback__)[-FRAMES:]
        lines += [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
        lines.append(said(cause))
    return lines


def _fault(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """A fault as its type and frames."""
    found = event.pop("exc_info", None)
    error = _error(found)
    if error is not None:
        event["fault"] = trace(error)
    return event


def _error(found: bool | BaseException | ExcInfo | tuple[None, None, None] | None) -> BaseException | None:
    if isinstance(found, BaseException):
        return found
    if isinstance(found, tuple):
        return found[1]
    return sys.exc_info()[1] if found else None


def _scrub(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    for key, value in event.items():
        if isinstance(value, str):
            event[key] = scrubbed(value)
    return event


def _route(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Django writes the path of what it refuses; the name of the route says as much and holds no code."""
    record = event.get("_record")
    if isinstance(record, logging.LogRecord) and record.name.startswith(("django.request", "django.security")):
        match = getattr(getattr(record, "request", None), "resolver_match", None)
        status = getattr(record, "status_code", None)
        phrase = http.client.responses.get(status or 0, "")
        event["event"] = phrase or str(record.msg).partition(":")[0].partition("%")[0].strip() or "refused"
        event["status"] = status
        event["route"] = getattr(match, "view_name", "") or "none"
    return event


SHARED: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
]
LAST: list[Processor] = [_route, _fault, structlog.stdlib.ProcessorFormatter.remove_processors_meta, _scrub]


def configuration(*, form: str, level: str) -> dict[str, Any]:
    """Django's LOGGING. `form` is "json" or "text"; what other packages log passes the same way as our own."""
    renderer: Processor = (
        structlog.processors.JSONRenderer(ensure_ascii=False)
        if form == "json"
        else structlog.dev.ConsoleRenderer(colors=False, pad_event_to=0)
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {
            "event": {
                "()": structlog.stdlib.ProcessorFormatter,
                "foreign_pre_chain": SHARED,
                "processors": [*LAST, renderer],
            }
        },
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "event"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            "django": {"handlers": [], "level": level, "propagate": True},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "pikepdf": {"handlers": [], "level": "WARNING", "propagate": True},  # it says at each start that it has one
        },
    }


def install() -> None:
    """Our own loggers speak through the standard library, so that one place decides what a line looks like."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )


# --- faults that are reported elsewhere, where somebody asked for it -----------------------------
def without_people(event: dict[str, Any], hint: dict[str, Any]) -> dict[str, Any]:
    """What Sentry may be sent: types, frames and ids; no person, no address, no body, no words that repeat data."""
    for part in ("request", "user", "breadcrumbs", "extra", "logentry", "server_name"):
        event.pop(part, None)
    raised: tuple[type[BaseException], BaseException, TracebackType] | None = hint.get("exc_info")
    causes = [raised[1]] if raised else []
    while causes and (following := causes[-1].__cause__ or causes[-1].__context__) and following not in causes:
        causes.append(following)
    words = {type(cause).__name__: said(cause).partition(": ")[2] for cause in causes}
    for value in event.get("exception", {}).get("values", []):
        value["value"] = words.get(value.get("type"), "")
        for frame in value.get("stacktrace", {}).get("frames", []):
            frame.pop("vars", None)
    return event
