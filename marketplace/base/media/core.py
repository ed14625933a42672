"""What is done to a picture: check, turn upright, strip, shrink. Knows Pillow, not Django."""

import struct
import warnings
from dataclasses import dataclass
from io import BytesIO
from typing import IO, Final

from PIL import Image, ImageCms, ImageOps

try:
    import pillow_heif
except ImportError:  # HEIC is read only where the package is there
    HEIC_IS_READ = False
else:
    pillow_heif.register_heif_opener()
    HEIC_IS_READ = True

WIDTHS: Final = (320, 640, 1200)
MOST_PIXELS: Final = 50_000_000
"""A phone's 50-megapixel photo still passes; a decompression bomb says its size in its header."""

_FORMATS: Final = {
    "JPEG": "jpg",
    "MPO": "jpg",
    "PNG": "png",
    "WEBP": "webp",
    "AVIF": "avif",
    "GIF": "gif",
    "HEIF": "heic",
}
_SIDEWAYS: Final = (5, 6, 7, 8)
_ORIENTATION_TAG: Final = 0x0112
_AVIF_QUALITY: Final = 55
_AVIF_SPEED: Final = 8
_JPEG_QUALITY: Final = 80
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
"""What Pillow's readers raise for bytes that are no whole picture."""


class PictureError(ValueError):
    """Bytes that cannot be shown: ``damaged`` or ``too_many_pixels``."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Picture:
    """What a file holds: its size when upright, in pixels, and the ending its format takes."""

    width: int
    height: int
    extension: str


@dataclass(frozen=True, slots=True)
class Rendition:
    """One size of a picture, upright and without metadata, in two formats."""

    width: int
    height: int
    avif: bytes
    jpeg: bytes


def inspect(file: IO[bytes]) -> Picture:
    """Return what the file holds, after reading all of it (a cut-off photo is found out).

    Raises:
        PictureError: no picture, damaged or cut off; more than 50 million pixels.
    """
    with _opened(file) as image:
        extension = _FORMATS.get(image.format or "")
        if extension is None:
            raise PictureError("damaged")
        width, height = image.size
        # A JPEG is decoded at an eighth of its size: all its bytes are read, little is made.
        image.draft("RGB", (width // 8 or 1, height // 8 or 1))
        _load(image)
        if image.getexif().get(_ORIENTATION_TAG) in _SIDEWAYS:
            width, height = height, width
    return Picture(width, height, extension)


def render(file: IO[bytes]) -> list[Rendition]:
    """Return the sizes a page needs, smallest first; never larger than the picture itself.

    Raises:
        PictureError: as `inspect`.
    """
    with _opened(file) as image:
        image.draft("RGB", (2 * WIDTHS[-1], 2 * WIDTHS[-1]))
        _load(image)
        upright = _plain(image)
    return [_rendition(upright, width) for width in widths_for(upright.width)]


def widths_for(width: int) -> list[int]:
    """Return the widths to make of a picture this wide: no more than it has, at least one.

    >>> widths_for(700), widths_for(200)
    ([320, 640], [200])
    """
    return [candidate for candidate in WIDTHS if candidate <= width] or [width]


def _opened(file: IO[bytes]) -> Image.Image:
    file.seek(0)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", Image.DecompressionBombWarning)
            image = Image.open(file)
    except _BROKEN as error:
        raise PictureError("damaged") from error
    if image.width * image.height > MOST_PIXELS:
        raise PictureError("too_many_pixels")
    return image


def _load(image: Image.Image) -> None:
    try:
        image.load()
    except _BROKEN as error:
        raise PictureError("damaged") from error


def _plain(image: Image.Image) -> Image.Image:
    """Return the pixels upright, in sRGB, on white; nothing else of the file."""
    profile = image.info.get("icc_profile")
    upright = ImageOps.exif_transpose(image)
    if upright.mode not in {"RGB", "RGBA"}:
        upright = upright.convert("RGBA" if upright.has_transparency_data else "RGB")
    if profile:
        upright = _to_srgb(upright, profile)
    if upright.mode == "RGBA":
        ground = Image.new("RGB", upright.size, "white")
        ground.paste(upright, mask=upright.getchannel("A"))
        upright = ground
    upright.info.clear()
    return upright


def _to_srgb(image: Image.Image, profile: bytes) -> Image.Image:
    """Return the picture in the colours every screen assumes; as it is if its profile is broken."""
    try:
        source = ImageCms.ImageCmsProfile(BytesIO(profile))
        target = ImageCms.createProfile("sRGB")
        converted = ImageCms.profileToProfile(image, source, target)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image
    return converted or image


def _rendition(image: Image.Image, width: int) -> Rendition:
    height = max(1, round(image.height * width / image.width))
    small = image.resize((width, height), Image.Resampling.LANCZOS)
    return Rendition(
        width,
        height,
        avif=_saved(small, "AVIF", quality=_AVIF_QUALITY, speed=_AVIF_SPEED),
        jpeg=_saved(small, "JPEG", quality=_JPEG_QUALITY, optimize=True, progressive=True),
    )


def _saved(image: Image.Image, kind: str, **options: int) -> bytes:
    out = BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
