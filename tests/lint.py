"""Every linter, all of them even when one complains, and one exit code at the end."""

import subprocess
import sys

PY = sys.executable
CHECKS = {
    "ruff": [PY, "-m", "ruff", "check", "."],
    "format": [PY, "-m", "ruff", "format", "--check", "."],
    "types": [
        PY,
        "-m",
        "mypy",
        "marketplace",
        "catalog",
        "payments",
        "traceability",
        "themes",
        "tests",
    ],
    "layers": ["lint-imports"],
    "templates": [PY, "-m", "djlint", ".", "--lint", "--quiet"],
    "migrations": [PY, "manage.py", "makemigrations", "--check", "--dry-run"],
    "messages": [PY, "manage.py", "messages", "--check", "vi"],
}


def main() -> int:
    """Return 0 when every check passes, else 1."""
    failed = [name for name, command in CHECKS.items() if not _passes(name, command)]
    if failed:
        print(f"Not clean: {', '.join(failed)}")
    return 1 if failed else 0


def _passes(name: str, command: list[str]) -> bool:
    print(f"--- {name}", flush=True)
    if command[0] == "lint-imports":
        command = [str(PY.rsplit("/", 1)[0] + "/lint-imports")]
    return subprocess.run(command, check=False).returncode == 0


if __name__ == "__main__":
    sys.exit(main())
