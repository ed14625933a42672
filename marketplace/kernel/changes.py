"""What installing, uninstalling and beginning a module means, before anything is done."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from django.utils.module_loading import import_string

from marketplace.kernel import choicefile
from marketplace.kernel.assembly import Assembly, assemble, read_choice
from marketplace.kernel.discovery import Module, discover, manifests
from marketplace.kernel.graph import needed_by
from marketplace.kernel.manifest import Manifest, ModuleSetError


@dataclass(frozen=True, slots=True)
class Change:
    """A new text for modules.toml and what it brings or takes."""

    file: Path
    text: str
    names: tuple[str, ...]

    def write(self) -> None:
        """Write the file; it counts from the next start on."""
        choicefile.write(self.file, self.text)


def installing(tree: Path, name: str) -> Change:
    """Return the change that installs ``name`` with all it depends on, and the glue that follows.

    Raises:
        ModuleSetError: the module is unknown, or the set would not fit together.
    """
    file = tree / "modules.toml"
    known = discover(tree)
    now = read_choice(file)
    wanted = _closure(name, manifests(known))
    text = file.read_text(encoding="utf-8")
    text = choicefile.changed(text, "installed", add=wanted - now.installed)
    text = choicefile.changed(text, "without", remove=now.without & wanted)
    return Change(file, text, _difference(known, file, text))


def uninstalling(tree: Path, name: str) -> Change:
    """Return the change that takes ``name`` out; glue that loses a side goes with it.

    Raises:
        ModuleSetError: it is not installed, others need it, or its blockers speak.
    """
    file = tree / "modules.toml"
    known = discover(tree)
    there = assemble(known, read_choice(file)).modules
    module = next((one.manifest for one in there if one.name == name), None)
    if module is None:
        raise ModuleSetError(f"{name} is not installed; see: manage.py modules list.")
    guests = needed_by(name, [one.manifest for one in there])
    if guests:
        verb = "needs" if len(guests) == 1 else "need"
        raise ModuleSetError(f"{', '.join(guests)} {verb} {name}; uninstall first what needs it.")
    reasons = blocking(module)
    if reasons:
        raise ModuleSetError(f"{name} is still in use: {'; '.join(reasons)}.")
    text = file.read_text(encoding="utf-8")
    text = choicefile.changed(text, "installed", remove=[name])
    if module.glue_for:
        text = choicefile.changed(text, "without", add=[name])
    return Change(file, text, _difference(known, file, text))


def blocking(module: Manifest) -> list[str]:
    """Return why ``module`` must stay, as its own blockers say it (open charges, say)."""
    return list(import_string(module.blockers)()) if module.blockers else []


def _closure(name: str, known: Mapping[str, Manifest]) -> frozenset[str]:
    if name not in known:
        raise ModuleSetError(f"There is no module '{name}'; see: manage.py modules list.")
    return frozenset({name}).union(*(_closure(other, known) for other in known[name].depends))


def _difference(known: Mapping[str, Module], file: Path, text: str) -> tuple[str, ...]:
    """Return the modules that come or go, in load order; the new set must fit together."""
    before = assemble(known, read_choice(file))
    after = assemble(known, read_choice(file, text=text))
    return tuple(_names(before, _names(after)) or _names(after, _names(before)))


def _names(assembly: Assembly, without: Collection[str] = ()) -> list[str]:
    return [module.name for module in assembly.modules if module.name not in without]
