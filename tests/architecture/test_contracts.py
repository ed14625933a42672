"""The layers of docs and design, kept by import-linter; pyproject.toml holds the contracts."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.architecture.source import TREE

LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def lint(tree: Path, config: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT, "--config", str(config), "--no-cache"],
        cwd=tree,
        capture_output=True,
        text=True,
        check=False,
    )


def test_imports_keep_the_contracts() -> None:
    done = lint(TREE, TREE / "pyproject.toml")

    assert done.returncode == 0, done.stdout + done.stderr


PLANTED = {
    "a core that knows Django": ("payments/vietqr/core/planted.py", "import django.http\n"),
    "gs1 that knows Django": ("traceability/gs1/planted.py", "import django.http\n"),
    "a kernel that knows the shop": ("marketplace/kernel/planted.py", "import catalog.models\n"),
    "payments that know the catalogue": ("payments/planted.py", "import catalog.models\n"),
    "payments that know Oscar": ("payments/planted.py", "import oscar.core.loading\n"),
    "traceability that knows Oscar": ("traceability/planted.py", "import oscar.core.loading\n"),
    "payments that know traceability": ("payments/planted.py", "import traceability.models\n"),
    "a provider that knows another": (
        "payments/providers/cod/planted.py",
        "import payments.providers.vietqr_transfer.planted\n",
    ),
}


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a skeleton of the tree in which every package exists and imports nothing."""
    tree = tmp_path_factory.mktemp("tree")
    roots = tomllib.loads((TREE / "pyproject.toml").read_text())["tool"]["importlinter"]
    for root in roots["root_packages"]:
        for folder in [TREE / root, *(TREE / root).rglob("*/")]:
            if folder.is_dir() and any(folder.glob("*.py")) and "migrations" not in folder.parts:
                target = tree / folder.relative_to(TREE)
                target.mkdir(parents=True, exist_ok=True)
                for file in folder.glob("*.py"):
                    (target / file.name).touch()
    return tree


@pytest.mark.parametrize(("place", "code"), PLANTED.values(), ids=list(PLANTED))
def test_planted_import_breaks_a_contract(copy: Path, place: str, code: str) -> None:
    planted = copy / place
    for folder in [planted.parent, *planted.parent.parents]:
        if folder != copy and copy in folder.parents:
            folder.mkdir(parents=True, exist_ok=True)
            (folder / "__init__.py").touch()
    other = copy / "payments/providers/vietqr_transfer"
    other.mkdir(parents=True, exist_ok=True)
    (other / "__init__.py").touch()
    (other / "planted.py").touch()
    planted.write_text(code)
    try:
        done = lint(copy, TREE / "pyproject.toml")
    finally:
        planted.unlink()

    assert done.returncode == 1, done.stdout + done.stderr
    assert place.removesuffix(".py").replace("/", ".") in done.stdout
