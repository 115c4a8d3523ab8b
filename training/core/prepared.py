"""A question that is asked on every page: its SQL is written once, and asked again with other values.

Django writes the SQL of a query anew each time, which for a page of many columns costs more than the database's answer.
"""

import threading
from collections.abc import Callable
from typing import Any

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import QuerySet
from django.db.models.query import get_related_populators

LOWEST = -2_000_000_000  # below every key


class Prepared:
    """`ask` makes the query from keyword values; `kinds` names them and says whether each is an int or a str.

    Every value must come into the SQL as it is given, and must not change its shape: a list has a length of its own, so
    each of its members is a value of its own.
    """

    def __init__(self, ask: Callable[..., QuerySet[Any, Any]], **kinds: type[int] | type[str]) -> None:
        self._ask = ask
        self._marks: dict[str, Any] = {
            name: LOWEST - number if kind is int else f"\ue000{name}"
            for number, (name, kind) in enumerate(kinds.items())
        }
        self._kept = threading.local()  # a connection is one thread's

    def rows(self, **values: Any) -> list[Any]:
        """The first column, for a query of one column."""
        return [row[0] for row in self._answer(values)]

    def first(self, **values: Any) -> Any:
        """The first object with what was selected and annotated beside it; None where there is none."""
        rows = self._answer(values)
        return self._made(rows[0]) if rows else None

    def all(self, **values: Any) -> list[Any]:
        """Every object, each as `first` gives it."""
        return [self._made(row) for row in self._answer(values)]

    def _answer(self, values: dict[str, Any]) -> list[Any]:
        if values.keys() != self._marks.keys():
            raise TypeError(f"This question is asked with {sorted(self._marks)}, not {sorted(values)}.")
        connection = connections[DEFAULT_DB_ALIAS]
        if getattr(self._kept, "connection", None) is not connection:
            self._write(connection)
        parameters = [values[name] if name else fixed for name, fixed in self._kept.places]
        with connection.cursor() as cursor:
            cursor.execute(self._kept.sql, parameters)
            return list(self._kept.compiler.results_iter([cursor.fetchall()]))

    def _write(self, connection: Any) -> None:
        compiler = self._ask(**self._marks).query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        names = {mark: name for name, mark in self._marks.items()}
        places = [(names.get(value), value) if isinstance(value, int | str) else (None, value) for value in parameters]
        if missing := self._marks.keys() - {name for name, _value in places}:
            raise TypeError(f"{sorted(missing)} did not come into the SQL as given.")
        kept = self._kept
        kept.connection, kept.compiler, kept.sql, kept.places = connection, compiler, sql, places

    def _made(self, row: Any) -> Any:
        """As Django's own ModelIterable makes it."""
        compiler = self._kept.compiler
        chosen = compiler.klass_info["select_fields"]
        start, end = chosen[0], chosen[-1] + 1
        names = [column[0].target.attname for column in compiler.select[start:end]]
        made = compiler.klass_info["model"].from_db(DEFAULT_DB_ALIAS, names, row[start:end])
        for populator in get_related_populators(compiler.klass_info, compiler.select, DEFAULT_DB_ALIAS):  # type: ignore[call-arg] # the stubs are a version ahead
            populator.populate(row, made)
        for name, place in compiler.annotation_col_map.items():
            setattr(made, name, row[place])
        return made
