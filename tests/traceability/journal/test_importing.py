"""A table is read, shown with its faults, and written down once."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from marketplace.kernel.outbox.worker import run_due
from tests.factories.traceability import make_cooperative, make_household, make_place, make_user
from traceability.journal.core.steps import SPECS
from traceability.journal.core.table import read_table
from traceability.journal.models import Entry, ImportFile
from traceability.models import Party

pytestmark = pytest.mark.django_db

PATH = "/ban/nhat-ky/nhap/"
HEADER = "Ngày;Giờ;Nơi;Tên phân, thuốc;Bao nhiêu (kg);Ghi thêm"
GOOD = ["14/01/2026;06:30;Ruộng A3;Urê;1.250,5;bón thúc", "2026-01-15;;ruong a3;DAP;2.5;"]
FAULTY = "31/02/2026;;Ruộng lạ;;nhiều;"


@pytest.fixture
def party() -> Party:
    party = make_cooperative(make_user())
    make_place(party)
    return party


@pytest.fixture
def member(client: Client, party: Party) -> Client:
    client.force_login(party.members.get())
    return client


def upload(client: Client, *lines: str, step: str = "fertilise") -> ImportFile:
    table = SimpleUploadedFile("bon-phan.csv", "\n".join([HEADER, *lines]).encode("utf-8-sig"))
    answer = client.post(PATH, {"step": step, "table": table})
    assert answer.status_code == 302, answer.content.decode()
    return ImportFile.objects.latest("pk")


def write(client: Client, file: ImportFile, how: str = "good") -> ImportFile:
    client.post(f"{PATH}{file.uuid}/ghi/", {"how": how})
    run_due()
    file.refresh_from_db()
    return file


def test_good_rows_become_entries(member: Client) -> None:
    file = write(member, upload(member, *GOOD))
    assert (file.state, file.written, file.faults) == ("done", 2, [])
    first, second = Entry.objects.order_by("happened_at")
    assert first.event.body["stt:amountKg"] == 1250.5
    assert first.event.body["eventTime"] == "2026-01-14T06:30:00+07:00"
    assert first.event.body["stt:source"] == "import"
    assert second.event.body["stt:amountKg"] == 2.5
    assert second.event.body["eventTime"] == "2026-01-15T12:00:00+07:00"


def test_every_fault_is_named_with_row_and_column(member: Client) -> None:
    file = upload(member, *GOOD, FAULTY)
    told = {(row, column) for row, column, _ in file.faults}
    assert (file.rows, file.good) == (3, 2)
    assert {(4, "Ngày"), (4, "Nơi"), (4, "Tên phân, thuốc"), (4, "Bao nhiêu (kg)")} <= told
    page = member.get(f"{PATH}{file.uuid}/").content.decode()
    assert "2 trên 3 dòng đúng. Chưa ghi gì." in page
    assert "Dòng 4" in page
    assert not Entry.objects.exists()


def test_the_good_rows_are_written_and_the_others_come_as_a_file(member: Client) -> None:
    file = write(member, upload(member, GOOD[0], FAULTY))
    assert (file.state, file.written) == ("done", 1)
    table = read_table(member.get(f"{PATH}{file.uuid}/sai.csv").content, most_rows=9)
    assert table[0].cells[-1] == "Sai chỗ nào"
    assert list(table[1].cells[:4]) == ["31/02/2026", "", "Ruộng lạ", ""]
    assert "Tên phân, thuốc: Chưa ghi ô này." in table[1].cells[-1]


def test_all_or_nothing_writes_nothing_when_a_row_is_faulty(member: Client) -> None:
    file = write(member, upload(member, GOOD[0], FAULTY), how="all")
    assert (file.state, file.written) == ("ready", 0)
    assert not Entry.objects.exists()


def test_the_same_file_again_writes_nothing_twice(member: Client) -> None:
    for _ in range(2):
        assert write(member, upload(member, *GOOD)).written == 2
    assert Entry.objects.count() == 2


def test_a_file_is_written_down_once(member: Client) -> None:
    file = write(member, upload(member, *GOOD))
    page = member.post(f"{PATH}{file.uuid}/ghi/", {"how": "good"}, follow=True)
    assert "đã ghi xong" in page.content.decode()


def test_a_column_nobody_knows_is_named(member: Client, party: Party) -> None:
    table = SimpleUploadedFile("a.csv", f"{HEADER};Màu\n{GOOD[0]};xanh".encode())
    member.post(PATH, {"step": "fertilise", "table": table})
    assert ImportFile.objects.get().faults[0][:2] == [1, "Màu"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xd0\xcf\x11\xe0", "Lưu thành .xlsx"),
        (b"PK\x03\x04", "Lưu lại rồi chọn lại"),
        (b"", "Tệp này trống."),
    ],
)
def test_what_is_no_table_is_refused(member: Client, content: bytes, told: str) -> None:
    answer = member.post(PATH, {"step": "sow", "table": SimpleUploadedFile("a.xls", content)})
    assert answer.status_code == 422
    assert told in answer.content.decode()


def test_a_file_that_is_too_large_is_refused(member: Client, settings: object) -> None:
    settings.JOURNAL_TABLE_MAX_BYTES = 1000  # type: ignore[attr-defined]
    table = SimpleUploadedFile("a.csv", b"x" * 2000)
    answer = member.post(PATH, {"step": "sow", "table": table})
    assert "Chọn tệp dưới" in answer.content.decode()


@pytest.mark.parametrize("step", sorted(SPECS))
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_empty_table_has_columns_that_are_known_again(
    member: Client, step: str, kind: str
) -> None:
    content = member.get(f"{PATH}mau/{step}.{kind}").content
    table = SimpleUploadedFile(f"a.{kind}", content)
    member.post(PATH, {"step": step, "table": table})
    file = ImportFile.objects.latest("pk")
    assert [one for one in file.faults if one[0] == 1] == []


def test_files_of_others_are_not_there(client: Client, member: Client) -> None:
    file = upload(member, *GOOD)
    stranger = make_user("+84900000009")
    make_household(stranger)
    client.force_login(stranger)
    assert client.get(f"{PATH}{file.uuid}/").status_code == 404
    assert client.get(f"{PATH}{file.uuid}/sai.csv").status_code == 404
    assert client.post(f"{PATH}{file.uuid}/ghi/").status_code == 404


def test_an_upload_without_its_token_is_refused(party: Party) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(party.members.get())
    table = SimpleUploadedFile("a.csv", b"a;b")
    assert strict.post(PATH, {"step": "sow", "table": table}).status_code == 403
