"""Find the modules on disk and among installed distributions. Pure: imports none of theirs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec, module_from_spec, spec_from_file_location
from pathlib import Path

from marketplace.kernel.manifest import SANDBOX, Manifest, ModuleSetError

ROOTS = ("marketplace", "catalog", "payments", "traceability", "themes")
ENTRY_POINT_GROUP = "soctrangtrade.modules"
MANIFEST_FILE = "__manifest__.py"


@dataclass(frozen=True, slots=True)
class Module:
    """A manifest and the folder it was found in."""

    manifest: Manifest
    folder: Path

    @property
    def name(self) -> str:
        """The dotted package."""
        return self.manifest.name

    @property
    def is_sandbox(self) -> bool:
        """Whether it plays a stranger's part (a bank's, say)."""
        return self.manifest.category == SANDBOX


def discover(tree: Path) -> dict[str, Module]:
    """Return every module of ``tree`` and of installed distributions, by name.

    Raises:
        ModuleSetError: a manifest cannot be read, or two modules have one name.
    """
    found: dict[str, Module] = {}
    guests = entry_points(group=ENTRY_POINT_GROUP)
    for module in [*modules_in(tree), *modules_of(guests)]:
        if module.name in found:
            raise ModuleSetError(
                f"{module.name} is in {found[module.name].folder} and in {module.folder}; "
                "remove one of the two."
            )
        found[module.name] = module
    return found


def modules_in(tree: Path, roots: Iterable[str] = ROOTS) -> list[Module]:
    """Return the modules under the ``roots`` of ``tree``, sorted by path."""
    files = [file for root in roots for file in sorted((tree / root).rglob(MANIFEST_FILE))]
    return [_read(file, ".".join(file.parent.relative_to(tree).parts)) for file in files]


def modules_of(guests: Iterable[EntryPoint]) -> list[Module]:
    """Return the modules that entry points name (``package.__manifest__:MANIFEST``)."""
    return [_guest(point) for point in sorted(guests, key=lambda point: point.name)]


def manifests(modules: Mapping[str, Module]) -> dict[str, Manifest]:
    """Return the manifests of ``modules``, by name."""
    return {name: module.manifest for name, module in modules.items()}


def _read(file: Path, package: str) -> Module:
    """Run one manifest file on its own, so that no ``__init__`` (and no Django) is imported."""
    spec = spec_from_file_location(f"{package}.__manifest__", file)
    if spec is None or spec.loader is None:
        raise ModuleSetError(f"{file} cannot be loaded; make it a Python file.")
    code = module_from_spec(spec)
    spec.loader.exec_module(code)
    manifest = _checked(getattr(code, "MANIFEST", None), str(file))
    if manifest.name != package:
        raise ModuleSetError(
            f"{file} says name='{manifest.name}'; its folder asks for '{package}'."
        )
    return Module(manifest, file.parent)


def _guest(point: EntryPoint) -> Module:
    manifest = _checked(point.load(), f"the entry point {point.name}")
    spec = find_spec(manifest.name)
    if spec is None or not spec.submodule_search_locations:
        raise ModuleSetError(
            f"The entry point {point.name} names {manifest.name}, which is no package; "
            "reinstall it."
        )
    return Module(manifest, Path(spec.submodule_search_locations[0]))


def _checked(manifest: object, place: str) -> Manifest:
    if not isinstance(manifest, Manifest):
        raise ModuleSetError(f"{place} holds no Manifest; write MANIFEST = Manifest(…) in it.")
    return manifest
