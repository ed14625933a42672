"""Which kind of statement a file is, and what it says. Pure."""

from typing import Final

from payments.statements.core import camt_lines, csv_lines, mt940_lines
from payments.statements.core.lines import Statement, StatementError

_ENCODINGS: Final = ("utf-8-sig", "cp1258", "latin-1")
"""Excel here writes UTF-8 with a mark or Windows-1258; the last one never fails."""


def read(content: bytes) -> Statement:
    """Return what a statement file says, whatever its form.

    Raises:
        StatementError: it is empty, a spreadsheet in Excel's own form, or no statement.
    """
    if not content.strip():
        raise StatementError("empty")
    if content.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF")):
        raise StatementError("not_text")
    text = _decoded(content)
    if text.lstrip().startswith("<"):
        return camt_lines.read(text)
    if ":20:" in text and ":60" in text:
        return mt940_lines.read(text)
    return csv_lines.read(text)


def _decoded(content: bytes) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return content.decode("utf-16", "replace")
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise StatementError("not_text")
