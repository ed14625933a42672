"""Settings: ``development`` (default of manage.py), ``test``, ``production``; ``env`` reads the environment."""
