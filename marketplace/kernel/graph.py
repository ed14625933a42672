"""Which modules come along, and in which order they load. Pure."""

from collections.abc import Collection, Mapping
from difflib import get_close_matches
from graphlib import CycleError, TopologicalSorter
from importlib.metadata import PackageNotFoundError, version

from packaging.requirements import Requirement

from marketplace.kernel.manifest import SHOP_VERSION, Manifest, ModuleSetError


def with_glue(
    chosen: Collection[str], known: Mapping[str, Manifest], *, without: Collection[str] = ()
) -> frozenset[str]:
    """Return ``chosen`` and all glue whose both sides are there, until nothing more joins.

    ``without`` names glue that stays away although both its sides are there.
    """
    names = set(chosen)
    while True:
        joining = {
            module.name
            for module in known.values()
            if module.glue_for
            and module.name not in names
            and module.name not in without
            and names.issuperset(module.glue_for)
        }
        if not joining:
            return frozenset(names)
        names |= joining


def load_order(names: Collection[str], known: Mapping[str, Manifest]) -> tuple[Manifest, ...]:
    """Return the named modules, each after what it depends on; ties by name.

    Raises:
        ModuleSetError: a name is unknown, a dependency is missing, or there is a circle.
    """
    for name in sorted(names):
        _check_present(name, names, known)
    sorter = TopologicalSorter({name: known[name].depends for name in names})
    try:
        sorter.prepare()
    except CycleError as error:
        raise ModuleSetError(_circle(error.args[1])) from error
    ordered: list[Manifest] = []
    while sorter.is_active():
        ready = sorted(sorter.get_ready())
        ordered += [known[name] for name in ready]
        sorter.done(*ready)
    return tuple(ordered)


def needed_by(name: str, modules: Collection[Manifest]) -> list[str]:
    """Return who depends on ``name``, sorted. Glue does not count: it follows what it joins."""
    return sorted(
        module.name for module in modules if name in module.depends and not module.glue_for
    )


def check_requires(modules: Collection[Manifest]) -> None:
    """Refuse a module whose required distributions are absent or of another version.

    Raises:
        ModuleSetError: names the module, what it needs and what is there.
    """
    for module in modules:
        for text in module.requires:
            _check_requirement(module.name, Requirement(text))


def _check_requirement(module: str, wanted: Requirement) -> None:
    there = SHOP_VERSION if wanted.name == "soctrangtrade" else _installed_version(wanted.name)
    if there is None:
        raise ModuleSetError(f"{module} needs {wanted}; run: pip install '{wanted}'.")
    if not wanted.specifier.contains(there, prereleases=True):
        raise ModuleSetError(
            f"{module} needs {wanted}, but {there} is here; install a version that fits, "
            f"or take {module} out of modules.toml."
        )


def _installed_version(distribution: str) -> str | None:
    try:
        return version(distribution)
    except PackageNotFoundError:
        return None


def _check_present(name: str, names: Collection[str], known: Mapping[str, Manifest]) -> None:
    if name not in known:
        raise ModuleSetError(_unknown(name, known))
    for wanted in known[name].depends:
        if wanted not in known:
            raise ModuleSetError(
                f"{name} depends on {wanted}, which is not on this machine; "
                "install its package, or correct the manifest."
            )
        if wanted not in names:
            raise ModuleSetError(
                f"{name} depends on {wanted}, which is not installed; "
                f"add '{wanted}' to modules.toml (or MODULES), or take {name} out."
            )


def _unknown(name: str, known: Mapping[str, Manifest]) -> str:
    near = get_close_matches(name, known, n=1)
    hint = f"did you mean '{near[0]}'?" if near else "see: manage.py modules list."
    return f"There is no module '{name}'; correct modules.toml (or MODULES): {hint}"


def _circle(path: list[str]) -> str:
    # graphlib gives the path from a module to the one that needs it; people read the other way.
    return (
        f"Modules depend on each other in a circle: {' -> '.join(reversed(path))}; "
        "take one of these out of a manifest's depends."
    )
