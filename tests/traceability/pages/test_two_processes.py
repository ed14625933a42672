import os
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from django.db import connection, transaction
from django.test import Client

from tests.factories.traceability import make_pack
from traceability.log.actions import sequence
from traceability.lots.actions import lift_recall, recall_lot
from traceability.lots.models import Serial
from traceability.resolver.actions import judge_pack
from traceability.resolver.models import Judgement
from traceability.resolver.snapshots import refresh

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

OTHER = """
import re, sys, django
django.setup()
from django.test import Client
client = Client(headers={"accept": "text/html"})
for line in sys.stdin:
    html = client.get(line.strip()).content.decode()
    print(re.search("<h1>(.*?)</h1>", html)[1].encode("unicode_escape").decode(), flush=True)
"""


@pytest.fixture
def other() -> Iterator[subprocess.Popen[str]]:
    """Return another web process on the same database, answering paths with verdicts."""
    values = connection.settings_dict
    where = f"{values['USER']}:{values['PASSWORD']}@{values['HOST']}:{values['PORT']}"
    settings = {
        "DATABASE_URL": f"postgresql://{where}/{values['NAME']}",
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
    }
    process = subprocess.Popen(
        [sys.executable, "-c", OTHER],
        env={**os.environ, **settings},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    yield process
    process.communicate(timeout=30)


def ask(process: subprocess.Popen[str], path: str) -> str:
    """Return the first thing that the other process says of ``path``."""
    sent, heard = process.stdin, process.stdout
    assert sent is not None
    assert heard is not None
    sent.write(path + "\n")
    sent.flush()
    return heard.readline().strip().encode().decode("unicode_escape")


def ways(pack: Serial) -> list[str]:
    """Return every address that people may have of a pack and its lot."""
    stem = "/01/09520600012353"
    return [
        f"/q/{pack.code}",
        f"{stem}/21/{pack.serial}",
        f"{stem}/10/ST25-2601-A3/21/{pack.serial}",
        f"{stem}/10/ST25-2601-A3",
        f"/q{stem}/10/ST25-2601-A3",
        f"/q/{pack.lot.link_code}",
    ]


def test_a_recall_shows_at_once_in_every_process(
    client: Client, other: subprocess.Popen[str]
) -> None:
    pack = make_pack()
    sequence()
    with transaction.atomic():
        refresh(pack.lot)
    for path in [*ways(pack), *ways(pack)]:
        assert ask(other, path) in {"Mã thật, rõ nguồn gốc", "Rõ nguồn gốc, đã ghi sổ"}

    started = time.monotonic()
    recall_lot(lot=pack.lot, reason="Dư lượng kháng sinh")

    for path in ways(pack):
        assert ask(other, path) == "Đang thu hồi. Đừng ăn."
        assert ask(other, f"{path}?l=en") == "Recalled. Do not eat it."
    assert time.monotonic() - started < 5
    assert "Đang thu hồi" in client.get(f"/q/{pack.code}").content.decode()
    lift_recall(lot=pack.lot, outcome="withdrawn", reason="Phiếu của lô khác")
    assert ask(other, f"/q/{pack.code}") == "Có chữ ký, chưa ghi sổ"


def test_a_confirmed_copy_shows_at_once_in_every_process(other: subprocess.Popen[str]) -> None:
    pack = make_pack()
    path = f"/q/{pack.code}"
    assert ask(other, path) == "Có chữ ký, chưa ghi sổ"

    judge_pack(serial=pack, judgement=Judgement.COPIED, reason="Hai bao cùng mã")

    assert ask(other, path) == "Đã thấy tem chép của gói này"
