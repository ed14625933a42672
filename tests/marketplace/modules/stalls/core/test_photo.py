"""Photos of a stand: read within limits, refused with a reason."""

from io import BytesIO

import pytest
from PIL import Image

from marketplace.base.qr.core import qr_png
from marketplace.modules.stalls.core.photo import MOST_BYTES, PhotoError, codes_in

TEXT = "00020101021138"


def as_jpeg(picture: Image.Image, *, exif: Image.Exif | None = None) -> bytes:
    out = BytesIO()
    picture.convert("RGB").save(out, "JPEG", quality=70, exif=exif or Image.Exif())
    return out.getvalue()


def stand_on_a_table() -> Image.Image:
    """Return a photo in which the stand fills a third and lies a little askew."""
    code = Image.open(BytesIO(qr_png(TEXT))).convert("L").resize((600, 600))
    table = Image.new("L", (1800, 1400), 150)
    table.paste(code.rotate(7, expand=True, fillcolor=255), (500, 300))
    return table


def test_a_code_lying_askew_is_read() -> None:
    assert codes_in(as_jpeg(stand_on_a_table())) == [TEXT]


def test_a_photo_taken_sideways_is_read() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6

    assert codes_in(as_jpeg(stand_on_a_table(), exif=exif)) == [TEXT]


def test_a_photo_without_a_code_is_read_as_none() -> None:
    assert codes_in(as_jpeg(Image.new("L", (800, 600), 200))) == []


def test_a_large_photo_is_read() -> None:
    assert codes_in(as_jpeg(stand_on_a_table().resize((5400, 4200)))) == [TEXT]


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "damaged"),
        (b"GIF89a", "damaged"),
        (b"%PDF-1.7", "damaged"),
        (as_jpeg(stand_on_a_table())[:2000], "damaged"),
        (bytes(MOST_BYTES + 1), "too_large"),
    ],
)
def test_what_is_no_whole_photo_is_refused(data: bytes, code: str) -> None:
    with pytest.raises(PhotoError) as refused:
        codes_in(data)

    assert refused.value.code == code


def test_a_bomb_is_refused_by_its_header() -> None:
    out = BytesIO()
    Image.new("1", (10_000, 6_000)).save(out, "PNG")

    with pytest.raises(PhotoError, match="too_large"):
        codes_in(out.getvalue())
