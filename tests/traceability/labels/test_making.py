"""Ordering labels and drawing their sheets in the worker."""

from datetime import timedelta
from pathlib import Path

import pypdfium2
import pytest
import zxingcpp
from django.conf import settings
from django.core.files.storage import FileSystemStorage
from django.test import override_settings
from django.utils import timezone

from marketplace.kernel.models import AuditRow
from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import make_item, make_lot, make_plain_lot, make_user
from traceability.errors import LotNotOpenError, TooManyLabelsError
from traceability.labels import actions, making
from traceability.labels.actions import order_labels, remake_sheet
from traceability.labels.errors import LabelsMovedOnError, SheetUnderWayError
from traceability.labels.models import LabelSheet, SheetState, label_storage
from traceability.lots.actions import recall_lot, void_range
from traceability.lots.identity import scan_url
from traceability.lots.models import LabelRun, Lot, Serial

pytestmark = pytest.mark.django_db


def codes_of(sheet: LabelSheet) -> list[str]:
    """What a reader reads on every page of the sheet's file."""
    document = pypdfium2.PdfDocument(sheet.file.read())
    images = [page.render(scale=200 / 72).to_pil() for page in document]
    return sorted(code.text for image in images for code in zxingcpp.read_barcodes(image))


def text_of(sheet: LabelSheet) -> str:
    """The words of the sheet's first page, on one line."""
    page = pypdfium2.PdfDocument(sheet.file.read())[0]
    return " ".join(page.get_textpage().get_text_range().split())


def addresses(lot: Lot) -> list[str]:
    """What the QRs of a lot say."""
    return sorted(map(scan_url, Serial.objects.filter(lot=lot).select_related("lot__item")))


@pytest.mark.parametrize("make", [make_lot, make_plain_lot])
def test_an_order_becomes_a_sheet_with_every_code(make: type[Lot]) -> None:
    lot = make()

    run = order_labels(lot=lot, count=31)
    run_due()

    sheet = LabelSheet.objects.get()
    assert (sheet.job.lot, sheet.first, sheet.last, sheet.state) == (lot, 1, 31, SheetState.READY)
    assert (run.first, run.last) == (sheet.job.first, sheet.job.last)
    assert (sheet.drawn, sheet.pages) == (31, 2)
    assert codes_of(sheet) == addresses(lot)


def test_labels_tell_product_producer_lot_dates_and_pack() -> None:
    lot = make_lot()

    order_labels(lot=lot, count=1)
    run_due()

    text = text_of(LabelSheet.objects.get())
    assert "Gạo ST25 lúa–tôm, túi 5 kg" in text
    assert "HTX Rạch Gò Lô ST25-2601-A3 NSX 11/01/2026 HSD 11/09/2099 GTIN 9520600012353" in text
    assert f"Túi 0001 {Serial.objects.get().code}" in text
    assert "Lô ST25-2601-A3, tem 0001–0001 1 / 1" in text


def test_frozen_packs_get_codes_of_level_q() -> None:
    order_labels(lot=make_lot(make_item(storage="frozen")), count=1)
    run_due()

    page = pypdfium2.PdfDocument(LabelSheet.objects.get().file.read())[0]
    (code,) = zxingcpp.read_barcodes(page.render(scale=200 / 72).to_pil())
    assert code.ec_level == "Q"


def test_a_big_order_is_cut_into_files_that_fill_their_pages() -> None:
    order_labels(lot=make_lot(quantity=2000), count=2000)

    spans = list(LabelSheet.objects.order_by("first").values_list("first", "last"))

    assert spans == [(1, 990), (991, 1980), (1981, 2000)]


def test_a_sheet_waits_until_its_serials_are_made(monkeypatch: pytest.MonkeyPatch) -> None:
    order_labels(lot=make_lot(), count=2)
    LabelRun.objects.update(issued=1)
    sheet = LabelSheet.objects.get()

    assert making.draw(sheet.pk) is False
    sheet.refresh_from_db()
    assert sheet.state == SheetState.WAITING

    LabelRun.objects.update(issued=2)
    assert making.draw(sheet.pk) is True


def test_labels_thrown_away_before_drawing_are_left_out() -> None:
    lot = make_lot()
    run = order_labels(lot=lot, count=3)
    void_range(run=run, first=2, last=2, reason="Tem rách")
    run_due()

    sheet = LabelSheet.objects.get()
    assert sheet.drawn == 2
    assert codes_of(sheet) == sorted(
        scan_url(one) for one in Serial.objects.exclude(number=2).select_related("lot__item")
    )


def test_a_sheet_without_any_label_left_fails_by_name() -> None:
    run = order_labels(lot=make_lot(), count=2)
    void_range(run=run, reason="Mất tem")
    run_due()

    sheet = LabelSheet.objects.get()
    assert (sheet.state, sheet.fault, sheet.file.name) == (SheetState.FAILED, "no_labels", "")


def test_drawing_twice_makes_one_file() -> None:
    order_labels(lot=make_lot(), count=1)
    run_due()
    sheet = LabelSheet.objects.get()
    name = sheet.file.name

    making.draw(sheet.pk)

    sheet.refresh_from_db()
    assert sheet.file.name == name


def test_a_broken_off_drawing_is_done_again_by_the_queue(monkeypatch: pytest.MonkeyPatch) -> None:
    order_labels(lot=make_lot(), count=1)
    sheet = LabelSheet.objects.get()
    with monkeypatch.context() as broken:
        broken.setattr(making, "sheet_pdf", lambda _spec: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            making.draw(sheet.pk)

    making.draw(sheet.pk)

    sheet.refresh_from_db()
    assert sheet.state == SheetState.READY


def test_a_second_tab_cannot_order_the_same_labels_again() -> None:
    lot = make_lot()
    order_labels(lot=lot, count=10, after=0)

    with pytest.raises(LabelsMovedOnError) as refusal:
        order_labels(lot=lot, count=10, after=0)

    assert refusal.value.details == {"last": "0010"}
    assert Serial.objects.count() == 10
    assert LabelSheet.objects.count() == 1


def test_more_labels_than_packs_leave_nothing_behind() -> None:
    with pytest.raises(TooManyLabelsError):
        order_labels(lot=make_lot(quantity=5), count=6)

    assert not LabelSheet.objects.exists()
    assert not Serial.objects.exists()


def test_a_recalled_lot_gets_no_labels() -> None:
    lot = make_lot()
    recall_lot(lot=lot, reason="Dư lượng thuốc")

    with pytest.raises(LotNotOpenError):
        order_labels(lot=lot, count=1)

    assert not LabelSheet.objects.exists()


def test_only_a_sheet_that_stands_still_is_begun_anew() -> None:
    user = make_user()
    order_labels(lot=make_lot(), count=1)
    sheet = LabelSheet.objects.get()
    with pytest.raises(SheetUnderWayError):
        remake_sheet(sheet=sheet, acting_user=user)

    LabelSheet.objects.update(touched_at=timezone.now() - actions.STANDSTILL - timedelta(seconds=1))
    remade = remake_sheet(sheet=sheet, acting_user=user)

    assert remade.state == SheetState.WAITING
    row = AuditRow.objects.get(action="label_sheet.remade")
    assert row.acting_user_id == user.pk


def test_files_lie_outside_the_public_media_folder(tmp_path: Path) -> None:
    storage = label_storage()
    assert isinstance(storage, FileSystemStorage)
    assert Path(settings.MEDIA_ROOT) not in Path(storage.location).parents

    elsewhere = {
        "own": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        }
    }
    with override_settings(STORAGES=elsewhere, LABELS_STORAGE="own"):
        chosen = label_storage()
        assert isinstance(chosen, FileSystemStorage)
        assert Path(chosen.location) == tmp_path
