import os
import subprocess
import sys
from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client

from tests.factories.traceability import make_pack
from traceability.lots.actions import recall_lot

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]

OTHER = """
import sys, django
django.setup()
from django.test import Client
client = Client()
for line in sys.stdin:
    html = client.get(line.strip()).content.decode()
    print("recalled" if "thu h\\u1ed3i. \\u0110\\u1eebng" in html else "known", flush=True)
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
    """Return what the other process says of ``path``."""
    sent, heard = process.stdin, process.stdout
    assert sent is not None
    assert heard is not None
    sent.write(path + "\n")
    sent.flush()
    return heard.readline().strip()


def test_a_recall_shows_at_once_in_every_process(
    client: Client, other: subprocess.Popen[str]
) -> None:
    pack = make_pack()
    for _warm in range(3):
        assert "chưa ghi sổ" in client.get(f"/q/{pack.code}").content.decode()
        assert ask(other, f"/q/{pack.code}") == "known"

    recall_lot(lot=pack.lot, reason="Dư lượng kháng sinh")

    assert ask(other, f"/q/{pack.code}") == "recalled"
    assert "Đang thu hồi" in client.get(f"/q/{pack.code}").content.decode()
