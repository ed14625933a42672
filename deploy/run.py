"""Start the demo: database, demo data, web server, worker, sandboxes, and say where to click.

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
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
MANAGE = [sys.executable, str(ROOT / "manage.py")]
SANDBOXES = sorted(file.parent.name for file in ROOT.glob("payments/sandboxes/*/__manifest__.py"))
DEMO_MODULES = " ".join(
    [
        *(f"+payments.sandboxes.{name}" for name in SANDBOXES),
        "+marketplace.modules.sandbox_messages",
        "+marketplace.modules.demo",
    ]
)
PATIENCE = 120


def main() -> int:
    """Prepare, start the processes, and stay until one ends or the person stops us."""
    ports = _ports()
    environment = _environment(ports)
    _prepare(environment)
    processes = [
        subprocess.Popen(command, cwd=ROOT, env=environment) for command in _commands(ports)
    ]
    signal.signal(signal.SIGTERM, _stop)
    try:
        if all(_answers(_url(port)) for port in (ports.web, ports.bank, ports.gateways)):
            subprocess.run([*MANAGE, "demo_places"], cwd=ROOT, env=environment, check=False)
        return _wait(processes)
    except KeyboardInterrupt:
        return 0
    finally:
        _end(processes)


class Ports(NamedTuple):
    """Where each process listens."""

    web: int
    bank: int
    gateways: int


def _url(port: int) -> str:
    return f"http://127.0.0.1:{port}"


def _ports() -> Ports:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=8000)
    parser.add_argument(
        "--bank-port", type=int, default=0, help="of the sandbox bank; the next free one"
    )
    parser.add_argument(
        "--gateways-port", type=int, default=0, help="of the sandbox gateways; the next free one"
    )
    given = parser.parse_args()
    if not _free(given.port):
        sys.exit(f"Port {given.port} is in use. Stop what listens there, or: make run PORT=8001")
    bank = given.bank_port or _next_free(given.port + 10)
    return Ports(given.port, bank, given.gateways_port or _next_free(bank + 10))


def _next_free(first: int) -> int:
    return next(port for port in range(first, 65_000) if _free(port))


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _environment(ports: Ports) -> dict[str, str]:
    """Return the environment of a demo: what the person set wins."""
    ours = {
        "DJANGO_SETTINGS_MODULE": "marketplace.settings.development",
        "PUBLIC_ORIGIN": _url(ports.web),
        "MODULES": DEMO_MODULES,
        "SANDBOX_BANK_URL": _url(ports.bank),
        "SANDBOX_GATEWAYS_URL": _url(ports.gateways),
        "PYTHONUNBUFFERED": "1",
    }
    decided = {name: ours[name] for name in ("SANDBOX_BANK_URL", "SANDBOX_GATEWAYS_URL")}
    return {**ours, **os.environ, **decided}


def _prepare(environment: dict[str, str]) -> None:
    done = subprocess.run([*MANAGE, "prepare_demo"], cwd=ROOT, env=environment, check=False)
    if done.returncode:
        sys.exit("The demo could not be prepared; the lines above say why.")


def _commands(ports: Ports) -> list[list[str]]:
    web = web_command(ports.web)
    bank = [*MANAGE, "sandbox_bank", "--port", str(ports.bank)]
    gateways = [*MANAGE, "sandbox_gateways", "--port", str(ports.gateways)]
    return [web, [*MANAGE, "worker"], bank, gateways]


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
