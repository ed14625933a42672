"""Tables people upload: read, shown with every fault, then written down row by row."""

import hashlib
from collections.abc import Iterator, Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.base.accounts.models import User
from marketplace.base.media.models import originals
from marketplace.kernel.audit import record
from marketplace.kernel.errors import DomainError
from traceability.journal import conf
from traceability.journal.actions import write_entry
from traceability.journal.columns import RowFault, RowReader
from traceability.journal.core.steps import SPECS
from traceability.journal.core.table import TableError, TableRow, read_table
from traceability.journal.errors import ImportNotReadyError, TableUnreadableError
from traceability.journal.models import ImportFile, ImportState, Source
from traceability.models import Party

MOST_FAULTS = 2_000
STEP = 20
"""Rows written between two notes of progress."""


def upload(*, content: bytes, name: str, step: str, party: Party, author: User) -> ImportFile:
    """Read a table, keep it with what is wrong in it, and return it. Nothing is written down yet.

    Raises:
        TableUnreadableError: it is no table.
    """
    rows = _rows(content)
    digest = hashlib.sha256(content).hexdigest()
    stored = originals().save(f"import/{digest[:2]}/{digest}", ContentFile(content))
    with transaction.atomic():
        kept = ImportFile.objects.create(
            party=party,
            step=step,
            file=stored,
            name=name[:120],
            sha256=digest,
            rows=len(rows) - 1,
            author=author,
        )
        record("import.uploaded", acting_user=author, subject=kept, rows=kept.rows, step=step)
    return check(kept, rows)


def check(kept: ImportFile, rows: Sequence[TableRow]) -> ImportFile:
    """Read every row as a form would, and note what is wrong."""
    reader = _reader(kept, rows)
    found = [
        RowFault(rows[0].number, title, _("No field goes by this name; the column is left out."))
        for title in reader.unknown
    ]
    faulty = 0
    for row in rows[1:]:
        faults = reader.faults(row, reader.form(row))
        faulty += bool(faults)
        found += faults[: max(0, MOST_FAULTS - len(found))]
    kept.good = kept.rows - faulty
    kept.faults = [one.as_json() for one in found]
    kept.state = ImportState.READY
    kept.save(update_fields=["good", "faults", "state"])
    return kept


def start(*, kept: ImportFile, is_all_or_nothing: bool, acting_user: User) -> ImportFile:
    """Have the worker write the rows down.

    Raises:
        ImportNotReadyError: it is under way or done.
    """
    from traceability.journal.tasks import write_import

    with transaction.atomic():
        ready = ImportFile.objects.filter(pk=kept.pk, state=ImportState.READY)
        if not ready.update(state=ImportState.RUNNING, is_all_or_nothing=is_all_or_nothing):
            raise ImportNotReadyError
        kept.refresh_from_db()
        record("import.started", acting_user=acting_user, subject=kept, all=is_all_or_nothing)
        write_import.enqueue(kept.pk)
    return kept


def write_down(kept: ImportFile) -> ImportFile:
    """Write the rows down; begun again after a crash, it goes on without writing twice."""
    rows = _rows(kept.file.open("rb").read())
    reader = _reader(kept, rows)
    if kept.is_all_or_nothing:
        faults = _all(kept, reader, rows[1:])
    else:
        faults = _each(kept, reader, rows[1:])
    known = [one for one in kept.faults if one not in faults]
    kept.faults = [*known, *faults][:MOST_FAULTS]
    kept.state = ImportState.DONE if kept.written or not faults else ImportState.READY
    with transaction.atomic():
        kept.save(update_fields=["faults", "state", "written"])
        record("import.written", subject=kept, written=kept.written, refused=len(faults))
    return kept


def faulty_rows(kept: ImportFile) -> Iterator[list[str]]:
    """Yield the header and every faulty row as they were, with what is wrong in the last column."""
    rows = _rows(kept.file.open("rb").read())
    told: dict[int, list[str]] = {}
    for number, column, message in kept.faults:
        told.setdefault(int(number), []).append(f"{column}: {message}" if column else message)
    width = max(len(row.cells) for row in rows)
    yield [*_padded(rows[0], width), _("What is wrong")]
    for row in rows[1:]:
        if row.number in told:
            yield [*_padded(row, width), " ".join(told[row.number])]


def _padded(row: TableRow, width: int) -> list[str]:
    return [*row.cells, *[""] * (width - len(row.cells))]


def _rows(content: bytes) -> list[TableRow]:
    try:
        return read_table(content, most_rows=conf.table_rows())
    except TableError as error:
        raise TableUnreadableError(fault=_sentences()[error.code]) from error


def _sentences() -> dict[str, str]:
    return {
        "old_excel": _("It is an old Excel file. Save it as .xlsx and choose it again."),
        "damaged": _("It is damaged. Save it again and choose it again."),
        "binary": _("It is no table. Choose a CSV or XLSX file."),
        "empty": _("It has no rows."),
        "too_long": _("It is too long. Divide it into several files."),
    }


def _reader(kept: ImportFile, rows: Sequence[TableRow]) -> RowReader:
    return RowReader(SPECS[kept.step], kept.party, rows[0], kept.sha256)


class _RefusedError(Exception):
    """A row was refused, so nothing is written down."""


def _all(kept: ImportFile, reader: RowReader, rows: Sequence[TableRow]) -> list[list[object]]:
    faults: list[list[object]] = []
    try:
        with transaction.atomic():
            for row in rows:
                faults += _written(kept, reader, row)
            if faults:
                raise _RefusedError
    except _RefusedError:
        return faults
    kept.written = len(rows)
    return faults


def _each(kept: ImportFile, reader: RowReader, rows: Sequence[TableRow]) -> list[list[object]]:
    faults: list[list[object]] = []
    kept.written = 0
    for at, row in enumerate(rows, start=1):
        told = _written(kept, reader, row)
        faults += told
        kept.written += not told
        if at % STEP == 0:
            ImportFile.objects.filter(pk=kept.pk).update(written=kept.written)
    return faults


def _written(kept: ImportFile, reader: RowReader, row: TableRow) -> list[list[object]]:
    """Write one row down and return what is wrong with it."""
    form = reader.form(row)
    found = reader.faults(row, form)
    if found:
        return [one.as_json() for one in found]
    try:
        write_entry(draft=form.draft(source=Source.IMPORT), acting_user=kept.author)
    except DomainError as error:
        return [RowFault(row.number, "", error.title()).as_json()]
    return []
