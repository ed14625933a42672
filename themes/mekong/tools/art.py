"""Turn the theme's drawings into small pictures of the demo's products.

Run ``python -m themes.mekong.tools.art marketplace/modules/demo/pictures``. It needs a Chromium (on
the path, or named by ``CHROMIUM``), which draws each picture once; the results are committed, so
nobody who runs the shop needs it.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Mapping
from pathlib import Path

from PIL import Image

FILES = Path(__file__).resolve().parent.parent / "static" / "themes" / "mekong"
LIST = Path(__file__).with_name("pictures.toml")
SIDE = 800
LARGEST_BYTES = 40_000
QUALITIES = (82, 74, 66, 58, 50)

FACE = (
    "@font-face{{font-family:'Be Vietnam Pro';font-weight:{weight};"
    "src:url({fonts}/bvp-{weight}-{part}.woff2);unicode-range:{span}}}"
)
SPANS = {
    "la": "U+20-FF,U+2010-2026",
    "vi": "U+102-103,U+110-111,U+128-129,U+168-1B0,U+300-323,U+1EA0-1EF9",
}
BODY = (
    "<style>{faces}body{{margin:0}}svg{{display:block;width:{side}px;height:{side}px}}</style>{svg}"
)


class NoChromiumError(RuntimeError):
    """There is no Chromium to draw with; install it or name it by CHROMIUM."""


class PictureTooLargeError(ValueError):
    """A picture does not fit even at the lowest quality; simplify its drawing."""


def main(out: Path) -> int:
    """Write every picture of the list into the folder ``out`` and return how many there are."""
    out.mkdir(parents=True, exist_ok=True)
    pictures = tomllib.loads(LIST.read_text(encoding="utf-8"))
    for name, picture in pictures.items():
        drawing = variant(picture["art"], picture.get("replace", {}))
        save_small(rasterise(drawing), out / f"{name}.jpg")
    return len(pictures)


def variant(art: str, replace: Mapping[str, str]) -> str:
    """Return the drawing ``art`` as SVG with words and colours replaced.

    Raises:
        ValueError: the drawing does not hold what is to be replaced.
    """
    svg = (FILES / "art" / f"{art}.svg").read_text(encoding="utf-8")
    for old, new in replace.items():
        if old not in svg:
            raise ValueError(f"{art}.svg does not hold {old!r}")
        svg = svg.replace(old, new)
    return svg


def rasterise(svg: str) -> Image.Image:
    """Return ``svg`` drawn by Chromium as a square of `SIDE` pixels.

    Raises:
        NoChromiumError: there is none on this machine.
    """
    with tempfile.TemporaryDirectory() as folder:
        page, shot = Path(folder) / "page.html", Path(folder) / "shot.png"
        page.write_text(BODY.format(faces=_faces(), side=SIDE, svg=svg), encoding="utf-8")
        command = [_chromium(), "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        command += [f"--window-size={SIDE},{SIDE}", f"--screenshot={shot}", page.as_uri()]
        subprocess.run(command, check=True, capture_output=True, timeout=60)  # noqa: S603 - fixed arguments, our own page
        with Image.open(shot) as image:
            return image.convert("RGB")


def save_small(image: Image.Image, path: Path) -> None:
    """Write a progressive JPEG of at most `LARGEST_BYTES`, as good as fits.

    Raises:
        PictureTooLargeError: the lowest quality does not fit either.
    """
    for quality in QUALITIES:
        image.save(path, "JPEG", quality=quality, optimize=True, progressive=True)
        if path.stat().st_size <= LARGEST_BYTES:
            return
    raise PictureTooLargeError(path.name)


def _faces() -> str:
    fonts = (FILES / "fonts").as_uri()
    return "".join(
        FACE.format(weight=weight, part=part, span=span, fonts=fonts)
        for weight in (400, 600)
        for part, span in SPANS.items()
    )


def _chromium() -> str:
    names = (os.environ.get("CHROMIUM", ""), "chromium", "chromium-browser", "google-chrome")
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    if found is None:
        raise NoChromiumError("Install Chromium, or set CHROMIUM to where it is.")
    return found


if __name__ == "__main__":
    print(f"{main(Path(sys.argv[1]))} pictures written to {sys.argv[1]}")  # noqa: T201 - a command
