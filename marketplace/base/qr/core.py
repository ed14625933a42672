"""QR codes as modules, as one compact SVG path and as PNG. Pure; the symbols come from ``qrcode``.

The smallest symbol is chosen: digits and upper-case text within the data go into QR's denser
modes where that pays. Module means one dark or light square.

Source: ISO/IEC 18004 (modes, versions, error correction levels, quiet zone of four modules).
"""

from __future__ import annotations

import io
from functools import lru_cache
from html import escape
from itertools import groupby
from typing import Literal

from PIL import Image
from qrcode import constants, util
from qrcode.exceptions import DataOverflowError
from qrcode.main import QRCode

Level = Literal["L", "M", "Q", "H"]

QUIET_ZONE = 4
"""Modules of nothing that a reader needs on every side."""

_LEVELS = {
    "L": constants.ERROR_CORRECT_L,
    "M": constants.ERROR_CORRECT_M,
    "Q": constants.ERROR_CORRECT_Q,
    "H": constants.ERROR_CORRECT_H,
}
# Shortest run of digits or upper-case text that gets a mode of its own; 0 keeps the data in one.
# Each change of mode costs some 14 bits, so which split is best depends on the data.
_SPLITS = (0, 5, 9, 14)
_KEPT = 128  # symbols kept in memory; pages ask for size and picture of the same data

Modules = tuple[tuple[bool, ...], ...]


class QrError(ValueError):
    """Data or settings that make no QR code."""

    code = "qr_error"


class QrEmptyError(QrError):
    """There is nothing to encode."""

    code = "qr_empty"


class QrTooLongError(QrError):
    """The data does not fit into the largest QR code at this level."""

    code = "qr_too_long"


class QrLevelError(QrError):
    """The error correction level is not L, M, Q or H."""

    code = "qr_level"


class QrSizeError(QrError):
    """A scale below one pixel, or a border below zero."""

    code = "qr_size"


def qr_matrix(data: str, level: Level = "M") -> list[list[bool]]:
    """Return the rows of the symbol, True for dark, without quiet zone.

    Raises:
        QrError: a child that says what is wrong with data or level.
    """
    return [list(row) for row in _modules(data, level)]


def module_count(data: str, level: Level = "M") -> int:
    """Return how many modules wide the symbol is, without quiet zone (21, 25, … 177).

    Raises:
        QrError: a child that says what is wrong with data or level.
    """
    return 17 + 4 * _smallest(data, level)[0]


def qr_svg(data: str, *, level: Level = "M", border: int = QUIET_ZONE, label: str) -> str:
    """Return the symbol as SVG: a white ground and one path of dark runs.

    It has no size of its own: CSS gives it one. The ground is white in dark pages too, because
    readers need dark on light.

    Args:
        data: what the code says.
        level: error correction level.
        border: modules around the symbol; fewer than four only where the page itself is white.
        label: what the code is for, in the reader's language.

    Raises:
        QrError: a child that says what is wrong.
    """
    modules = _modules(data, level)
    size = len(modules) + 2 * _checked(border, least=0)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" role="img"'
        f' aria-label="{escape(label)}" shape-rendering="crispEdges">'
        f'<rect width="{size}" height="{size}" fill="#fff"/>'
        f'<path d="{svg_path(modules, border)}"/></svg>'
    )


def svg_path(modules: Modules, offset: int = 0) -> str:
    """Return the dark modules as SVG path data, one box for each horizontal run.

    Args:
        modules: rows, True for dark.
        offset: what is added to every coordinate.
    """
    commands = []
    last_x, last_y = 0, 0
    for y, row in enumerate(modules):
        for x, length in _dark_runs(row):
            commands.append(f"m{x + offset - last_x} {y + offset - last_y}h{length}v1h-{length}z")
            last_x, last_y = x + offset, y + offset
    return "".join(commands)


def qr_png(data: str, *, level: Level = "M", scale: int = 8, border: int = QUIET_ZONE) -> bytes:
    """Return the symbol as a black and white PNG.

    Args:
        data: what the code says.
        level: error correction level.
        scale: pixels of a module's side.
        border: modules around the symbol.

    Raises:
        QrError: a child that says what is wrong.
    """
    modules = _modules(data, level)
    size = len(modules) + 2 * _checked(border, least=0)
    image = Image.new("1", (size, size), 1)
    for y, row in enumerate(modules):
        for x, length in _dark_runs(row):
            image.paste(0, (border + x, border + y, border + x + length, border + y + 1))
    side = size * _checked(scale, least=1)
    out = io.BytesIO()
    image.resize((side, side), Image.Resampling.NEAREST).save(out, "PNG", optimize=True)
    return out.getvalue()


@lru_cache(maxsize=_KEPT)
def _modules(data: str, level: Level) -> Modules:
    version, split = _smallest(data, level)
    symbol = _symbol(data, level, split)
    symbol.version = version
    symbol.make(fit=False)
    return tuple(tuple(bool(dark) for dark in row) for row in symbol.modules)


@lru_cache(maxsize=_KEPT)
def _smallest(data: str, level: Level) -> tuple[int, int]:
    """Return the lowest version that holds ``data``, and the split of modes it needs."""
    if not data:
        raise QrEmptyError("there is nothing to encode")
    if level not in _LEVELS:
        raise QrLevelError(f"{level!r} is not L, M, Q or H")
    versions = {split: _version(data, level, split) for split in _SPLITS}
    fitting = [(version, split) for split, version in versions.items() if version is not None]
    if not fitting:
        raise QrTooLongError(f"{len(data)} characters do not fit at level {level}")
    return min(fitting)


def _version(data: str, level: Level, split: int) -> int | None:
    symbol = _symbol(data, level, split)
    try:
        return int(symbol.best_fit())
    except (DataOverflowError, ValueError):  # the library reports version 41 either way
        return None


def _symbol(data: str, level: Level, split: int) -> QRCode:
    symbol = QRCode(error_correction=_LEVELS[level], border=0)
    if split:
        for chunk in util.optimal_data_chunks(data, minimum=split):
            symbol.add_data(chunk)
    else:
        symbol.add_data(data, optimize=0)
    return symbol


def _dark_runs(row: tuple[bool, ...]) -> list[tuple[int, int]]:
    """Return position and length of each run of dark modules."""
    runs = []
    position = 0
    for dark, run in groupby(row):
        length = len(list(run))
        if dark:
            runs.append((position, length))
        position += length
    return runs


def _checked(number: int, *, least: int) -> int:
    if number < least:
        raise QrSizeError(f"{number} is less than {least}")
    return number
