"""Turn a query's criteria into conditions on events."""

import operator
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import reduce
from typing import Any

from django.db import connection
from django.db.models import BooleanField, F, Func, Q, QuerySet, Value

from traceability.epcis.core import units
from traceability.epcis.core.epc import canonical
from traceability.epcis.core.facts import key, word
from traceability.epcis.models import (
    Event,
    EventElement,
    EventFact,
    EventQuerySet,
    VisibleQuerySet,
    VocabularyElement,
)
from traceability.epcis.queries import masters
from traceability.epcis.queries.core.parameters import ALL_ROLES, PLACES, Parameter, Where
from traceability.epcis.queries.core.patterns import Match, match_of
from traceability.epcis.queries.core.reading import Criterion, Query
from traceability.epcis.readers import COPIED

_LOOKUPS = {"EQ": "exact", "GT": "gt", "GE": "gte", "LT": "lt", "LE": "lte"}
_IDENTIFIED = ("source.", "destination.", "bizTransaction.", "sensor.")
_WORDS = ("persistentDisposition.", "error.reason", "sensor.")
_COLUMNS = {**PLACES, "bizStep": "biz_step", "disposition": "disposition"}
_ID, _LISTED = "event_id", "event_id__in"
_LAST = chr(0x10FFFF)
FEW = 300
"""With so few events left, the other criteria are asked of each of them."""

SOME = 4_000
"""So many events are fetched by their numbers and sorted, from all points of view at once."""

MANY = 10_000
"""So many events are looked up by themselves rather than joined; reading them takes 5 ms."""


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A query, looked at: the events that its telling criteria leave, and what else must hold.

    Args:
        conditions: what visible events must fulfil.
        ids: the only events that can; None where nothing told of so few.
    """

    conditions: tuple[Q, ...]
    ids: frozenset[int] | None = None


def stated(query: Query) -> Narrowed:
    """Return what a query asks, without a look at how much fulfils it: for few rows."""
    return Narrowed(tuple(_condition(one) for one in query.criteria))


def narrowed(query: Query) -> Narrowed:
    """Look which events the criteria leave, one after the other, until few are left.

    A database that joins goods, documents and readings to a page of events must guess how many of
    them a reader sees, and one that guesses wrong goes through all of a reader's events, one look
    for each. So they are looked up first: at most one short read by an index for each criterion
    about something else than the columns of `VisibleEvent`, whose indexes do the rest.
    """
    rest: list[Q] = []
    ids: frozenset[int] | None = None
    for one in query.criteria:
        condition = _condition(one)
        found = _looked_up(condition) if ids is None or len(ids) > FEW else None
        if found is None:
            rest.append(condition)
        else:
            ids = found if ids is None else ids & found
    return Narrowed(tuple(rest), ids)


def matching(narrow: Narrowed, rows: VisibleQuerySet) -> VisibleQuerySet:
    """Return those of ``rows`` that are asked for, in no order."""
    if narrow.ids is not None:
        rows = rows.filter(_among_events(narrow.ids)) if narrow.ids else rows.none()
    for condition in narrow.conditions:
        rows = rows.filter(condition)
    return rows.order_by()


def together(narrow: Narrowed, views: Sequence[VisibleQuerySet]) -> Sequence[VisibleQuerySet]:
    """Return ``views`` as one where the events that can match are known and not too many.

    Else each is read by itself, in order, off an index, until a page is full.
    """
    if narrow.ids is None or len(narrow.ids) > SOME or len(views) <= 1:
        return views
    return [reduce(operator.or_, views).distinct()]


def _condition(one: Criterion) -> Q:
    return _COMPILERS[one.parameter.where](one)


def _among_events(ids: frozenset[int]) -> Q | Func:
    """Return the condition to be one of these events.

    PostgreSQL looks a number up in an array of its own type as in a dictionary, and reads an array
    faster than thousands of parameters.
    """
    if connection.vendor == "sqlite":
        return Q(event__in=ids)
    return Func(
        F("event_id"),
        Value("{" + ",".join(map(str, sorted(ids))) + "}"),
        template="(%(expressions)s::bigint[]))",
        arg_joiner=" = ANY(",
        output_field=BooleanField(),
    )


def _looked_up(condition: Q) -> frozenset[int] | None:
    """Return the events that fulfil a condition; None when they are too many to be told."""
    rows = _ids_of(condition)
    if rows is None:
        return None
    found = list(rows[: MANY + 1])
    return frozenset(found) if len(found) <= MANY else None


def _ids_of(condition: Q) -> "QuerySet[Any, int] | None":
    """Return the ids behind a condition that `_of` made; None for one of columns."""
    first = condition.children[0]
    if isinstance(first, tuple) and first[0] == _LISTED and isinstance(first[1], QuerySet):
        return first[1]
    return None


def starts_with(column: str, prefix: str) -> Q:
    """Return the condition that ``column`` starts with ``prefix``, letter case minded.

    SQLite's LIKE does not mind it and uses no index; its texts sort by code point, though.
    """
    if connection.vendor == "sqlite":
        return Q(**{f"{column}__gte": prefix, f"{column}__lt": prefix + _LAST})
    return Q(**{f"{column}__startswith": prefix})


def _column(one: Criterion) -> Q:
    condition = _of_column(one)
    if one.parameter.target in COPIED:
        return condition
    return _of(Event.objects.filter(condition), "pk")


def _of_column(one: Criterion) -> Q:
    column = one.parameter.target
    if one.parameter.op != "EQ":
        return Q(**{f"{column}__{_LOOKUPS[one.parameter.op]}": one.values[0]})
    return _among(column, [_in_column(column, str(value)) for value in one.values])


def _in_column(column: str, value: str) -> str:
    if column in PLACES.values():
        return canonical(value)
    return value if column == "event_id" else word(value)


def _among(column: str, values: Sequence[str]) -> Q:
    if len(values) == 1:
        return Q(**{column: values[0]})
    return Q(**{f"{column}__in": values})


def _within(one: Criterion) -> Q:
    column = one.parameter.target
    uris, prefixes = masters.within([canonical(str(value)) for value in one.values])
    found = [_among(column, uris), *(starts_with(column, prefix) for prefix in prefixes)]
    if len(uris) == len(prefixes) == 1:
        # The same again, but said so that one range of an index holds it.
        return starts_with(column, uris[0]) & _any(found)
    return _any(found)


def _element(one: Criterion) -> Q:
    kind, _space, roles = one.parameter.target.partition(" ")
    rows = EventElement.objects.filter(is_class=kind == "c")
    if roles != ALL_ROLES:
        rows = rows.filter(role__in=roles.split())
    return _of(rows.filter(_matching([match_of(str(value), canonical) for value in one.values])))


def _matching(matches: Sequence[Match]) -> Q:
    exact = [one.exact for one in matches if one.exact]
    found = [_among("uri", exact)] if exact else []
    found += [starts_with("uri", one.prefix) for one in matches if one.prefix]
    found += [Q(uri__regex=one.regex) for one in matches if one.regex]
    return _any(found)


def _quantity(one: Criterion) -> Q:
    unit, lookup = one.parameter.target, _LOOKUPS[one.parameter.op]
    found = []
    for value in one.values:
        number = Decimal(str(value))
        amounts = units.alike(number, unit) if unit else [(number, "")]
        for amount, uom in amounts:
            condition = Q(**{f"quantity__{lookup}": amount})
            found.append(condition & Q(uom=uom) if unit else condition)
    return _of(EventElement.objects.filter(_any(found)))


def _fact(one: Criterion) -> Q:
    rows = EventFact.objects.filter(name=one.parameter.target)
    if not one.values:
        return _of(rows)
    return _of(rows.filter(_of_fact(one)))


def _of_fact(one: Criterion) -> Q:
    parameter, first = one.parameter, one.values[0]
    if parameter.op == "EQ" and isinstance(first, str):
        return _texts(parameter, [str(value) for value in one.values])
    column = "time" if isinstance(first, datetime) else "number"
    if parameter.op == "EQ":
        return Q(**{f"{column}__in": one.values})
    return Q(**{f"{column}__{_LOOKUPS[parameter.op]}": first})


def _texts(parameter: Parameter, values: Sequence[str]) -> Q:
    name = parameter.target
    if ":" in name:
        written = [text for value in values for text in _numerals(value)]
        return _among("text", [key(text) for text in dict.fromkeys(written)])
    if name.startswith(_WORDS):
        values = [word(value) for value in values]
    if name.startswith(_IDENTIFIED):
        values = [canonical(value) for value in values]
    return _among("text", [key(value) for value in values])


def _numerals(value: str) -> list[str]:
    """Return ``value``, and for a number also the way numbers are kept: 1.50 is 1.5."""
    try:
        number = float(value)
    except ValueError:
        return [value]
    return [value, str(int(number)) if number.is_integer() else str(number)]


def _measure(one: Criterion) -> Q:
    stem, _dot, unit = one.parameter.target.rpartition(".")
    _zero, base = units.in_base(Decimal(0), unit)
    numbers = [float(units.in_base(Decimal(str(value)), unit)[0]) for value in one.values]
    rows = EventFact.objects.filter(name=f"{stem}.{base}")
    if one.parameter.op == "EQ":
        return _of(rows.filter(number__in=numbers))
    return _of(rows.filter(**{f"number__{_LOOKUPS[one.parameter.op]}": numbers[0]}))


def _declared(_one: Criterion) -> Q:
    return _of(Event.objects.declarations(), "pk")


def _has_attribute(one: Criterion) -> Q:
    things = masters.with_attributes([str(value) for value in one.values])
    return _named_by(one.parameter.target, things)


def _attribute(one: Criterion) -> Q:
    field, _space, name = one.parameter.target.partition(" ")
    things = masters.with_attribute(name, [str(value) for value in one.values])
    return _named_by(field, things)


def _named_by(field: str, things: "QuerySet[VocabularyElement]") -> Q:
    uris = things.order_by().values("uri")
    if field in _COLUMNS:
        return Q(**{f"{_COLUMNS[field]}__in": uris})
    return _of(EventElement.objects.filter(is_class=field == "epcClass", uri__in=uris))


def _of(rows: "QuerySet[EventElement] | QuerySet[EventFact] | EventQuerySet", id_: str = _ID) -> Q:
    return Q(**{_LISTED: rows.order_by().values_list(id_, flat=True)})


def _any(found: Sequence[Q]) -> Q:
    return reduce(operator.or_, found)


_COMPILERS: dict[Where, Callable[[Criterion], Q]] = {
    Where.COLUMN: _column,
    Where.WITHIN: _within,
    Where.ELEMENT: _element,
    Where.QUANTITY: _quantity,
    Where.FACT: _fact,
    Where.MEASURE: _measure,
    Where.DECLARED: _declared,
    Where.HAS_ATTRIBUTE: _has_attribute,
    Where.ATTRIBUTE: _attribute,
}
