import sys
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest

from marketplace.kernel.discovery import ENTRY_POINT_GROUP, discover, modules_in, modules_of
from marketplace.kernel.manifest import ModuleSetError

HEAD = "from marketplace.kernel.manifest import Manifest\n"


def write(tree: Path, package: str, manifest: str) -> Path:
    folder = tree.joinpath(*package.split("."))
    folder.mkdir(parents=True)
    (folder / "__init__.py").write_text("raise AssertionError('imported')\n")
    (folder / "__manifest__.py").write_text(HEAD + manifest)
    return folder


def test_manifests_are_found_by_walking_and_without_importing_their_packages(
    tmp_path: Path,
) -> None:
    folder = write(tmp_path, "payments.cod", "MANIFEST = Manifest(name='payments.cod', title='C')")
    write(tmp_path, "elsewhere.cod", "MANIFEST = Manifest(name='elsewhere.cod', title='C')")

    (module,) = modules_in(tmp_path)

    assert (module.name, module.folder) == ("payments.cod", folder)
    assert "payments.cod" not in sys.modules


def test_name_that_differs_from_the_folder_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "payments.cod", "MANIFEST = Manifest(name='payments.cash', title='C')")

    with pytest.raises(ModuleSetError, match=r"its folder asks for 'payments.cod'"):
        modules_in(tmp_path)


@pytest.mark.parametrize("code", ["", "MANIFEST = 'cod'"])
def test_file_without_a_manifest_is_refused(tmp_path: Path, code: str) -> None:
    write(tmp_path, "payments.cod", code)

    with pytest.raises(ModuleSetError, match=r"holds no Manifest; write MANIFEST = Manifest"):
        modules_in(tmp_path)


@pytest.fixture
def guest(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> EntryPoint:
    folder = tmp_path / "guest_box"
    folder.mkdir()
    (folder / "__init__.py").touch()
    manifest = "MANIFEST = Manifest(name='guest_box', title='Box')"
    (folder / "__manifest__.py").write_text(HEAD + manifest)
    monkeypatch.syspath_prepend(str(tmp_path))
    return EntryPoint("box", "guest_box.__manifest__:MANIFEST", ENTRY_POINT_GROUP)


def test_module_of_another_distribution_is_found_by_its_entry_point(
    guest: EntryPoint, tmp_path: Path
) -> None:
    (module,) = modules_of([guest])

    assert (module.name, module.folder) == ("guest_box", tmp_path / "guest_box")


def test_two_modules_of_one_name_are_refused(
    guest: EntryPoint, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "marketplace.kernel.discovery.entry_points", lambda **_group: [guest, guest]
    )

    with pytest.raises(ModuleSetError, match=r"guest_box is in .* and in .*; remove one"):
        discover(tmp_path / "empty")
