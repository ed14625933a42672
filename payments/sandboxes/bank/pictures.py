"""Reading a QR code from a picture, where the machine has zxing-cpp and Pillow."""

import io
from typing import Final

LARGEST_SIDE: Final = 1600


class PictureError(ValueError):
    """The picture gives no code; the message is a key of ``words``."""


class NoReaderError(PictureError):
    """zxing-cpp is not installed: pasting still works, and so does the browser's own reader."""


class BadPictureError(PictureError):
    """The file is no picture, or a damaged one."""


class NoCodeError(PictureError):
    """There is no QR code to be seen."""


def payload_of(data: bytes) -> str:
    """Return the text of the first QR code in a picture.

    Raises:
        PictureError: the child that says why not.
    """
    try:
        import zxingcpp
        from PIL import Image, ImageOps
    except ImportError as error:
        raise NoReaderError from error
    try:
        with Image.open(io.BytesIO(data)) as picture:
            picture.draft("L", (LARGEST_SIDE, LARGEST_SIDE))
            upright = ImageOps.exif_transpose(picture).convert("L")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError) as error:
        raise BadPictureError from error
    upright.thumbnail((LARGEST_SIDE, LARGEST_SIDE))
    for found in zxingcpp.read_barcodes(
        upright, formats=zxingcpp.barcode_formats_from_str("QRCode")
    ):
        return str(found.text)
    raise NoCodeError
