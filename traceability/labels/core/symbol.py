"""The symbols on labels as squares: QR codes and the bars of a logistic label. Pure.

Drawn by ``zxing-cpp``, fifteen times as fast as ``base.qr``: a page has one code, a run a hundred
thousand.

Source: ISO/IEC 18004 (QR), ISO/IEC 15417 with GS1 General Specifications 5.4 (GS1-128).
"""

from typing import cast

import zxingcpp

from marketplace.base.qr.core import Level, Modules, QrTooLongError, module_count

_DARK = 0
BAR_QUIET_ZONE = 10
"""Modules of nothing that a GS1-128 needs left and right."""


def qr_modules(data: str, level: Level) -> Modules:
    """Return the rows of the smallest QR code, True for dark, without quiet zone.

    Raises:
        QrTooLongError: the data fits into no QR code at this level.
    """
    try:
        symbol = zxingcpp.create_barcode(data, zxingcpp.BarcodeFormat.QRCode, ec_level=level)
    except ValueError as error:
        raise QrTooLongError(str(error)) from error
    return _rows(symbol)


def bars_of_sscc(sscc: str) -> tuple[bool, ...]:
    """Return the modules of an SSCC's GS1-128 from left to right, True for a bar."""
    symbol = zxingcpp.create_barcode(f"(00){sscc}", zxingcpp.BarcodeFormat.Code128, gs1=True)
    return _rows(symbol)[0]


def byte_module_count(data: str, level: Level) -> int:
    """Return how wide the code is when all data is kept byte by byte.

    That is the most a printer makes of it that draws the code itself: its mix of modes is its own.

    Raises:
        QrError: a child: nothing to encode, or too much.
    """
    return module_count("a" * len(data.encode()), level)


def _rows(symbol: zxingcpp.Barcode) -> Modules:
    image = symbol.to_image(scale=1, add_quiet_zones=False)
    grey = cast("list[list[int]]", memoryview(cast("bytes", image)).tolist())
    return tuple(tuple(one == _DARK for one in row) for row in grey)
