"""The process of the sandbox gateways."""

from dataclasses import dataclass, field
from pathlib import Path

from payments.sandboxes.common.serving import serve
from payments.sandboxes.gateways.delivery import Courier
from payments.sandboxes.gateways.desk import Desk
from payments.sandboxes.gateways.hooks import Hooks
from payments.sandboxes.gateways.registry import gateways
from payments.sandboxes.gateways.store import Store
from payments.sandboxes.gateways.web import Web


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the process runs; port 0 takes any free one."""

    db: Path
    host: str = "127.0.0.1"
    port: int = 8020
    hooks: Hooks = field(default_factory=Hooks)
    time_scale: float = 1


def assemble(options: Options) -> tuple[Web, Courier]:
    """Return the web application and the courier over one file."""
    store = Store(options.db)
    desks = {
        code: Desk(gateway=gateway, store=store, hooks=options.hooks, time_scale=options.time_scale)
        for code, gateway in gateways().items()
    }
    courier = Courier(store=store, desks=desks, time_scale=options.time_scale)
    return Web(store=store, desks=desks, time_scale=options.time_scale), courier


def run(options: Options) -> None:
    """Serve until SIGTERM or Ctrl-C; what is still to be told waits in the file."""
    web, courier = assemble(options)
    serve(web, options.host, options.port, title="Sandbox gateways", due=courier.do_due)
