"""The report of a recall as PDF and CSV, from sections of words. Pure but for typst."""

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

import typst

_TEMPLATE = Path(__file__).parent / "report.typ"


@dataclass(frozen=True, slots=True)
class Section:
    """One part: facts as pairs of words, and a table."""

    title: str
    facts: Sequence[tuple[str, str]] = ()
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """All of it; ``mark`` stands across every page of a drill's report."""

    title: str
    mark: str
    sections: Sequence[Section]


def as_pdf(report: Report, fonts: Path, made_at: datetime) -> bytes:
    """Return the report as an A4 PDF."""
    result = typst.compile(
        _TEMPLATE.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[str(fonts)]),
        format="pdf",
        sys_inputs={"report": json.dumps(asdict(report))},
        timestamp=int(made_at.timestamp()),
    )
    return bytes(result)


def as_csv(report: Report) -> str:
    """Return the report as CSV: a line for each fact, then each table under its head."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([_plain(report.title), report.mark])
    for section in report.sections:
        writer.writerow([])
        writer.writerow([_plain(section.title)])
        writer.writerows([_plain(one) for one in fact] for fact in section.facts)
        if section.rows:
            writer.writerow([_plain(cell) for cell in section.head])
            writer.writerows([_plain(cell) for cell in row] for row in section.rows)
    return text.getvalue()


def _plain(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell
