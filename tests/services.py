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
    cluster = Cluster(binaries)
    try:
        cluster.start()
        yield cluster.url
    finally:
        cluster.remove()


class Cluster:
    """A PostgreSQL of our own in a temporary folder.

    Args:
        binaries: folder of ``initdb`` and ``pg_ctl``.
        durable: whether commits reach the disk, as they do in production; tests need not wait.
    """

    def __init__(self, binaries: Path, *, durable: bool = False) -> None:
        self.binaries = binaries
        self.folder = Path(tempfile.mkdtemp(prefix="soctrangtrade-pg-"))
        self.port = free_port()
        self.url = f"postgresql://tests@127.0.0.1:{self.port}/postgres"
        self._options = (
            f"-p {self.port} -k {self.folder} -c listen_addresses=127.0.0.1"
            f" -c fsync={'on' if durable else 'off'} -c max_connections=200"
        )

    def start(self) -> None:
        """Make the cluster and start it."""
        if os.geteuid() == 0:
            shutil.chown(self.folder, "postgres")
        makes = ["-U", "tests", "-A", "trust", "-E", "UTF8", "--no-sync"]
        _run([str(self.binaries / "initdb"), "-D", self._data, *makes])
        self._control("-w", "-l", str(self.folder / "log"), "-o", self._options, "start")

    def restart(self, *, mode: str = "fast") -> None:
        """Restart it; ``fast`` rolls open transactions back, ``immediate`` is a crash."""
        log = str(self.folder / "log")
        self._control("-m", mode, "-w", "-l", log, "-o", self._options, "restart")

    def remove(self) -> None:
        """Stop it and delete its folder."""
        self._control("-m", "immediate", "stop", check=False)
        shutil.rmtree(self.folder, ignore_errors=True)

    @property
    def _data(self) -> str:
        return str(self.folder / "data")

    def _control(self, *arguments: str, check: bool = True) -> None:
        command = [str(self.binaries / "pg_ctl"), "-D", self._data, *arguments]
        _run(command, check=check)


def _run(command: list[str], *, check: bool = True) -> None:
    """Run a command of PostgreSQL, as its own user when we are root (it refuses to be root)."""
    if os.geteuid() == 0:
        pwd.getpwnam("postgres")
        command = ["runuser", "-u", "postgres", "--", *command]
    subprocess.run(command, check=check, stdout=subprocess.DEVNULL, cwd="/")
