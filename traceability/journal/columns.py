"""The columns of a step's table, and from a row of it to the form that people fill in by hand."""

import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from traceability.journal.core.spec import Field, Kind, StepSpec
from traceability.journal.core.table import TableRow, plain
from traceability.journal.forms import EntryForm
from traceability.journal.queries import places_for
from traceability.journal.things import Thing, things_of
from traceability.journal.words import choice_label, field_label
from traceability.models import Party, Place

_DAY = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?: (\d{1,2}:\d{2}))?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}:\d{2}))?.*")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: the form's field, what stands above it, an example."""

    name: str
    title: str
    example: str
    field: Field | None = None


@dataclass(frozen=True, slots=True)
class RowFault:
    """What is wrong with one cell of a table."""

    row: int
    column: str
    message: str

    def as_json(self) -> list[object]:
        """Return it as it is kept."""
        return [self.row, self.column, self.message]


def columns_of(spec: StepSpec) -> list[Column]:
    """Return the columns of a step's table: day, hour, place, its own fields, words."""
    own = [
        Column(f"o_{one.name}", field_label(one.name, one.unit), _example(one), one)
        for one in spec.fields
    ]
    return [
        Column("ngay", _("Day"), "14/01/2026"),
        Column("gio", _("Hour"), "06:30"),
        Column("noi", _("Where"), _("name or code of the place")),
        *own,
        Column("them", _("More words"), ""),
    ]


class RowReader:
    """Reads the rows of one table for one party.

    Args:
        spec: which step.
        party: whose diary.
        header: the first row.
        sha256: of the file; with the row's number it makes the entry's id, so that the same file
            uploaded again writes nothing twice.
    """

    def __init__(self, spec: StepSpec, party: Party, header: TableRow, sha256: str) -> None:
        self.spec, self.party, self.sha256 = spec, party, sha256
        by_name = {plain(column.title): column for column in columns_of(spec)}
        by_name |= {column.name.removeprefix("o_"): column for column in columns_of(spec)}
        self.columns = [by_name.get(plain(title)) for title in header.cells]
        self.titles = [
            (column.name, title)
            for title, column in zip(header.cells, self.columns, strict=True)
            if column is not None
        ]
        self.unknown = [
            title
            for title, column in zip(header.cells, self.columns, strict=True)
            if title and column is None and plain(title) != plain(_("What is wrong"))
        ]

    @cached_property
    def places(self) -> list[Place]:
        """Return the party's places."""
        return places_for(self.party)

    @cached_property
    def things(self) -> list[Thing]:
        """Return what the party can write about."""
        return things_of(self.party)

    def form(self, row: TableRow) -> EntryForm:
        """Return the form of a row, filled in."""
        told = MultiValueDict[str, object]({"ma": [str(self._client_id(row))], "luc": ["at"]})
        for column, cell in zip(self.columns, row.cells, strict=False):
            if column is not None and cell:
                told.setlist(column.name, self._typed(column, cell))
        _split_day(told)
        return EntryForm(self.spec, told, party=self.party, places=self.places, things=self.things)

    def faults(self, row: TableRow, form: EntryForm) -> list[RowFault]:
        """Return what is wrong with a row; none means that it can be written down."""
        titles = dict(self.titles)
        found = [
            RowFault(row.number, titles.get(name, _label(form, name)), str(sentence))
            for name, sentences in form.errors.items()
            for sentence in sentences
        ]
        if not form.data.get("ngay"):
            found.insert(0, RowFault(row.number, _("Day"), _("Fill this in.")))
        return found

    def _client_id(self, row: TableRow) -> uuid.UUID:
        return uuid.uuid5(
            uuid.NAMESPACE_OID, f"{self.party.pk}/{self.spec.code}/{self.sha256}/{row.number}"
        )

    def _typed(self, column: Column, cell: str) -> list[object]:
        """Return what a form would have sent for a cell: codes instead of words."""
        if column.name == "noi":
            return [self._place(cell)]
        kind = column.field.kind if column.field else Kind.TEXT
        told: Sequence[str] = [cell]
        if kind == Kind.PLACES:
            told = [self._place(one) for one in _several(cell)]
        elif kind in {Kind.GOODS, Kind.MANY_GOODS}:
            told = [self._thing(one) for one in _several(cell)]
        elif column.field is not None and kind == Kind.CHOICE:
            told = [_choice(column.field, cell)]
        elif kind == Kind.DAY:
            told = [_iso(cell)]
        return list(told)

    def _place(self, cell: str) -> str:
        wanted = plain(cell)
        fitting = (one for one in self.places if wanted in {plain(one.name), plain(one.code)})
        found = next(fitting, None)
        return str(found.pk) if found is not None else cell

    def _thing(self, cell: str) -> str:
        wanted = plain(cell)
        codes = ((one, plain(one.label.partition(" · ")[0])) for one in self.things)
        return next((one.key for one, code in codes if code == wanted), cell)


def _label(form: EntryForm, name: str) -> str:
    return str(form.fields[name].label) if name in form.fields else ""


def _split_day(told: MultiValueDict[str, object]) -> None:
    """Take ``14/01/2026 06:30`` apart, and turn the day into what the form reads."""
    day = str(told.get("ngay") or "")
    if not day:
        return
    iso = _iso(day)
    told.setlist("ngay", [iso[:10]])
    if len(iso) > len("2026-01-14") and not told.get("gio"):
        told.setlist("gio", [iso[11:]])


def _iso(text: str) -> str:
    """Return dd/mm/yyyy (with an hour, if there is one) the ISO way; other text as it is."""
    found = _DAY.fullmatch(text)
    if found:
        parts: Sequence[str] = (found[3], found[2], found[1])
        hour = found[4]
    else:
        match = _ISO.fullmatch(text)
        if match is None:
            return text
        parts, hour = (match[1], match[2], match[3]), match[4]
    try:
        day = date(*(int(one) for one in parts))
    except ValueError:
        return text
    return f"{day.isoformat()} {hour}" if hour else day.isoformat()


def _several(cell: str) -> list[str]:
    return [one.strip() for one in re.split(r"[,;]", cell) if one.strip()]


def _choice(field: Field, cell: str) -> str:
    """Return the code of a choice that was written as its words, or as the code itself."""
    wanted = plain(cell)
    by_words: Mapping[str, str] = {plain(choice_label(code)): code for code in field.choices}
    by_code = {plain(code): code for code in field.choices}
    return by_words.get(wanted) or by_code.get(wanted) or cell


def _example(field: Field) -> str:
    if field.kind == Kind.CHOICE:
        return " / ".join(choice_label(code) for code in field.choices if code)
    if field.kind == Kind.DAY:
        return "14/01/2026"
    if field.kind in {Kind.GOODS, Kind.MANY_GOODS}:
        return _("code of the lot")
    return _("number") if field.kind in {Kind.NUMBER, Kind.COUNT} else field.initial
