"""Scripts for whoever maintains :mod:`traceability.gs1`; nothing imports them at run time."""
