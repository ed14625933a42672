"""What can be said about modules, for the command line and the Modules page."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError

from marketplace.kernel import installed
from marketplace.kernel.active import is_active, why_fixed
from marketplace.kernel.discovery import discover, manifests
from marketplace.kernel.graph import needed_by
from marketplace.kernel.manifest import Manifest


@dataclass(frozen=True, slots=True, kw_only=True)
class ModuleReport:
    """One module as the commands show it."""

    name: str
    title: str
    summary: str
    category: str
    version: str
    installed: bool
    active: bool
    fixed_because: str
    application: bool
    glue_for: tuple[str, ...]
    depends: tuple[str, ...]
    needed_by: tuple[str, ...]
    apps: tuple[str, ...]
    replaces: tuple[str, ...]
    requires: tuple[str, ...]
    settings: tuple[str, ...]
    urls: str
    demo: str

    @property
    def state(self) -> str:
        """``on``, ``off`` (installed, switched off) or ``-`` (not installed)."""
        if not self.installed:
            return "-"
        return "on" if self.active else "off"


def known_modules() -> dict[str, Manifest]:
    """Return every module on this machine, installed or not, by name."""
    return manifests(discover(Path(settings.BASE_DIR)))


def reports() -> list[ModuleReport]:
    """Return the installed modules in load order, then the others by name."""
    known = known_modules()
    ordered = sorted(known, key=lambda name: (installed.position(name), name))
    return [report(known[name], known) for name in ordered]


def report(manifest: Manifest, known: Mapping[str, Manifest]) -> ModuleReport:
    """Return what can be said about one module."""
    is_there = installed.find(manifest.name) is not None
    return ModuleReport(
        name=manifest.name,
        title=manifest.title,
        summary=manifest.summary,
        category=manifest.category,
        version=manifest.version,
        installed=is_there,
        active=is_there and _is_active(manifest.name),
        fixed_because=why_fixed(manifest) if is_there else "",
        application=manifest.application,
        glue_for=manifest.glue_for,
        depends=manifest.depends,
        needed_by=tuple(needed_by(manifest.name, tuple(known.values()))),
        apps=manifest.apps,
        replaces=manifest.replaces,
        requires=manifest.requires,
        settings=tuple(manifest.settings),
        urls=manifest.urls,
        demo=manifest.demo,
    )


def _is_active(name: str) -> bool:
    try:
        return is_active(name)
    except DatabaseError:
        # Before the first migration there is no table of switches, so nothing is switched off.
        return True
