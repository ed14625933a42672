"""The demo pictures: one for each product on the list, square and small."""

import tomllib
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image

from themes.mekong.tools import art

PICTURES = Path(settings.BASE_DIR) / "marketplace" / "modules" / "demo" / "pictures"


def test_every_picture_of_the_list_is_there_square_and_small() -> None:
    listed = set(tomllib.loads(art.LIST.read_text(encoding="utf-8")))
    assert {path.stem for path in PICTURES.glob("*.jpg")} == listed
    assert len(listed) >= 32
    for path in PICTURES.glob("*.jpg"):
        with Image.open(path) as image:
            assert image.size == (art.SIDE, art.SIDE)
        assert path.stat().st_size <= art.LARGEST_BYTES


def test_every_variant_replaces_something_that_its_drawing_holds() -> None:
    for picture in tomllib.loads(art.LIST.read_text(encoding="utf-8")).values():
        assert art.variant(picture["art"], picture.get("replace", {})).startswith("<svg ")


def test_a_replacement_that_misses_is_an_error() -> None:
    with pytest.raises(ValueError, match="does not hold"):
        art.variant("pia", {"#123456": "#654321"})


def test_a_picture_that_stays_too_large_is_refused(tmp_path: Path) -> None:
    noise = Image.effect_noise((art.SIDE, art.SIDE), 200).convert("RGB")
    with pytest.raises(art.PictureTooLargeError):
        art.save_small(noise, tmp_path / "noise.jpg")
