"""Find or start what the tests need besides Python: PostgreSQL and Chromium."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def free_port() -> int:
    """Return a TCP port on the loopback that nothing listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def chromium() -> str | None:
    """Return the path of a Chromium, or None."""
    named = os.environ.get("CHROMIUM")
    if named:
        return named
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def postgres_binaries() -> Path | None:
    """Return the folder that holds initdb and pg_ctl, or None."""
    versions = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=_version, reverse=True)
    if versions:
        return versions[0].parent
    found = shutil.which("initdb")
    return Path(found).parent if found else None


def _version(path: Path) -> int:
    return int(path.parent.parent.name.split(".")[0])


@contextmanager
def postgres() -> Iterator[str | None]:
    """Yield the URL of a PostgreSQL: the one named by TEST_POSTGRES_URL, or one started here.

    Yields None where neither exists. A started cluster lives in a temporary folder and is stopped
    and removed at the end.
    """
    named = os.environ.get("TEST_POSTGRES_URL")
    binaries = postgres_binaries()
    if named or binaries is None:
        yield named
        return
    folder = Path(tempfile.mkdtemp(prefix="soctrangtrade-pg-"))
    port = free_port()
    try:
        _start(binaries, folder, port)
        yield f"postgresql://tests@127.0.0.1:{port}/postgres"
    finally:
        _run(
            [str(binaries / "pg_ctl"), "-D", str(folder / "data"), "-m", "immediate", "stop"],
            check=False,
        )
        shutil.rmtree(folder, ignore_errors=True)


def _start(binaries: Path, folder: Path, port: int) -> None:
    data = str(folder / "data")
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    _run(
        [
            str(binaries / "initdb"),
            "-D",
            data,
            "-U",
            "tests",
            "-A",
            "trust",
            "-E",
            "UTF8",
            "--no-sync",
        ]
    )
    options = (
        f"-p {port} -k {folder} -c listen_addresses=127.0.0.1 -c fsync=off -c max_connections=200"
    )
    log = str(folder / "log")
    _run([str(binaries / "pg_ctl"), "-D", data, "-w", "-l", log, "-o", options, "start"])


def _run(command: list[str], *, check: bool = True) -> None:
    """Run a command of PostgreSQL, as its own user when we are root (it refuses to be root)."""
    if os.geteuid() == 0:
        pwd.getpwnam("postgres")
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=check, stdout=subprocess.DEVNULL, cwd="/")
