"""DATABASE_URL to Django's DATABASES entry, for SQLite and PostgreSQL."""

from urllib.parse import parse_qsl, unquote, urlsplit

from marketplace.settings.env import SettingError

# WAL and IMMEDIATE remove every "database is locked"; the figures are in docs/adr.
SQLITE_INIT = (
    "PRAGMA journal_mode=WAL;PRAGMA synchronous={synchronous};PRAGMA mmap_size=134217728;"
    "PRAGMA cache_size=-20000;PRAGMA foreign_keys=ON"
)


def database(url: str, *, durable: bool) -> dict[str, object]:
    """Return the DATABASES entry for ``sqlite:///path`` or ``postgresql://user:pw@host:port/name``.

    Args:
        url: the database's address; query parameters become PostgreSQL connection options.
        durable: on SQLite, write every commit through to the disk (``synchronous=FULL``).

    Raises:
        SettingError: the scheme is neither sqlite nor postgresql.
    """
    parts = urlsplit(url)
    if parts.scheme == "sqlite":
        return _sqlite(unquote(parts.path.removeprefix("/")), durable=durable)
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.removeprefix("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": dict(parse_qsl(parts.query)),
        }
    raise SettingError(
        f"DATABASE_URL={url!r} is not understood. Write sqlite:///var/db.sqlite3 or "
        "postgresql://user:password@host:5432/name."
    )


def _sqlite(path: str, *, durable: bool) -> dict[str, object]:
    synchronous = "FULL" if durable else "NORMAL"
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": path,
        # A new connection reads the whole schema again, which costs more than a page's queries.
        "CONN_MAX_AGE": 60,
        "OPTIONS": {
            "transaction_mode": "IMMEDIATE",
            "timeout": 20,
            "init_command": SQLITE_INIT.format(synchronous=synchronous),
        },
    }
