"""A witness of transparency logs: a small program of its own, without Django.

``python -m traceability.log.witness --help``. It remembers the newest checkpoint of each log that
it knows, refuses one that does not continue it, and cosigns the others.
"""
