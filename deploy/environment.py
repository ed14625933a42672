"""Make .venv and install a lock file into it, on a Python that may lack ensurepip.

Usage: python3 deploy/environment.py requirements.txt [tests/requirements.txt ...]

Standard library only: it runs before anything is installed. A lock that has not changed since the
last time is not installed again, so a second run costs milliseconds.
"""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PIP = ROOT / "deploy" / "bootstrap" / "pip-26.3-py3-none-any.whl"
PIP_SHA256 = "f3b60b20ffaadd4415ed7957212a38ac63fa4c5fa375bd0f4a797777940fad13"
SUPPORTED = ((3, 11), (3, 12), (3, 13))


def main(locks: list[str]) -> None:
    """Make the environment if needed and install each lock that changed."""
    python = VENV / "bin" / "python"
    if not _works(python):
        _make()
    for lock in locks:
        _install(python, ROOT / lock)


def _works(python: Path) -> bool:
    """Say whether the environment's interpreter still starts (a moved or upgraded one does not)."""
    if not python.exists():
        return False
    return subprocess.run([str(python), "-c", ""], check=False, capture_output=True).returncode == 0


def _make() -> None:
    interpreter = _interpreter()
    print(f"Making .venv with {interpreter}", flush=True)
    shutil.rmtree(VENV, ignore_errors=True)
    subprocess.run([interpreter, "-m", "venv", "--without-pip", str(VENV)], check=True)


def _interpreter() -> str:
    """Return a Python of a supported version: this one, or the newest found on PATH."""
    if sys.version_info[:2] in SUPPORTED:
        return sys.executable
    for major, minor in reversed(SUPPORTED):
        found = shutil.which(f"python{major}.{minor}")
        if found and subprocess.run([found, "-c", ""], check=False).returncode == 0:
            return found
    versions = ", ".join(f"{major}.{minor}" for major, minor in SUPPORTED)
    sys.exit(f"Python {versions} is needed; this is {sys.version.split()[0]}. Install one of them.")


def _install(python: Path, lock: Path) -> None:
    wanted = hashlib.sha256(lock.read_bytes()).hexdigest()
    stamp = VENV / f".{lock.parent.name}-{lock.stem}.installed"
    if stamp.exists() and stamp.read_text() == wanted:
        return
    if hashlib.sha256(PIP.read_bytes()).hexdigest() != PIP_SHA256:
        sys.exit(f"{PIP.relative_to(ROOT)} is not the release it should be. Check it out again.")
    print(f"Installing {lock.relative_to(ROOT)} (once, about a minute)", flush=True)
    command = [str(python), "-m", "pip", "install", "--quiet", "--no-input", "--require-hashes"]
    environment = {**os.environ, "PYTHONPATH": str(PIP), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
    done = subprocess.run([*command, "-r", str(lock)], check=False, env=environment)
    if done.returncode:
        sys.exit(
            "The packages could not be installed. Check the network and run the command again."
        )
    stamp.write_text(wanted)


if __name__ == "__main__":
    main(sys.argv[1:] or ["requirements.txt"])
