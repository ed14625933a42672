"""The demo as a person starts it: ``deploy/run.py`` on free ports with a folder of its own.

Set E2E_DEMO=http://127.0.0.1:8000,http://127.0.0.1:8010,run.log to use one that runs already; the
file is what it printed.
"""

import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import services

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 420
READY = "Stop with"


@dataclass(frozen=True, slots=True)
class Demo:
    """Where the demo answers, and the words it printed."""

    shop: str
    bank: str
    printed: str = ""


@contextmanager
def running_demo() -> Iterator[Demo]:
    """Yield a running demo with its data loaded; end its processes afterwards."""
    named = os.environ.get("E2E_DEMO")
    if named:
        shop, bank, log = named.split(",")
        yield Demo(shop, bank, Path(log).read_text(encoding="utf-8"))
        return
    with tempfile.TemporaryDirectory(prefix="soctrangtrade-demo-") as folder:
        yield from _started(Path(folder))


def _started(folder: Path) -> Iterator[Demo]:
    port, bank_port = services.free_port(), services.free_port()
    log = folder / "run.log"
    command = [sys.executable, str(ROOT / "deploy" / "run.py"), "--port", str(port)]
    command += ["--bank-port", str(bank_port)]
    with log.open("wb") as output:
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=_environment(folder),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        printed = _wait(process, log)
        yield Demo(f"http://127.0.0.1:{port}", f"http://127.0.0.1:{bank_port}", printed)
    finally:
        os.killpg(process.pid, signal.SIGTERM)
        process.wait(timeout=30)


def _environment(folder: Path) -> dict[str, str]:
    """Return this environment without what belongs to the test settings."""
    dropped = {"DJANGO_SETTINGS_MODULE", "DATABASE_URL", "VAR_DIR", "MODULES"}
    kept = {name: value for name, value in os.environ.items() if name not in dropped}
    return {**kept, "VAR_DIR": str(folder / "var")}


def _wait(process: subprocess.Popen[bytes], log: Path) -> str:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        text = log.read_text(encoding="utf-8", errors="replace")
        if READY in text:
            return text
        if process.poll() is not None:
            raise AssertionError(f"the demo ended while it started:\n{text[-3000:]}")
        time.sleep(0.3)
    raise AssertionError(f"the demo was not ready in {PATIENCE} s:\n{log.read_text()[-3000:]}")
