"""The whole suite: on SQLite, then the races on PostgreSQL, then the journeys in a browser.

What cannot run here is reported as skipped with its reason, never left out in silence.
``--core`` runs the pure cores only (the inner loop while writing).
"""

import os
import subprocess
import sys
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
    with services.postgres() as url:
        if url is None:
            print("PostgreSQL was not found: its tests are reported as skipped below.", flush=True)
        worst = max(worst, _pytest(["-m", "postgres"], title="PostgreSQL", database=url))
        if url:  # search and stock speak another SQL there
            catalog = ["tests/catalog", "-m", "not browser and not postgres"]
            worst = max(worst, _pytest(catalog, title="Catalogue on PostgreSQL", database=url))
    return max(worst, _pytest(["--no-migrations", "-m", "browser"], title="Browser"))


def _pytest(arguments: list[str], *, title: str = "", database: str | None = None) -> int:
    environment = dict(os.environ)
    if database:
        environment["DATABASE_URL"] = database
    print(f"\n=== {title or 'Tests'} ===", flush=True)
    code = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", *arguments], check=False, env=environment
    ).returncode
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
