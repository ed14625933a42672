"""What must hold of origin records, computed without a framework or a database."""

from traceability.rules.core.mass import mass_balance

__all__ = ["mass_balance"]
