"""The one queue for whatever leaves the process or takes long. See docs/adr/0002."""

from marketplace.kernel.outbox.once import once
from marketplace.kernel.outbox.task import OutboxTask, outbox_task, periodic

__all__ = ["OutboxTask", "once", "outbox_task", "periodic"]
