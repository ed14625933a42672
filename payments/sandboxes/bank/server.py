"""The sandbox bank's process: a web server and the thread that tells the shop."""

from dataclasses import dataclass, field
from pathlib import Path

from payments.sandboxes.bank.addresses import Addresses
from payments.sandboxes.bank.delivery import Courier
from payments.sandboxes.bank.store import Store
from payments.sandboxes.bank.web import Bank
from payments.sandboxes.common.serving import serve


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How the process runs; port 0 takes any free one."""

    db: Path
    secret: str
    host: str = "127.0.0.1"
    port: int = 8010
    addresses: Addresses = field(default_factory=Addresses)
    time_scale: float = 1


def run(options: Options) -> None:
    """Serve until SIGTERM or Ctrl-C; what is still to be told waits in the file."""
    store = Store(options.db)
    courier = Courier(store=store, secret=options.secret, time_scale=options.time_scale)
    bank = Bank(store=store, addresses=options.addresses, time_scale=options.time_scale)
    serve(bank, options.host, options.port, title="Sandbox bank", due=courier.deliver_due)
