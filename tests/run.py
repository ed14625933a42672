"""The whole suite: on SQLite, then the races on PostgreSQL beside the journeys in a browser.

What cannot run here is reported as skipped with its reason, never left out in silence.
``--core`` runs the pure cores only (the inner loop while writing).
"""

import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests import services

CORE = [
    "tests/traceability/gs1",
    "tests/payments/vietqr",
    "tests/marketplace/base/words",
    "tests/marketplace/base/units",
]


def main(arguments: list[str]) -> int:
    """Run the passes in order and return the worst exit code."""
    _use_vectors_beside_us()
    if "--core" in arguments:
        return _pytest([path for path in CORE if Path(path).exists()])
    # Tables straight from the models: each worker would migrate for half a minute. Migrations run
    # in the PostgreSQL pass and when the browser pass starts the demo; `make lint` compares them.
    workers = str(min(4, os.cpu_count() or 1))
    quick = ["-n", workers, "--no-migrations", "-m", "not browser and not postgres"]
    worst = _pytest(quick, title="SQLite")
    with _beside(["--no-migrations", "-m", "browser"], title="Browser") as browser:
        worst = max(worst, _on_postgres())
    return max(worst, browser.wait())


def _on_postgres() -> int:
    with services.postgres() as url:
        if url is None:
            print("PostgreSQL was not found: its tests are reported as skipped below.", flush=True)
        worst = _pytest(["-m", "postgres"], title="PostgreSQL", database=url)
        if url:  # search and stock speak another SQL there
            catalog = ["tests/catalog", "-m", "not browser and not postgres"]
            worst = max(worst, _pytest(catalog, title="Catalogue on PostgreSQL", database=url))
    return worst


def _pytest(arguments: list[str], *, title: str = "", database: str | None = None) -> int:
    environment = dict(os.environ)
    if database:
        environment["DATABASE_URL"] = database
    print(f"\n=== {title or 'Tests'} ===", flush=True)
    return _code(subprocess.run(_command(arguments), check=False, env=environment).returncode)


@dataclass
class _Beside:
    """A pass that runs while another one does; it is shown once it has ended."""

    process: subprocess.Popen[bytes]

    def wait(self) -> int:
        """Return the pass's exit code."""
        return _code(self.process.wait())


@contextmanager
def _beside(arguments: list[str], *, title: str) -> Iterator[_Beside]:
    """Run a pass while the body runs another: each keeps one core busy, and neither needs both."""
    with tempfile.TemporaryFile() as said:
        process = subprocess.Popen(_command(arguments), stdout=said, stderr=subprocess.STDOUT)
        try:
            yield _Beside(process)
            process.wait()
        finally:
            process.terminate()
            process.wait()
            said.seek(0)
            print(f"\n=== {title} ===\n{said.read().decode(errors='replace')}", flush=True)


def _command(arguments: list[str]) -> list[str]:
    return [sys.executable, "-m", "pytest", "-q", "--durations=8", *arguments]


def _code(code: int) -> int:
    return 0 if code == 5 else code  # 5: nothing of this kind is there


def _use_vectors_beside_us() -> None:
    """Use the public vectors when they lie beside the project; say so when they do not."""
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    if not os.environ.get("VECTORS") and beside.is_dir():
        os.environ["VECTORS"] = str(beside)
    if not os.environ.get("VECTORS"):
        print(
            "VECTORS is not set: tests on the public vectors are reported as skipped.", flush=True
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
