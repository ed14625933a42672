"""A public machine: no default secret, HTTPS only."""

from marketplace.kernel import installed
from marketplace.settings import env
from marketplace.settings.base import *  # noqa: F403

DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY")
# Whoever has it and the database can sign for every party whose key is kept here.
ORIGIN_KEY_SECRET = env.secret("ORIGIN_KEY_SECRET")
ALLOWED_HOSTS = list(env.words("ALLOWED_HOSTS"))
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS]
SECURE_SSL_REDIRECT = env.flag("SECURE_SSL_REDIRECT", default=True)
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("BEHIND_PROXY", default=False) else None
)
# Whose address a request comes from, for the limits of signing in.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if SECURE_PROXY_SSL_HEADER else 0
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000)
SESSION_COOKIE_SECURE = True
CSRF_COOKIE_SECURE = True
OSCAR_BASKET_COOKIE_SECURE = True

SHORTEST_KEY = 40

if len(SECRET_KEY) < SHORTEST_KEY:
    raise env.SettingError("SECRET_KEY is too short. Make one of at least 40 random characters.")
if len(ORIGIN_KEY_SECRET) < SHORTEST_KEY:
    raise env.SettingError(
        "ORIGIN_KEY_SECRET is too short. Make one of at least 40 random characters, and keep it."
    )
if PAYMENTS_VAULT_KEY and len(PAYMENTS_VAULT_KEY) < SHORTEST_KEY:  # noqa: F405
    raise env.SettingError(
        "PAYMENTS_VAULT_KEY is too short. Make one of at least 40 random characters, and keep it."
    )
if not ALLOWED_HOSTS:
    raise env.SettingError("ALLOWED_HOSTS is empty. Name the host names that this shop answers to.")
if not PUBLIC_ORIGIN.startswith("https://"):  # noqa: F405
    raise env.SettingError(
        "PUBLIC_ORIGIN must start with https:// because it is printed on labels."
    )
installed.refuse_sandboxes()
