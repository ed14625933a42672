"""Label rolls, cut sheets, ZPL and SVG, read back as a phone reads them."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from hypothesis import assume, given
from hypothesis import strategies as st
from PIL import Image

from marketplace.base.qr.core import module_count
from tests.traceability.labels.test_sheet import MM_PER_PIXEL, codes, labels, pages, words
from traceability.labels.core import zpl
from traceability.labels.core.layout import SMALLEST_MODULE, LabelTooSmallError, fit_label
from traceability.labels.core.output import DOTS_PER_MM, STOCKS, Output, OutputError
from traceability.labels.core.sheet import Label, SheetSpec, label_picture, label_svgs, sheet_pdf
from traceability.labels.core.symbol import bars_of_sscc, byte_module_count, qr_modules
from traceability.press import Manuscript, PressTimeoutError, TypstFailedError, typeset

LINK = "https://truyxuat.sct.example/01/09520600012346/10/ST25-2601-A5/21/"


@pytest.mark.parametrize("stock", [name for name, grid in STOCKS.items() if grid])
def test_every_stock_takes_codes_inside_its_labels(stock: str) -> None:
    grid = STOCKS[stock]
    assert grid
    spec = SheetSpec(labels=labels(grid.columns * grid.rows, LINK), output=Output(stock=stock))

    (image,) = pages(sheet_pdf(spec))
    found = {code.text: code.position for code in codes([image])}

    assert sorted(found) == [label.uri for label in spec.labels]
    for number, label in enumerate(spec.labels):
        row, column = divmod(number, grid.columns)
        left, top = grid.left + column * (grid.width + grid.gap), grid.top + row * grid.height
        place = found[label.uri]
        assert left < place.top_left.x * MM_PER_PIXEL
        assert place.bottom_right.x * MM_PER_PIXEL < left + grid.width
        assert top < place.top_left.y * MM_PER_PIXEL
        assert place.bottom_right.y * MM_PER_PIXEL < top + grid.height
        side = (place.top_right.x - place.top_left.x) * MM_PER_PIXEL
        assert side / module_count(label.uri) >= SMALLEST_MODULE - 0.005


def test_a_sheet_begun_before_goes_on_after_the_labels_that_are_gone() -> None:
    spec = SheetSpec(labels=labels(20), output=Output(stock="63x38", skip=5))

    first, second = pages(sheet_pdf(spec))

    assert (len(codes([first])), len(codes([second]))) == (16, 4)
    assert min(code.position.top_left.y for code in codes([first])) * MM_PER_PIXEL > 15.15 + 38.1


@pytest.mark.parametrize(("width", "height"), [(50, 30), (70, 40), (40, 60), (100, 50)])
def test_a_roll_has_one_label_a_page_of_its_size(width: int, height: int) -> None:
    spec = SheetSpec(labels=labels(3), output=Output(medium="roll", width=width, height=height))

    pdf = sheet_pdf(spec)

    document = pypdfium2.PdfDocument(pdf)
    sizes = {tuple(round(side * 25.4 / 72) for side in page.get_size()) for page in document}
    assert sizes == {(width, height)}
    assert [code.text for code in codes(pages(pdf))] == [label.uri for label in spec.labels]
    assert words(pdf).count("Gạo ST25 lúa–tôm 5 kg") == 3


def test_an_endless_roll_leaves_its_gap_below_each_label() -> None:
    output = Output(medium="roll", width=60, height=40, gap=3)

    page = pypdfium2.PdfDocument(sheet_pdf(SheetSpec(labels=labels(1), output=output)))[0]

    assert round(page.get_height() * 25.4 / 72) == 43


def test_a_label_too_small_for_its_code_is_refused_with_the_size_it_needs() -> None:
    with pytest.raises(LabelTooSmallError) as refusal:
        sheet_pdf(
            SheetSpec(labels=labels(1, LINK), output=Output(medium="roll", width=30, height=20))
        )

    width, height = refusal.value.least_width, refusal.value.least_height
    fit_label(width + 0.1, height + 0.1, module_count(LINK + "7K3QZ90001"))


@given(
    st.integers(20, 210), st.integers(20, 210), st.integers(1, 20), st.sampled_from([0, 8, 11.8])
)
def test_modules_are_never_too_small_and_code_and_words_stay_on_the_label(
    width: int, height: int, version: int, dots: float
) -> None:
    modules = 17 + 4 * version
    grain = 1 / dots if dots else 0.0
    try:
        fit = fit_label(width, height, modules, grain)
    except LabelTooSmallError as error:
        assume(width >= error.least_width and height >= error.least_height)
        raise
    assert fit.module >= SMALLEST_MODULE - 1e-9
    assert fit.code == pytest.approx((modules + 8) * fit.module)
    assert fit.code + 3 <= (height if not fit.is_below else width) + 1e-3
    if dots:
        assert fit.module * dots == pytest.approx(round(fit.module * dots))


def test_settings_no_printer_takes_are_refused() -> None:
    for wrong in ({"width": 19}, {"height": 211}, {"dpi": 600}, {"stock": "a5"}, {"gap": -1}):
        with pytest.raises(OutputError):
            Output(**wrong)


@given(st.text("0123456789BCDFGHJKMNPQRSTVWXYZ", min_size=11, max_size=11))
def test_codes_drawn_fast_are_no_larger_than_measured(serial: str) -> None:
    for level in ("M", "Q"):
        modules = qr_modules(LINK + serial, level)
        measured = module_count(LINK + "A" * 11, level)
        assert len(modules) <= measured <= byte_module_count(LINK + serial, level)


# -- SVG -----------------------------------------------------------------------------------------


def seen(svg: bytes, tmp_path: Path) -> Image.Image:
    """The picture as a browser draws it."""
    file = tmp_path / "look.typ"
    file.write_text(
        "#set page(width: 70mm, height: 40mm, margin: 0mm)\n"
        "#image(bytes(json(bytes(sys.inputs.svg))), width: 70mm)"
    )
    (png,) = typeset(Manuscript(template=file, inputs={"svg": svg.decode()}, form="png", ppi=300))
    return Image.open(io.BytesIO(png)).convert("L")


def test_svgs_come_one_a_label_named_by_their_codes(tmp_path: Path) -> None:
    spec = SheetSpec(labels=labels(3), output=Output(medium="svg"))

    archive = zipfile.ZipFile(io.BytesIO(label_svgs(spec)))

    assert archive.namelist() == [f"{label.code}.svg" for label in spec.labels]
    for label in spec.labels:
        svg = archive.read(f"{label.code}.svg")
        assert b"<text" not in svg  # words are outlines: no font needed
        (code,) = codes([seen(svg, tmp_path)])
        assert code.text == label.uri


def test_the_same_labels_make_the_same_zip() -> None:
    spec = SheetSpec(labels=labels(2), output=Output(medium="svg"))

    assert label_svgs(spec) == label_svgs(spec)


def test_a_preview_shows_one_label_cut_out_of_its_sheet() -> None:
    image = Image.open(io.BytesIO(label_picture(SheetSpec(labels=labels(5)))))

    assert [code.text for code in zxingcpp.read_barcodes(image)] == [labels(1)[0].uri]


def test_a_pin_stands_in_its_frame() -> None:
    label = Label(
        uri="https://sct.example/q/A1", title="Gạo", lines=("Túi 0001",), code="A1", pin="7K3Q 9ZXW"
    )

    text = words(sheet_pdf(SheetSpec(labels=[label], pin_words="Mã cào")))

    assert "Mã cào 7K3Q 9ZXW" in text


# -- ZPL -----------------------------------------------------------------------------------------


def unpacked(data: str, row_bytes: int) -> bytes:
    """A picture from ZPL's compressed hexadecimal."""
    rows: list[str] = []
    row, count = "", 0
    for sign in data:
        if "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            count += 20 * (ord(sign) - ord("f"))
        elif sign == ":":
            rows.append(rows[-1])
        elif sign == ",":
            rows.append(row.ljust(2 * row_bytes, "0"))
            row = ""
        else:
            row += sign * max(count, 1)
            count = 0
        if len(row) == 2 * row_bytes:
            rows.append(row)
            row = ""
    return bytes.fromhex("".join(rows))


def printed(text: str) -> Iterator[Image.Image]:
    """The labels as a ZPL printer prints them, with QR codes drawn by ^BQ's rules."""
    kept: dict[str, Image.Image] = {}
    for name, size, row, data in re.findall(r"~DG([^,]+),(\d+),(\d+),([^\n]+)", text):
        kept[name] = picture(data, int(size), int(row))
    for label in re.findall(r"\^XA\^CI28.*?\^XZ", text, re.DOTALL):
        width, length = (int(re.findall(rf"\^{name}(\d+)", label)[0]) for name in ("PW", "LL"))
        image = Image.new("1", (width, length), 1)
        for x, y, command in re.findall(r"\^FO(\d+),(\d+)\^(.*?)\^FS", label, re.DOTALL):
            if command.startswith("XG"):
                part = kept[command[2:].split(",")[0]]
            elif command.startswith("GFA"):
                size, _same, row, data = command[4:].split(",", 3)
                part = picture(data, int(size), int(row))
            else:
                part = qr_of(command)
            image.paste(part, (int(x), int(y)))
        yield image


def picture(data: str, size: int, row: int) -> Image.Image:
    raw = unpacked(data, row)
    assert len(raw) == size
    return Image.frombytes("1", (row * 8, size // row), bytes(255 - one for one in raw))


def qr_of(command: str) -> Image.Image:
    found = re.fullmatch(r"BQN,2,(\d+),([LMQH])\^FH\\\^FD([LMQH])A,(.*)", command, re.DOTALL)
    assert found
    side, level, again, data = found.groups()
    assert level == again
    text = re.sub(r"\\([0-9A-F]{2})", lambda sign: chr(int(sign[1], 16)), data)
    rows = qr_modules(text, level)  # type: ignore[arg-type]
    image = Image.new("1", (len(rows), len(rows)), 1)
    image.putdata([0 if dark else 1 for row in rows for dark in row])
    return image.resize((len(rows) * int(side),) * 2, Image.Resampling.NEAREST)


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("width", "height"), [(70, 40), (50, 70)])
@pytest.mark.parametrize("storage", ["dry", "frozen"])
def test_zpl_prints_codes_of_the_right_level_size_and_quiet_zone(
    dpi: int, width: int, height: int, storage: str
) -> None:
    output = Output(medium="zpl", width=width, height=height, dpi=dpi)
    spec = SheetSpec(labels=labels(3, LINK), storage=storage, output=output)  # type: ignore[arg-type]

    images = list(printed(zpl.sheet_zpl(spec).decode("ascii")))

    dots = DOTS_PER_MM[dpi]
    for image, label in zip(images, spec.labels, strict=True):
        assert image.size == (round(width * dots), round(height * dots))
        (code,) = zxingcpp.read_barcodes(image.convert("L"))
        assert (code.text, code.ec_level) == (label.uri, "Q" if storage == "frozen" else "M")
        place = code.position
        module = round(
            (place.top_right.x - place.top_left.x) / len(qr_modules(label.uri, spec.level))
        )
        assert module / dots >= SMALLEST_MODULE
        quiet = 4 * module
        box = (
            place.top_left.x - quiet,
            place.top_left.y - quiet,
            place.bottom_right.x + quiet,
            place.bottom_right.y + quiet,
        )
        around = image.convert("L").crop(box)
        around.paste(
            255, (quiet - 1, quiet - 1, around.width - quiet + 2, around.height - quiet + 2)
        )
        assert min(box) >= 0
        assert around.getextrema() == (255, 255)


def test_zpl_draws_words_with_their_accents_from_our_own_font() -> None:
    spec = SheetSpec(labels=labels(2), output=Output(medium="zpl"))
    accented, plain = (
        SheetSpec(
            labels=[Label(uri="https://x.example/q/A", title=title, lines=("Túi 1",), code="A")],
            output=spec.output,
        )
        for title in ("ẵ ễ ộ ử ỹ Đ", "a e o u y D")
    )

    text = zpl.sheet_zpl(spec).decode("ascii")
    (with_marks,), (without,) = (
        list(printed(zpl.sheet_zpl(one).decode("ascii"))) for one in (accented, plain)
    )

    assert text.count("~DG") == 1
    assert text.count("^XG") == 2
    assert text.rstrip().endswith("^XA^IDR:STTLABEL.GRF^FS^XZ")
    ink = [image.convert("L").histogram()[0] for image in (with_marks, without)]
    assert ink[0] > ink[1] + 100  # marks above and below


def test_zpl_asks_cut_labels_for_their_gap_and_endless_ones_for_length() -> None:
    cut = zpl.sheet_zpl(SheetSpec(labels=labels(1), output=Output(medium="zpl"))).decode()
    endless = zpl.sheet_zpl(
        SheetSpec(labels=labels(1), output=Output(medium="zpl", gap=3))
    ).decode()

    assert "^MNW^PW560^LL320" in cut
    assert "^MNN^PW560^LL344" in endless


def test_zpl_escapes_its_own_signs() -> None:
    label = Label(uri="https://x.example/q/A^B~C\\D", title="Gạo", lines=("Túi 1",), code="A")

    text = zpl.sheet_zpl(SheetSpec(labels=[label], output=Output(medium="zpl"))).decode()

    (image,) = printed(text)
    assert zxingcpp.read_barcodes(image.convert("L"))[0].text == label.uri


@given(st.binary(min_size=60, max_size=60))
def test_packed_pictures_unpack_to_themselves(raw: bytes) -> None:
    image = Image.frombytes("1", (48, 10), raw)

    assert unpacked(zpl.packed(image), 6) == bytes(255 - one for one in raw)


# -- SSCC bars, the press ------------------------------------------------------------------------


def test_the_bars_of_an_sscc_are_gs1_128() -> None:
    row = bars_of_sscc("395206000000000014")
    image = Image.new("L", (len(row) + 20, 40), 255)
    for x, is_bar in enumerate(row):
        if is_bar:
            image.paste(0, (x + 10, 0, x + 11, 40))

    (code,) = zxingcpp.read_barcodes(image.resize((image.width * 3, 120), Image.Resampling.NEAREST))

    assert (code.text, code.symbology_identifier) == ("(00)395206000000000014", "]C1")


def test_a_document_the_typesetter_refuses_is_an_error_of_ours(tmp_path: Path) -> None:
    broken = tmp_path / "broken.typ"
    broken.write_text("#nonsense()")

    with pytest.raises(TypstFailedError, match="nonsense"):
        typeset(Manuscript(template=broken, inputs={}))


def test_a_document_without_end_is_given_up(tmp_path: Path) -> None:
    endless = tmp_path / "endless.typ"
    endless.write_text("#let n = 0\n#for i in range(100000000) { n += calc.rem(i, 7) }\n#n")

    with pytest.raises(PressTimeoutError):
        typeset(Manuscript(template=endless, inputs={}), patience=1)
