"""Read what a client asks into a `Query`. Pure.

Parameters come from an address (texts, lists separated by ``|``) or from a JSON body.
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeAlias

from traceability.epcis.core.build import Json
from traceability.epcis.core.facts import Context, moment, name_key, whole_name
from traceability.epcis.queries.core.parameters import Kind, Parameter, Where, find

MOST_CRITERIA = 30
MOST_VALUES = 500
MOST_PER_PAGE = 1000
PER_PAGE = 30
LONGEST = 2000
BIGGEST_COUNT = 10_000_000
CONTEXT = "@context"

Value: TypeAlias = "str | float | datetime"
Raw: TypeAlias = "Json | Sequence[str]"


class ParameterError(ValueError):
    """A parameter is unknown or its value is none."""

    def __init__(self, name: str, message: str) -> None:
        super().__init__(f"{name}: {message}")
        self.name = name


class TooComplexError(ValueError):
    """The query asks for more at once than we answer."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One condition: ``parameter`` with the values that may match."""

    parameter: Parameter
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """What is asked.

    Args:
        criteria: all must hold.
        order_by: ``record_time``, ``event_time`` or a fact's name.
        descending: newest or biggest first.
        limit: at most this many events in all; None for all.
        refuse_above: refuse when more than this many match; None for never.
        per_page: events on a page.
        token: of the page to go on with; empty for the first.
    """

    criteria: tuple[Criterion, ...] = ()
    order_by: str = "record_time"
    descending: bool = False
    limit: int | None = None
    refuse_above: int | None = None
    per_page: int = PER_PAGE
    token: str = ""


@dataclass(slots=True)
class _Reader:
    names: Context
    criteria: list[Criterion] = field(default_factory=list)
    controls: dict[str, Value] = field(default_factory=dict)

    def add(self, name: str, raw: Raw) -> None:
        parameter = find(name, self.names)
        if parameter is None:
            raise ParameterError(
                name[:80], "there is no such query parameter, or its prefix is unknown"
            )
        values = tuple(_values(parameter, raw))
        if parameter.where is not Where.CONTROL:
            self.criteria.append(Criterion(parameter, values))
        else:
            self.controls[name] = _only(parameter, values)


def read(asked: Mapping[str, Raw], names: Context) -> Query:
    """Return the query that the parameters make.

    Args:
        asked: parameters by name; the value of one that came twice is a list.
        names: namespaces of the prefixes the client may use.

    Raises:
        ParameterError: a parameter is unknown, or its value has not its form.
        TooComplexError: too many conditions or values.
    """
    reader = _Reader(names)
    for name, raw in asked.items():
        if name != CONTEXT:
            reader.add(name, raw)
    if len(reader.criteria) > MOST_CRITERIA:
        raise TooComplexError(f"a query has at most {MOST_CRITERIA} conditions")
    if sum(len(one.values) for one in reader.criteria) > MOST_VALUES:
        raise TooComplexError(f"a query has at most {MOST_VALUES} values")
    return _query(reader)


def _query(reader: _Reader) -> Query:
    controls = reader.controls
    limit, refuse = _count(controls, "eventCountLimit"), _count(controls, "maxEventCount")
    if limit is not None and refuse is not None:
        raise ParameterError("maxEventCount", "cannot stand beside eventCountLimit")
    order_by = str(controls.get("orderBy", ""))
    return Query(
        criteria=tuple(reader.criteria),
        order_by=_order(order_by, reader.names),
        descending=_descends(controls, order_by),
        limit=limit,
        refuse_above=refuse,
        per_page=min(_count(controls, "perPage") or PER_PAGE, MOST_PER_PAGE),
        token=str(controls.get("nextPageToken", "")),
    )


def _order(order_by: str, names: Context) -> str:
    columns = {"": "record_time", "eventTime": "event_time", "recordTime": "record_time"}
    if order_by in columns:
        return columns[order_by]
    if ":" not in order_by:
        raise ParameterError("orderBy", "is eventTime, recordTime or an extension field")
    return name_key(f"ext:{whole_name(order_by, names)}")


def _descends(controls: Mapping[str, Value], order_by: str) -> bool:
    direction = str(controls.get("orderDirection", "DESC" if order_by else "ASC"))
    if direction not in {"ASC", "DESC"}:
        raise ParameterError("orderDirection", "is ASC or DESC")
    return direction == "DESC"


def _count(controls: Mapping[str, Value], name: str) -> int | None:
    value = controls.get(name)
    return None if value is None else int(str(value))


def _only(parameter: Parameter, values: Sequence[Value]) -> Value:
    if len(values) != 1:
        raise ParameterError(parameter.name, "takes one value")
    return values[0]


def _values(parameter: Parameter, raw: Raw) -> Iterable[Value]:
    if parameter.kind is Kind.EXISTS:
        return ()
    many = parameter.kind in {Kind.TEXTS, Kind.PATTERNS, Kind.NUMBERS}
    listed = list(_split(raw) if many else _listed(raw))
    if not listed or (len(listed) > 1 and not many):
        raise ParameterError(parameter.name, "takes one value" if not many else "names nothing")
    read_one = _READERS[parameter.kind]
    return [read_one(parameter, value) for value in listed]


def _split(raw: Raw) -> Iterable[Json]:
    for value in _listed(raw):
        if isinstance(value, str):
            yield from (part for part in value.split("|") if part)
        else:
            yield value


def _listed(raw: Raw) -> Sequence[Json]:
    return list(raw) if isinstance(raw, list | tuple) else [raw]  # type: ignore[list-item]


def _text(parameter: Parameter, value: Json) -> Value:
    if isinstance(value, bool):
        return str(value).lower()
    if not isinstance(value, str | int | float) or value == "" or len(str(value)) > LONGEST:
        raise ParameterError(parameter.name, "takes texts")
    if "\x00" in str(value):
        raise ParameterError(parameter.name, "takes no NUL characters")
    return str(value)


def _time(parameter: Parameter, value: Json) -> Value:
    found = _moment(value)
    if found is None:
        raise ParameterError(parameter.name, "takes a time such as 2026-01-31T08:00:00+07:00")
    return found


def _moment(value: Json) -> datetime | None:
    """Read a time; a ``+`` that an address turned into a space is taken for the plus it was."""
    if not isinstance(value, str) or "T" not in value:
        return None
    return moment(value.replace(" ", "+"))


def _number(parameter: Parameter, value: Json) -> Value:
    found = _float(value)
    if found is None:
        raise ParameterError(parameter.name, "takes a number")
    return found


def _amount(parameter: Parameter, value: Json) -> Value:
    found = _float(value)
    when = _moment(value) or (moment(value) if isinstance(value, str) and "-" in value else None)
    if found is None and when is None:
        raise ParameterError(parameter.name, "takes a number or a time")
    return when if found is None and when is not None else found or 0.0


def _float(value: Json) -> float | None:
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    try:
        found = float(value)
    except (ValueError, OverflowError):
        return None
    return found if math.isfinite(found) and "_" not in str(value) else None


def _whole(parameter: Parameter, value: Json) -> Value:
    text = str(value)
    is_count = isinstance(value, str | int) and text.isascii() and text.isdigit()
    if not is_count or not 1 <= int(text[:12]) <= BIGGEST_COUNT:
        raise ParameterError(parameter.name, "takes a whole number from 1")
    return text


_READERS = {
    Kind.TEXTS: _text,
    Kind.PATTERNS: _text,
    Kind.TEXT: _text,
    Kind.TIME: _time,
    Kind.NUMBERS: _number,
    Kind.NUMBER: _number,
    Kind.AMOUNT: _amount,
    Kind.COUNT: _whole,
}
