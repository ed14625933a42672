"""Every import of another module is covered by the importing module's ``depends``."""

from collections.abc import Mapping
from pathlib import Path

from marketplace.kernel.discovery import ROOTS, manifests, modules_in
from marketplace.kernel.manifest import Manifest
from tests.architecture.source import TREE, dotted, imported, parsed, source_files

# They belong to the site as a whole, above all modules.
ABOVE_ALL_MODULES = ("marketplace.settings", "marketplace.urls", "marketplace.wsgi")


def owner(name: str, known: Mapping[str, Manifest]) -> str | None:
    """Return the module that the dotted ``name`` lies in, the innermost one."""
    parts = name.split(".")
    prefixes = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((prefix for prefix in prefixes if prefix in known), None)


def undeclared(files: tuple[Path, ...], tree: Path) -> list[str]:
    """Return one line for every import that no manifest covers, and every file of nobody's."""
    known = manifests({module.name: module for module in modules_in(tree)})
    found = []
    for file in files:
        name = dotted(file, tree)
        if file.name == "__manifest__.py" or name.startswith(ABOVE_ALL_MODULES):
            continue
        home = owner(name, known)
        if home is None:
            if parsed(file).body:
                found.append(f"{name} belongs to no module")
            continue
        found += _foreign(file, name, known[home], known)
    return found


def _foreign(file: Path, name: str, home: Manifest, known: Mapping[str, Manifest]) -> list[str]:
    told = []
    for line, target in imported(parsed(file)):
        if target.split(".")[0] not in ROOTS:
            continue
        other = owner(target, known)
        if other not in {home.name, *home.depends}:
            told.append(
                f"{name}:{line} imports {target}, but {home.name} does not depend on {other}"
            )
    return told


def test_every_import_is_covered_by_the_manifest() -> None:
    bare_packages = [f"{root} belongs to no module" for root in (*ROOTS, "marketplace.modules")]

    assert [one for one in undeclared(source_files(), TREE) if one not in bare_packages] == []


def test_planted_import_is_found(tmp_path: Path) -> None:
    head = "from marketplace.kernel.manifest import Manifest\n"
    for name in ("lots", "stall"):
        folder = tmp_path / "payments" / name
        folder.mkdir(parents=True)
        manifest = f"MANIFEST = Manifest(name='payments.{name}', title='x')\n"
        (folder / "__manifest__.py").write_text(head + manifest)
    (tmp_path / "payments" / "lots" / "models.py").write_text("x = 1\n")
    planted = tmp_path / "payments" / "stall" / "views.py"
    planted.write_text("def show():\n    from payments.lots import models\n    return models\n")

    (told,) = undeclared((planted,), tmp_path)
    assert told == (
        "payments.stall.views:2 imports payments.lots.models, "
        "but payments.stall does not depend on payments.lots"
    )


def test_planted_file_of_nobodys_is_found(tmp_path: Path) -> None:
    stray = tmp_path / "payments" / "stray.py"
    stray.parent.mkdir()
    stray.write_text("x = 1\n")

    assert undeclared((stray,), tmp_path) == ["payments.stray belongs to no module"]
