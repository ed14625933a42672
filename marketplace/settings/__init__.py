"""Settings: ``development`` (default of manage.py), ``test`` and ``production``."""
