"""Print jobs: big, stopped, gone on with, broken off, printed again."""

import errno
import io
import itertools
import subprocess
import sys
from datetime import timedelta

import pypdfium2
import pytest
import zxingcpp
from django.core.files.storage import FileSystemStorage
from django.utils import timezone

from marketplace.kernel.models import AuditRow
from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import make_lot, make_user
from traceability.errors import RangeOutsideRunError, ReasonMissingError
from traceability.labels import actions, making, queries
from traceability.labels.actions import cancel_job, order_labels, reprint_labels, resume_job
from traceability.labels.core.output import Output
from traceability.labels.errors import PinsNotOfferedError
from traceability.labels.models import LabelSheet, PrintJob, SheetState
from traceability.lots.models import LabelRun, Serial
from traceability.resolver.core.pin import pin_of

pytestmark = pytest.mark.django_db


def states() -> list[str]:
    return list(LabelSheet.objects.order_by("job_id", "first").values_list("state", flat=True))


def small_files(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut jobs into files of three labels."""
    monkeypatch.setattr(actions, "LABELS_A_FILE", 3)


def read(sheet: LabelSheet) -> list[str]:
    document = pypdfium2.PdfDocument(sheet.file.read())
    images = [page.render(scale=200 / 72).to_pil() for page in document]
    return [code.text for image in images for code in zxingcpp.read_barcodes(image)]


def test_a_hundred_thousand_labels_are_a_hundred_and_two_files() -> None:
    lot = make_lot(quantity=100_000)

    order_labels(lot=lot, count=100_000)

    spans = list(LabelSheet.objects.order_by("first").values_list("first", "last"))
    assert len(spans) == 102
    assert [spans[0], spans[-1]] == [(1, 990), (99_991, 100_000)]
    assert all(last + 1 == after for (_f, last), (after, _l) in itertools.pairwise(spans))


def test_a_worker_killed_while_drawing_loses_and_doubles_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_files(monkeypatch)
    lot = make_lot()
    order_labels(lot=lot, count=9)
    first, second, _third = LabelSheet.objects.order_by("first")
    making.draw(first.pk)
    done = LabelSheet.objects.get(pk=first.pk).file.name
    original = making._update

    def killed(sheet: LabelSheet, **values: object) -> None:
        if values.get("state") == SheetState.READY:
            raise KeyboardInterrupt  # after the file is written, before the row says so
        original(sheet, **values)

    with monkeypatch.context() as moment:
        moment.setattr(making, "_update", killed)
        with pytest.raises(KeyboardInterrupt):
            making.draw(second.pk)
    run_due()

    sheets = list(LabelSheet.objects.order_by("first"))
    assert states() == ["ready"] * 3
    assert sheets[0].file.name == done
    printed = [uri for sheet in sheets for uri in read(sheet)]
    assert sorted(printed) == sorted(
        making.label_of(one).uri for one in Serial.objects.select_related("lot__item__party", "run")
    )
    storage = sheets[0].file.storage
    own = [name for name in storage.listdir("sheets")[1] if name.startswith(str(lot.uuid))]
    assert sorted(f"sheets/{name}" for name in own) == sorted(str(one.file.name) for one in sheets)


def test_a_stopped_job_makes_no_more_files_until_somebody_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_files(monkeypatch)
    user = make_user()
    order_labels(lot=make_lot(), count=9)
    job = PrintJob.objects.get()
    making.draw(job.sheets.order_by("first")[0].pk)

    cancel_job(job=job, acting_user=user)
    run_due()

    assert states() == ["ready", "cancelled", "cancelled"]
    row = queries.job_row(PrintJob.objects.get())
    assert (row.percent, row.drawn, row.is_still, row.is_moving) == (33, 3, True, False)
    assert AuditRow.objects.get(action="print_job.stopped").details == {"sheets": 2}
    assert Serial.objects.filter(status="printed").count() == 9

    resume_job(job=job, acting_user=user)
    run_due()

    assert states() == ["ready"] * 3
    assert PrintJob.objects.get().cancelled_at is None


def test_a_full_disk_is_told_and_gone_on_with(monkeypatch: pytest.MonkeyPatch) -> None:
    order_labels(lot=make_lot(), count=2)
    job = PrintJob.objects.get()

    def full(_self: object, _name: object, _content: object, **_more: object) -> str:
        raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as moment:
        moment.setattr(FileSystemStorage, "save", full)
        run_due()

    assert (states(), LabelSheet.objects.get().fault) == (["failed"], "disk_full")

    resume_job(job=job)
    run_due()

    assert (states(), LabelSheet.objects.get().fault) == (["ready"], "")


def test_other_trouble_with_the_disk_is_tried_again_by_the_queue(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    order_labels(lot=make_lot(), count=1)
    sheet = LabelSheet.objects.get()

    def broken(_spec: object) -> bytes:
        raise OSError(errno.EIO, "I/O error")

    monkeypatch.setattr(making, "file_of", broken)
    with pytest.raises(OSError, match="I/O error"):
        making.draw(sheet.pk)


def test_a_typesetter_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    order_labels(lot=make_lot(), count=1)

    def died(*_args: object, **_more: object) -> subprocess.CompletedProcess[bytes]:
        return subprocess.CompletedProcess([sys.executable], -9, b"", b"")

    monkeypatch.setattr(subprocess, "run", died)
    run_due()

    assert (states(), LabelSheet.objects.get().fault) == (["failed"], "typst_failed")


def test_a_job_that_lost_its_worker_is_begun_again_where_it_stopped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    small_files(monkeypatch)
    order_labels(lot=make_lot(), count=6)
    making.draw(LabelSheet.objects.order_by("first")[0].pk)
    long_ago = timezone.now() - actions.STANDSTILL - timedelta(seconds=1)
    LabelSheet.objects.filter(state="waiting").update(state=SheetState.MAKING)
    LabelSheet.objects.update(touched_at=long_ago)
    job = PrintJob.objects.get()
    assert queries.job_row(job).is_still

    resume_job(job=job)

    assert states() == ["ready", "waiting"]


def test_how_long_the_rest_takes_is_told_from_the_pace_so_far() -> None:
    order_labels(lot=make_lot(quantity=3000), count=2970)
    job = PrintJob.objects.get()
    begun = timezone.now() - timedelta(minutes=2)
    PrintJob.objects.update(requested_at=begun)
    first = job.sheets.order_by("first")[0]
    LabelSheet.objects.filter(pk=first.pk).update(
        state=SheetState.READY, file="x.pdf", drawn=990, touched_at=begun + timedelta(minutes=1)
    )
    LabelSheet.objects.exclude(pk=first.pk).update(touched_at=begun)

    row = queries.job_row(PrintJob.objects.get())

    assert (row.percent, row.drawn, row.reached, row.is_moving) == (33, 990, 990, True)
    assert row.rest == timedelta(minutes=2)


def test_labels_are_printed_again_across_runs_with_a_reason_that_stays() -> None:
    lot, user = make_lot(), make_user()
    order_labels(lot=lot, count=3)
    order_labels(lot=lot, count=3)
    run_due()

    job = reprint_labels(
        lot=lot,
        span=(3, 5),
        reason="Kẹt giấy",
        output=Output(medium="roll", width=60),
        acting_user=user,
    )
    run_due()

    sheet = job.sheets.get()
    assert (job.is_reprint, job.reason, job.how.width) == (True, "Kẹt giấy", 60)
    assert (sheet.state, sheet.drawn, len(read(sheet))) == ("ready", 3, 3)
    assert list(LabelRun.objects.values_list("reprinted", flat=True)) == [1, 2]
    assert AuditRow.objects.get(action="labels.reprinted").acting_user_id == user.pk


def test_nothing_is_printed_again_without_reason_or_label() -> None:
    lot = make_lot()
    order_labels(lot=lot, count=3)

    with pytest.raises(ReasonMissingError):
        reprint_labels(lot=lot, span=(1, 1), reason=" ")
    with pytest.raises(RangeOutsideRunError):
        reprint_labels(lot=lot, span=(3, 4), reason="Kẹt giấy")
    assert PrintJob.objects.count() == 1


def test_pins_are_printed_where_the_run_asks_for_them(settings: pytest.FixtureRequest) -> None:
    settings.ORIGIN_PIN_SECRET = "a secret"  # type: ignore[attr-defined]
    lot = make_lot()
    order_labels(lot=lot, count=1, with_pin=True)
    order_labels(lot=lot, count=1)
    run_due()

    with_pin, without = LabelSheet.objects.order_by("pk")
    texts = [
        pypdfium2.PdfDocument(io.BytesIO(sheet.file.read()))[0].get_textpage().get_text_range()
        for sheet in (with_pin, without)
    ]
    pin = pin_of("a secret", Serial.objects.get(number=1).code)
    assert f"Mã cào {pin[:4]} {pin[4:]}" in " ".join(texts[0].split())
    assert "Mã cào" not in texts[1]


def test_pins_need_a_secret_of_the_operator() -> None:
    with pytest.raises(PinsNotOfferedError):
        order_labels(lot=make_lot(), count=1, with_pin=True)


@pytest.mark.parametrize(("medium", "start"), [("roll", b"%PDF"), ("zpl", b"~DG"), ("svg", b"PK")])
def test_every_medium_is_made_by_the_worker(medium: str, start: bytes) -> None:
    order_labels(lot=make_lot(), count=2, output=Output(medium=medium))  # type: ignore[arg-type]
    run_due()

    sheet = LabelSheet.objects.get()
    assert (sheet.state, sheet.drawn) == ("ready", 2)
    assert sheet.file.read().startswith(start)


@pytest.mark.parametrize(
    "typed",
    ["2", "0002", " {code} ", "{lower}", "https://x.example/q/{code}", "{uri}", "{uri}?s=1"],
)
def test_a_label_is_found_by_number_code_or_what_a_scanner_types(typed: str) -> None:
    lot = make_lot()
    order_labels(lot=lot, count=3)
    serial = Serial.objects.select_related("lot__item__party", "run").get(number=2)
    words = {"code": serial.code, "lower": serial.code.lower(), "uri": making.label_of(serial).uri}

    assert queries.number_of(lot, typed.format(**words)) == 2
    assert queries.number_of(make_lot(lot.item, code="B"), words["code"]) is None
