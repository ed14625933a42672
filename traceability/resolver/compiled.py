"""A query of the ORM whose SQL is written once: a scan's only read is asked very often.

Building a joined query anew takes the ORM several times as long as the database takes to answer.
Here it is built with placeholders the first time, for each database backend; after that only the
values change. What comes back passes the same converters.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import connection
from django.db.models import QuerySet

Build = Callable[[Sequence[str]], "QuerySet[Any, tuple[Any, ...]]"]
Converters = list[tuple[int, list[Callable[[Any, Any, Any], Any]], Any]]


class Compiled:
    """One row by text values.

    Args:
        build: returns a ``values_list`` query for so many values; it may only compare columns
            with them, since the values are put into the SQL's parameters later.
        count: how many values there are.
    """

    def __init__(self, build: Build, count: int) -> None:
        self._build = build
        self._marks = [f"\x01{number}\x01" for number in range(count)]
        self._by_vendor: dict[str, tuple[str, list[Any], Converters]] = {}

    def first(self, *values: str) -> tuple[Any, ...] | None:
        """Return the first row for ``values``, or None."""
        known = self._by_vendor.get(connection.vendor) or self._compile()
        sql, parameters, converters = known
        told = dict(zip(self._marks, values, strict=True))
        with connection.cursor() as cursor:
            cursor.execute(sql, [told.get(one, one) for one in parameters])
            found = cursor.fetchone()
        return _converted(found, converters) if found else None

    def _compile(self) -> tuple[str, list[Any], Converters]:
        query = self._build(self._marks).order_by()[:1].query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        found = compiler.get_converters(expression for expression, *_more in compiler.select)
        converters = [(at, list(each), expression) for at, (each, expression) in found.items()]
        made = (sql, list(parameters), converters)
        self._by_vendor[connection.vendor] = made
        return made


def _converted(found: Sequence[Any], converters: Converters) -> tuple[Any, ...]:
    row = list(found)
    for at, each, expression in converters:
        for convert in each:
            row[at] = convert(row[at], expression, connection)
    return tuple(row)
