"""The second switch: is an installed module on right now?

A flag in the database, read at most every 1.5 s by each process, so that a flip on the Modules
page is everywhere within 2 s. Every entrance asks through `is_active`; the adapters are the
middleware (URLs), `is_shown` (menus), and the hooks, slots, registries and tasks themselves.
"""

import logging
import time
from collections.abc import Callable, Mapping
from functools import wraps
from typing import ParamSpec, TypeVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.db import DatabaseError, transaction
from django.http import HttpRequest

from marketplace.kernel import installed
from marketplace.kernel.errors import ModuleNotSwitchableError
from marketplace.kernel.graph import needed_by
from marketplace.kernel.manifest import SANDBOX, Manifest

logger = logging.getLogger(__name__)

P = ParamSpec("P")
R = TypeVar("R")

FRESH_FOR_SECONDS = 1.5


class _Flags:
    """The modules switched off, as last read."""

    def __init__(self) -> None:
        self._off: frozenset[str] = frozenset()
        self._fresh_until = 0.0

    def off(self) -> frozenset[str]:
        if time.monotonic() >= self._fresh_until:
            try:
                self.set(_read_flags())
            except DatabaseError as error:  # the error page asks too, and needs no database
                logger.warning("module flags unread, the last ones stay: %s", error)
                self.set(self._off)
        return self._off

    def set(self, off: frozenset[str], fresh_for: float = FRESH_FOR_SECONDS) -> None:
        self._off = off
        self._fresh_until = time.monotonic() + fresh_for

    def forget(self) -> None:
        self._fresh_until = 0.0


flags = _Flags()


def is_active(name: str) -> bool:
    """Say whether the module called ``name`` is installed and switched on.

    Glue is on only while everything it joins is on.
    """
    manifest = installed.find(name)
    if manifest is None:
        return False
    if manifest.glue_for and not all(is_active(side) for side in manifest.depends):
        return False
    return why_fixed(manifest) != "" or name not in flags.off()


def is_active_code(dotted: str) -> bool:
    """Say whether the Python module ``dotted`` belongs to an active module, or to none at all."""
    owner = installed.owner_of(dotted)
    return owner is None or is_active(owner)


def why_fixed(manifest: Manifest) -> str:
    """Return why a module cannot be switched off while the shop runs; empty when it can."""
    if manifest.name not in _fixed():
        return ""
    return _fixed()[manifest.name]


def set_active(
    name: str,
    active: bool,
    *,
    acting_user: AbstractBaseUser | None = None,
) -> None:
    """Switch a module on or off for every process, and write who did it.

    Raises:
        ModuleNotSwitchableError: others need it, it replaces a part of Oscar, or it is unknown.
    """
    from marketplace.kernel.audit import record
    from marketplace.kernel.models import ModuleState

    manifest = installed.find(name)
    reason = "it is not installed" if manifest is None else why_fixed(manifest)
    if reason and not (manifest and active):
        raise ModuleNotSwitchableError(module=name, reason=reason)
    with transaction.atomic():
        state, _created = ModuleState.objects.update_or_create(
            name=name, defaults={"active": active}
        )
        verb = "module.switched_on" if active else "module.switched_off"
        record(verb, acting_user=acting_user, subject=state)
        transaction.on_commit(flags.forget)
    flags.forget()


def is_shown(name: str) -> Callable[[HttpRequest], bool]:
    """Return an ``is_shown`` for Wagtail menu items and viewsets of the module ``name``."""

    def shown(_request: HttpRequest) -> bool:
        return is_active(name)

    return shown


def when_active(receiver: Callable[P, R]) -> Callable[P, R | None]:
    """Return a signal receiver that does nothing while the module it is defined in is off.

    Use it below ``@receiver(signal)``, for signals that others (Oscar, Django) send.
    """

    @wraps(receiver)
    def receive(*args: P.args, **kwargs: P.kwargs) -> R | None:
        return receiver(*args, **kwargs) if is_active_code(receiver.__module__) else None

    return receive


def _read_flags() -> frozenset[str]:
    from marketplace.kernel.models import ModuleState

    return frozenset(ModuleState.objects.filter(active=False).values_list("name", flat=True))


def _fixed() -> Mapping[str, str]:
    """Return the modules that cannot be switched off, each with the reason."""
    key = id(installed.assembly())
    if key not in _fixed_of:
        _fixed_of.clear()
        _fixed_of[key] = _find_fixed(installed.installed_manifests())
    return _fixed_of[key]


_fixed_of: dict[int, Mapping[str, str]] = {}


def _find_fixed(modules: tuple[Manifest, ...]) -> dict[str, str]:
    reasons: dict[str, str] = {}
    # A demo loads data into everything; that must not keep everything switched on.
    lasting = [module for module in modules if module.category != SANDBOX]
    for module in modules:
        guests = needed_by(module.name, lasting)
        if guests:
            reasons[module.name] = f"{guests[0]} needs it"
        elif module.replaces:
            reasons[module.name] = f"it replaces {module.replaces[0]}"
    return reasons
