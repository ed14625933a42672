"""QR codes: read back by another library, small, and sized as print needs."""

import io
import re
import xml.etree.ElementTree as ET

import pytest
import zxingcpp
from django.template import Context, Template
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw

from marketplace.base.qr.core import (
    Level,
    QrError,
    module_count,
    qr_matrix,
    qr_png,
    qr_svg,
    svg_path,
)

LINK = "https://truyxuat.example/01/09520600012346/10/ST25-0725-01/21/7K3QZ9XWPM"
SHORT = "https://sct.vn/q/7K3QZ9XWPM"
VIETQR = (
    "00020101021238540010A00000072701240006999999011000000000010208QRIBFTTA"
    "53037045405500005802VN62120808ST7K3QZ9XW6304ABCD"
)
LEVELS: tuple[Level, ...] = ("L", "M", "Q", "H")


def read(image: Image.Image) -> str:
    """What a reader sees in a picture with exactly one code."""
    (found,) = zxingcpp.read_barcodes(image.convert("L"))
    assert found.format == zxingcpp.BarcodeFormat.QRCode
    return str(found.text)


def draw(svg: str, scale: int) -> Image.Image:
    """Draw our SVG: its white ground and the boxes of its path."""
    root = ET.fromstring(svg)  # noqa: S314 - our own text
    size = int(root.attrib["viewBox"].split()[2])
    image = Image.new("L", (size * scale, size * scale), 255)
    pen = ImageDraw.Draw(image)
    x = y = 0
    path = root[1].attrib["d"]
    boxes = re.findall(r"m(-?\d+) (-?\d+)h(\d+)v1h-(\d+)z", path)
    assert "".join(f"m{a} {b}h{c}v1h-{d}z" for a, b, c, d in boxes) == path
    for dx, dy, length, back in boxes:
        assert length == back
        x, y = x + int(dx), y + int(dy)
        corner = ((x + int(length)) * scale - 1, (y + 1) * scale - 1)
        pen.rectangle((x * scale, y * scale, *corner), fill=0)
    return image


@pytest.mark.parametrize("level", LEVELS)
@pytest.mark.parametrize("scale", [2, 3, 8])
@pytest.mark.parametrize("data", [LINK, SHORT, VIETQR, "0123456789", "Gạo ST25 – lô 1"])
def test_a_reader_reads_back_every_level_and_size(data: str, level: Level, scale: int) -> None:
    assert read(Image.open(io.BytesIO(qr_png(data, level=level, scale=scale)))) == data
    assert read(draw(qr_svg(data, level=level, label="x"), scale)) == data


@given(st.text(min_size=1, max_size=60).filter(lambda text: text.isascii() and "\0" not in text))
@settings(max_examples=40)
def test_any_ascii_text_is_read_back(data: str) -> None:
    image = Image.open(io.BytesIO(qr_png(data, scale=4))).convert("L")

    (found,) = zxingcpp.read_barcodes(image)

    assert found.bytes == data.encode()


def test_the_svg_is_one_path_with_a_white_ground_and_a_name() -> None:
    svg = qr_svg(SHORT, label='Mã "truy xuất" <lô>')
    root = ET.fromstring(svg)  # noqa: S314 - our own text

    assert root.attrib["role"] == "img"
    assert root.attrib["aria-label"] == 'Mã "truy xuất" <lô>'
    assert [child.tag.rpartition("}")[2] for child in root] == ["rect", "path"]
    assert root.attrib["viewBox"] == f"0 0 {module_count(SHORT) + 8} {module_count(SHORT) + 8}"
    assert "style" not in svg


def test_the_svg_has_one_box_for_each_horizontal_run() -> None:
    modules = ((True, True, False, True), (False, False, False, False), (False, True, True, True))

    assert svg_path(modules, 4) == "m4 4h2v1h-2zm3 0h1v1h-1zm-2 2h3v1h-3z"


def test_the_svg_stays_small() -> None:
    assert len(qr_svg(LINK, label="x")) < 9_500
    assert len(qr_svg(SHORT, label="x")) < 5_000


def test_the_quiet_zone_is_four_modules_unless_the_page_gives_it() -> None:
    size = module_count(SHORT)

    assert Image.open(io.BytesIO(qr_png(SHORT, scale=3))).size == ((size + 8) * 3,) * 2
    assert Image.open(io.BytesIO(qr_png(SHORT, scale=1, border=0))).size == (size, size)
    assert f'viewBox="0 0 {size} {size}"' in qr_svg(SHORT, border=0, label="x")


def test_the_matrix_is_square_and_begins_with_a_finder() -> None:
    matrix = qr_matrix(SHORT, "Q")

    assert {len(row) for row in matrix} == {len(matrix)} == {module_count(SHORT, "Q")}
    assert matrix[0][:8] == [True] * 7 + [False]
    assert matrix[1][:8] == [True, *[False] * 5, True, False]


def test_a_caller_cannot_change_the_symbol_others_get() -> None:
    qr_matrix(SHORT)[0][0] = False

    assert qr_matrix(SHORT)[0][0] is True


@pytest.mark.parametrize(
    ("data", "level", "modules"),
    [
        ("HTTPS://SCT.VN/Q/7K3QZ9XWPM", "M", 25),  # 27 characters, all alphanumeric
        ("https://sct.vn/q/7K3QZ9XWPM", "M", 25),  # the serial alphanumeric; 29 in one mode
        ("1" * 77, "L", 25),
        (LINK, "M", 33),  # GTIN and serial in modes of their own; 37 in one mode
        ("A", "H", 21),
    ],
)
def test_the_densest_mode_is_used(data: str, level: Level, modules: int) -> None:
    assert module_count(data, level) == modules


def test_the_largest_code_is_filled_to_the_brim() -> None:
    assert module_count("1" * 7089, "L") == 177
    with pytest.raises(QrError) as refusal:
        module_count("1" * 7090, "L")
    assert refusal.value.code == "qr_too_long"


@pytest.mark.parametrize(
    ("data", "arguments", "code"),
    [
        ("", {}, "qr_empty"),
        ("x", {"level": "X"}, "qr_level"),
        ("x", {"scale": 0}, "qr_size"),
        ("x", {"border": -1}, "qr_size"),
    ],
)
def test_what_makes_no_code_is_refused_by_name(
    data: str, arguments: dict[str, object], code: str
) -> None:
    with pytest.raises(QrError) as refusal:
        qr_png(data, **arguments)  # type: ignore[arg-type]

    assert refusal.value.code == code


def test_a_template_draws_a_code_and_escapes_its_label() -> None:
    page = Template("{% load qr_tags %}{% qr payload label %}")

    html = page.render(Context({"payload": SHORT, "label": "<b>"}))

    assert 'aria-label="&lt;b&gt;"' in html
    assert read(draw(html, 4)) == SHORT
