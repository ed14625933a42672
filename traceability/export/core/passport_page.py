"""A lot's passport as PDF, A4. No clock, no database."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from marketplace.base.qr.core import QUIET_ZONE, qr_matrix, svg_path
from traceability.press import Manuscript, typeset

_TEMPLATE = Path(__file__).parent / "passport.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A part of the passport: a table with a head, or facts (no head, two columns).

    Attributes:
        title: above it.
        head: of the table's columns; empty for facts.
        rows: its cells.
        note: below it, or instead of rows.
        widths: of the columns, in parts of the line.
    """

    title: str
    head: Sequence[str] = ()
    rows: Sequence[Sequence[str]] = ()
    note: str = ""
    widths: Sequence[int] = (2, 3)


@dataclass(frozen=True, slots=True, kw_only=True)
class PassportPage:
    """What the PDF says.

    Attributes:
        title: of the document.
        name: of the goods.
        facts: what stands beside the code, one a line.
        verdict: a sentence on the whole.
        tone: ``ok``, ``warn`` or ``bad``: the colour of the verdict.
        uri: what the code carries.
        uri_words: what the code is for.
        sections: the rest.
        footer: on every page.
        language: of the words.
        made_at: written into the file.
    """

    title: str
    name: str
    facts: Sequence[str]
    verdict: str
    tone: str
    uri: str
    uri_words: str
    sections: Sequence[Section] = field(default_factory=tuple)
    footer: str = ""
    language: str = "vi"
    made_at: datetime | None = None


def passport_pdf(page: PassportPage) -> bytes:
    """Return the PDF: the same words make the same bytes.

    Raises:
        PressError: the typesetter failed.
        QrError: the address fits no code.
    """
    matrix = tuple(tuple(row) for row in qr_matrix(page.uri))
    told = {
        **{name: value for name, value in asdict(page).items() if name != "made_at"},
        "path": svg_path(matrix, QUIET_ZONE),
        "modules": len(matrix) + 2 * QUIET_ZONE,
    }
    order = Manuscript(template=_TEMPLATE, inputs={"page": told}, made_at=page.made_at)
    (pdf,) = typeset(order)
    return pdf
