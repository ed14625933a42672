"""QR codes in a photo, within limits: what a stranger uploads must cost little. No Django here."""

import struct
import warnings
from io import BytesIO
from typing import Final

import zxingcpp
from PIL import Image, ImageOps

MOST_BYTES: Final = 10_000_000
MOST_PIXELS: Final = 50_000_000
"""A 50-megapixel phone's photo passes; a decompression bomb says its size in its header."""
LONGEST_SIDE: Final = 2000
"""Pixels that are looked at: a stand that fills a third of the picture is read at this size."""
MOST_CODES: Final = 8
LONGEST_TEXT: Final = 512

_FORMATS: Final = ("JPEG", "PNG", "WEBP")
_BROKEN: Final = (
    OSError,
    SyntaxError,
    ValueError,
    TypeError,
    EOFError,
    IndexError,
    OverflowError,
    struct.error,
    Image.DecompressionBombError,
)


class PhotoError(ValueError):
    """The bytes are no photo that is read here: ``too_large`` or ``damaged``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def codes_in(data: bytes) -> list[str]:
    """Return the texts of the QR codes in a photo, at most eight, each cut at 512 characters.

    Raises:
        PhotoError: too large, or no whole JPEG, PNG or WebP picture.
    """
    if len(data) > MOST_BYTES:
        raise PhotoError("too_large")
    picture = _grey(data)
    wanted = zxingcpp.barcode_formats_from_str("QRCode")
    found = zxingcpp.read_barcodes(picture, formats=wanted)
    return [code.text[:LONGEST_TEXT] for code in found[:MOST_CODES] if code.text]


def _grey(data: bytes) -> Image.Image:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(BytesIO(data), formats=_FORMATS)
        if image.width * image.height > MOST_PIXELS:
            raise PhotoError("too_large")
        image.draft("L", (LONGEST_SIDE, LONGEST_SIDE))
        upright = ImageOps.exif_transpose(image).convert("L")
        upright.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    except PhotoError:
        raise
    except _BROKEN as error:
        raise PhotoError("damaged") from error
    return upright
