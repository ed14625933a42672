"""How the sandbox bank starts, and what it must not touch."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from tests.payments.sandboxes.bank import ROOT

MANAGE = [sys.executable, "manage.py", "sandbox_bank", "--port=0"]


def environment(**changes: str) -> dict[str, str]:
    settings = {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
        "MODULES": "+payments.sandboxes.bank",
    }
    return {**os.environ, **settings, **changes}


def start(*arguments: str, **changes: str) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        [sys.executable, "-m", "payments.sandboxes.bank", "--port=0", *arguments],
        cwd=ROOT,
        env=environment(**changes),
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )


def test_manage_py_starts_it_and_sigterm_ends_it(tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*MANAGE, f"--db={tmp_path / 'bank.sqlite3'}"],
        cwd=ROOT,
        env=environment(VAR_DIR=str(tmp_path)),
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    first = process.stdout.readline()
    process.terminate()

    assert re.fullmatch(r"Sandbox bank: http://127\.0\.0\.1:\d+/\n", first)
    assert process.wait(timeout=10) == 0
    process.stdout.close()


def test_it_is_not_there_unless_asked_for(tmp_path: Path) -> None:
    done = subprocess.run(
        MANAGE,
        cwd=ROOT,
        env=environment(MODULES="", VAR_DIR=str(tmp_path)),
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 1
    assert "Unknown command: 'sandbox_bank'" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "secret", "sentence"),
    [
        ((), "", "Set SANDBOX_BANK_SECRET"),
        (("--time-scale=0",), "x", "--time-scale must be more than zero"),
        (("--notify=nonsense",), "x", "is not ACCOUNT=URL"),
        (("--notify=A1=ftp://x",), "x", "is not ACCOUNT=URL"),
    ],
)
def test_a_wrong_option_is_told_in_one_sentence(
    arguments: tuple[str, ...], secret: str, sentence: str
) -> None:
    done = start(*arguments, SANDBOX_BANK_SECRET=secret)

    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert sentence in done.stderr


def test_it_knows_neither_django_nor_the_shops_payments() -> None:
    code = """
import sys, payments.sandboxes.bank.server, payments.sandboxes.bank.__main__
own = ("payments.sandboxes", "payments.vietqr")
print([name for name in sys.modules if name.split(".")[0] in {"django", "marketplace", "catalog"}
       or name.startswith("payments.") and not name.startswith(own)])
"""

    found = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert found.stdout == "[]\n"
