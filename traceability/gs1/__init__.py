"""GS1 identification, pure: check digits, keys, element strings, Digital Link URIs.

No Django, no files, no clock: the package can be lifted out. ``docs/model/gs1.md`` says what the
words mean. The application identifiers are in ``ai_rows.py``, which a script in ``tools`` writes.

Source: GS1 General Specifications; GS1 Digital Link Standard: URI Syntax 1.6.0.
"""
