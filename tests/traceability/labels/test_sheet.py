"""The printed sheet, looked at as a printer and a phone would."""

import unicodedata
from collections.abc import Sequence
from datetime import UTC, datetime

import pypdfium2
import pytest
import zxingcpp
from PIL import Image

from marketplace.base.qr.core import QrError, module_count
from traceability.labels.core.layout import ModuleTooSmallError, NoLabelsError, Storage
from traceability.labels.core.sheet import Label, SheetSpec, layout_of, sheet_pdf

DPI = 200
MM_PER_PIXEL = 25.4 / DPI
LINES = (
    "Hợp tác xã nông nghiệp – kiểm tra dấu: ẵ ễ ộ ử ỹ Đ",
    "Lô ST25-2601-A5",
    "NSX 21/11/2026",
    "HSD 21/11/2027",
    "GTIN 9520600012346",
)


def labels(count: int, stem: str = "https://sct.example/q/") -> list[Label]:
    """Labels with codes 7K3QZ90001, 7K3QZ90002 …"""
    codes = [f"7K3QZ9{number:04d}" for number in range(1, count + 1)]
    return [
        Label(uri=stem + code, title="Gạo ST25 lúa–tôm 5 kg", lines=LINES, code=code)
        for code in codes
    ]


def pages(pdf: bytes) -> list[Image.Image]:
    """The pages as a 200 dpi printer sees them."""
    document = pypdfium2.PdfDocument(pdf)
    return [page.render(scale=DPI / 72).to_pil().convert("L") for page in document]


def words(pdf: bytes) -> str:
    """All text of the file, as one line in composed letters."""
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    return unicodedata.normalize("NFC", " ".join(text.split()))


Box = tuple[float, float, float, float]


def places(pdf: bytes, text: str) -> list[Box]:
    """Left, top, right and bottom in mm of every place where ``text`` stands on page one."""
    page = pypdfium2.PdfDocument(pdf)[0]
    textpage, mm = page.get_textpage(), 25.4 / 72
    search = textpage.search(text)
    found: list[Box] = []
    while (hit := search.get_next()) is not None:
        boxes = [textpage.get_charbox(index) for index in range(hit[0], hit[0] + hit[1])]
        lefts, bottoms, rights, tops = zip(*boxes, strict=True)
        top, bottom = page.get_height() - max(tops), page.get_height() - min(bottoms)
        found.append((min(lefts) * mm, top * mm, max(rights) * mm, bottom * mm))
    return found


def _darkest(image: Image.Image) -> float:
    extremes = image.getextrema()
    assert isinstance(extremes[0], int | float)
    return extremes[0]


def codes(images: Sequence[Image.Image]) -> list[zxingcpp.Barcode]:
    """Every code on the pages."""
    return [code for image in images for code in zxingcpp.read_barcodes(image)]


@pytest.mark.parametrize("storage", ["dry", "frozen"])
@pytest.mark.parametrize(
    "stem",
    [
        "https://sct.example/q/",
        "https://truyxuat.sct.example/01/09520600012346/10/ST25-2601-A5/21/",
    ],
)
def test_every_code_of_a_sheet_is_read_back(storage: Storage, stem: str) -> None:
    spec = SheetSpec(labels=labels(40, stem), storage=storage)

    found = codes(pages(sheet_pdf(spec)))

    assert sorted(code.text for code in found) == [label.uri for label in spec.labels]
    assert {code.ec_level for code in found} == {"Q" if storage == "frozen" else "M"}


def test_labels_lie_in_order_row_by_row_where_the_layout_says() -> None:
    spec = SheetSpec(labels=labels(7))
    layout = layout_of(spec)

    found = {code.text: code.position.top_left for code in codes(pages(sheet_pdf(spec)))}

    inset = 1.5 + 4 * layout.module
    for label, cell in zip(spec.labels, layout.cells(7), strict=True):
        corner = found[label.uri]
        assert corner.x * MM_PER_PIXEL == pytest.approx(cell.left + inset, abs=0.7)
        assert corner.y * MM_PER_PIXEL == pytest.approx(
            cell.top + (layout.height - layout.code) / 2 + 4 * layout.module, abs=0.7
        )


@pytest.mark.parametrize("storage", ["dry", "frozen"])
def test_a_printed_module_measures_at_least_0_38_mm_and_a_code_18_mm(storage: Storage) -> None:
    spec = SheetSpec(labels=labels(30), storage=storage)
    modules = module_count(spec.labels[0].uri, "Q" if storage == "frozen" else "M")

    for code in codes(pages(sheet_pdf(spec))):
        place = code.position
        side = (place.top_right.x - place.top_left.x) * MM_PER_PIXEL
        assert side / modules >= 0.38 - MM_PER_PIXEL / modules
        assert side >= 18 - 2 * MM_PER_PIXEL


def test_four_modules_around_each_code_are_white() -> None:
    spec = SheetSpec(labels=labels(33))
    (image, *_) = pages(sheet_pdf(spec))
    quiet = round(4 * layout_of(spec).module / MM_PER_PIXEL) - 2

    for code in codes([image]):
        place = code.position
        around = (
            place.top_left.x - quiet,
            place.top_left.y - quiet,
            place.bottom_right.x + quiet,
            place.bottom_right.y + quiet,
        )
        area = image.crop(around)
        area.paste(255, (quiet - 2, quiet - 2, area.width - quiet + 2, area.height - quiet + 2))
        assert area.getextrema() == (255, 255)


def test_the_words_stand_beside_the_code_with_their_accents() -> None:
    text = words(sheet_pdf(SheetSpec(labels=labels(2), caption="Lô A5, túi 1–2")))

    assert text.count("Gạo ST25 lúa–tôm 5 kg") == 2
    for line in LINES:
        assert text.count(line) == 2
    assert "7K3QZ90001" in text
    assert "7K3QZ90002" in text
    assert "Lô A5, túi 1–2 1 / 1" in text


def test_long_words_are_set_smaller_and_never_reach_the_code_or_the_cut() -> None:
    long = Label(
        uri="https://sct.example/q/7K3QZ9XWPM",
        title="Gạo thơm ST25 lúa–tôm hữu cơ, canh tác tự nhiên ven biển, túi hút chân không 5 kg",
        lines=("Hợp tác xã sản xuất, chế biến và tiêu thụ nông sản hữu cơ ven biển", *LINES),
        code="7K3QZ9XWPM",
    )
    pdf = sheet_pdf(SheetSpec(labels=[long] * 30))
    (image,) = pages(pdf)
    layout = layout_of(SheetSpec(labels=[long]))

    assert len(codes([image])) == 30
    boxes = places(pdf, "7K3QZ9XWPM")
    assert len(boxes) == 30
    for (left, top, right, bottom), cell in zip(boxes, layout.cells(30), strict=True):
        assert cell.left + layout.code < left < right < cell.left + layout.width - 1
        assert cell.top + 1 < top < bottom < cell.top + layout.height - 1


def test_every_page_has_crop_marks_in_its_margins() -> None:
    for image in pages(sheet_pdf(SheetSpec(labels=labels(31)))):
        top, bottom = (image.crop((0, y, image.width, y + 40)) for y in (35, image.height - 75))
        dark = [_darkest(top.crop((x, 0, x + 1, 40))) < 150 for x in range(top.width)]
        columns = [x for x, is_dark in enumerate(dark) if is_dark]
        assert len({x // 20 for x in columns}) == 4
        assert _darkest(bottom) < 150


def test_the_file_says_when_it_was_made_and_what_it_holds() -> None:
    made = datetime(2026, 11, 21, 7, 30, tzinfo=UTC)

    pdf = sheet_pdf(SheetSpec(labels=labels(1), caption="Lô A", made_at=made))

    facts = pypdfium2.PdfDocument(pdf).get_metadata_dict()
    assert facts["Title"] == "Lô A"
    assert facts["CreationDate"].startswith("D:20261121073000")
    assert pdf == sheet_pdf(SheetSpec(labels=labels(1), caption="Lô A", made_at=made))


def test_signs_that_mean_something_to_the_typesetter_are_printed_as_they_are() -> None:
    title = "#let *x* = $y$ `z` <tag> @ref // \\ [a] \"b\" 'c'"
    label = Label(uri="https://sct.example/q/A1", title=title, lines=("= _n_",), code="A1")

    text = words(sheet_pdf(SheetSpec(labels=[label])))

    assert title in text
    assert "= _n_" in text


def test_an_empty_sheet_is_refused() -> None:
    with pytest.raises(NoLabelsError):
        sheet_pdf(SheetSpec(labels=[]))


def test_modules_too_small_for_phones_are_refused() -> None:
    with pytest.raises(ModuleTooSmallError):
        sheet_pdf(SheetSpec(labels=labels(1), module=0.3))


def test_a_uri_that_fits_no_code_is_refused() -> None:
    with pytest.raises(QrError):
        sheet_pdf(SheetSpec(labels=labels(1, "https://sct.example/" + "x" * 3000)))
