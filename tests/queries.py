"""Counting what a page asks of the database."""

from typing import Any


def questions(captured: Any) -> int:
    """How many questions: what a page writes, as that somebody looked at a record, is none."""
    return sum(query["sql"].lstrip().upper().startswith("SELECT") for query in captured)
