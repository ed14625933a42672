"""The test suite: fast hashing, files in a temporary folder, SQLite unless DATABASE_URL is set."""

import os
import tempfile

os.environ.setdefault("VAR_DIR", tempfile.mkdtemp(prefix="soctrangtrade-test-"))

from marketplace.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = "test-only-key-that-production-refuses-to-start-with"  # noqa: S105
ORIGIN_KEY_SECRET = "test-only-secret-that-opens-test-keys-only"  # noqa: S105
PAYMENTS_VAULT_KEY = "test-only-key-that-opens-test-secrets-only"
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    **STORAGES,  # noqa: F405
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
# Scans are counted by a thread, which a test's database would not know; tests flush by hand.
ORIGIN_FLUSH_SECONDS = 0
# Tests roll their database back, which is what this file is there to notice; its own tests set it.
ORIGIN_LOG_ANCHOR = ""
