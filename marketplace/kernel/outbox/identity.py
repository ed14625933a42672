"""Who a worker is, so that others can tell whether it still lives."""

import os
import secrets
import socket
from functools import cache
from pathlib import Path


def worker_name() -> str:
    """Return a name for this process: machine, process id, its start, and a random part."""
    pid = os.getpid()
    return f"{_machine()}:{pid}:{_started(pid)}:{secrets.token_hex(4)}"


def is_gone(worker: str) -> bool:
    """Say whether ``worker`` ran on this machine and its process is no more.

    False for workers elsewhere: only their lease can tell.
    """
    machine, pid, started, *_random = [*worker.rsplit(":", 3), "", "", ""][:4]
    if machine != _machine() or not pid.isdigit():
        return False
    return _started(int(pid)) != started


@cache
def _machine() -> str:
    """Return host name and process namespace: two containers may share the one, not both."""
    try:
        namespace = Path("/proc/self/ns/pid").stat().st_ino
    except OSError:
        namespace = 0
    return f"{socket.gethostname()[:40]}/{namespace}"


def _started(pid: int) -> str:
    """Return when the process ``pid`` started, as its machine counts; empty when it is not there.

    Source: proc(5), field 22 of /proc/[pid]/stat.
    """
    try:
        stat = Path(f"/proc/{pid}/stat").read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return "" if Path("/proc/self").exists() else _started_without_proc(pid)
    fields = stat.rpartition(")")[2].split()
    return "" if fields[0] == "Z" else fields[19]


def _started_without_proc(pid: int) -> str:
    """Return a constant for a living process: systems without /proc do not tell its start."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return ""
    except PermissionError:
        pass
    return "alive"
