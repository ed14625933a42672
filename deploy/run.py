"""Start the demo: database, demo data, web server, worker and sandbox bank, and say where to click.

Usage: .venv/bin/python deploy/run.py [--port 8000]

Everything it makes lies in var/ (or $VAR_DIR); deleting that folder starts afresh. The demo is for
a person's own machine: it adds the sandbox modules, which production refuses.
"""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
DEMO_MODULES = (
    "+payments.sandboxes.bank +marketplace.modules.sandbox_messages +marketplace.modules.demo"
)
PATIENCE = 120


def main() -> int:
    """Prepare, start the processes, and stay until one ends or the person stops us."""
    port, bank_port = _ports()
    environment = _environment(port, bank_port)
    _prepare(environment)
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment)
        for command in _commands(port, bank_port)
    ]
    signal.signal(signal.SIGTERM, _stop)
    try:
        if _answers(f"http://127.0.0.1:{port}/") and _answers(f"http://127.0.0.1:{bank_port}/"):
            subprocess.run([*MANAGE, "demo_places"], cwd=ROOT, env=environment, check=False)
        return _wait(processes)
    except KeyboardInterrupt:
        return 0
    finally:
        _end(processes)


def _ports() -> tuple[int, int]:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--bank-port", type=int, default=0, help="of the sandbox bank; the next free one"
    )
    given = parser.parse_args()
    if not _free(given.port):
        sys.exit(f"Port {given.port} is in use. Stop what listens there, or: make run PORT=8001")
    bank = given.bank_port or next(port for port in range(given.port + 10, 65_000) if _free(port))
    return given.port, bank


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _environment(port: int, bank_port: int) -> dict[str, str]:
    """Return the environment of a demo: what the person set wins."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
        "PUBLIC_ORIGIN": f"http://127.0.0.1:{port}",
        "MODULES": DEMO_MODULES,
        "SANDBOX_BANK_URL": f"http://127.0.0.1:{bank_port}",
        "PYTHONUNBUFFERED": "1",
    }
    return {**ours, **os.environ, "SANDBOX_BANK_URL": ours["SANDBOX_BANK_URL"]}


def _prepare(environment: dict[str, str]) -> None:
    done = subprocess.run([*MANAGE, "prepare_demo"], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit("The demo could not be prepared; the lines above say why.")


def _commands(port: int, bank_port: int) -> list[list[str]]:
    web = web_command(port)
    bank = [*MANAGE, "sandbox_bank", "--port", str(bank_port)]
    return [web, [*MANAGE, "worker"], bank]


def web_command(port: int) -> list[str]:
    """Return how the web server is started."""
    web = [sys.executable, "-m", "gunicorn", "marketplace.wsgi", "--bind", f"127.0.0.1:{port}"]
    web += [
        "--worker-class",
        "gthread",
        "--workers",
        "2",
        "--threads",
        "4",
        "--log-level",
        "warning",
    ]
    return web


def _answers(url: str) -> bool:
    """Wait until a server answers, however it does."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        try:
            urllib.request.urlopen(url, timeout=5).close()  # noqa: S310 - our own loopback address
        except urllib.error.HTTPError:
            return True
        except OSError:
            time.sleep(0.2)
        else:
            return True
    print(f"{url} does not answer.", file=sys.stderr)
    return False


def _wait(processes: list[subprocess.Popen[bytes]]) -> int:
    """Return when a process ended by itself: without it the demo is not whole."""
    while all(process.poll() is None for process in processes):
        time.sleep(0.5)
    ended = next(process for process in processes if process.poll() is not None)
    print(f"Stopped, because this ended: {ended.args!r}", file=sys.stderr)
    return 1


def _stop(_signal: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    for process in processes:
        process.terminate()
    for process in processes:
        try:
            process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            process.kill()


if __name__ == "__main__":
    sys.exit(main())
