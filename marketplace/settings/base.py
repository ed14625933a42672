"""What every environment shares. Values that differ between machines come from the environment."""

from pathlib import Path

import oscar
from oscar.defaults import *  # noqa: F403

from marketplace.kernel import installed
from marketplace.settings import env
from marketplace.settings.database import database

BASE_DIR = Path(__file__).resolve().parent.parent.parent
VAR_DIR = Path(env.text("VAR_DIR", str(BASE_DIR / "var")))
VERSION = "0.1.0"

# What the modules bring stands in their manifests; here is what they all stand on.
FOUNDATION_APPS = [
    "treebeard",
    "widget_tweaks",
    "wagtail.contrib.settings",
    "wagtail.contrib.redirects",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail",
    "modelcluster",
    "taggit",
    "allauth",
    "allauth.account",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.sites",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.flatpages",
]

MIDDLEWARE = [
    "marketplace.kernel.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
]

ROOT_URLCONF = "marketplace.urls"
WSGI_APPLICATION = "marketplace.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "marketplace.kernel.theme.ThemeLoader",
                    [
                        "marketplace.kernel.theme.ThemeFolders",
                        "django.template.loaders.filesystem.Loader",
                        "marketplace.kernel.theme.ModuleFolders",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
            ],
        },
    },
]

# Transactions belong to actions, so a request has none of its own.
ATOMIC_REQUESTS = False
DATABASES = {
    "default": database(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'db.sqlite3'}"),
        durable=env.flag("SQLITE_DURABLE", default=False),
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "django_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 8},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "/dang-nhap/"
LOGIN_REDIRECT_URL = "/"

LANGUAGE_CODE = "vi"
LANGUAGES = [("vi", "Tiếng Việt"), ("km", "ភាសាខ្មែរ"), ("en", "English")]
# Oscar is no app of ours (its forks are), so its translations are named here.
LOCALE_PATHS = [BASE_DIR / "locale", Path(oscar.__file__).parent / "locale"]
# Django's own vi and km formats group no digits.
FORMAT_MODULE_PATH = "marketplace.base.words.formats_locale"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_TZ = True
USE_I18N = True

STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
MEDIA_URL = "/media/"
MEDIA_ROOT = VAR_DIR / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # What people uploaded as it was, with what a phone writes into it: no URL leads there.
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": VAR_DIR / "originals"},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

SITE_ID = 1
SITE_NAME = "soctrangtrade"
HELPLINE = "1800 0000"
SITE_THEME = env.text("SITE_THEME", "mekong")
# The address in printed codes and links: short, because it decides the size of a printed QR.
PUBLIC_ORIGIN = env.text("PUBLIC_ORIGIN", "http://127.0.0.1:8000").rstrip("/")
WAGTAIL_SITE_NAME = SITE_NAME
WAGTAILADMIN_BASE_URL = PUBLIC_ORIGIN
WAGTAIL_I18N_ENABLED = False
# Staff's pages ask no stranger for pictures: the address would carry a hash of their e-mail.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False  # the back office calls nobody outside
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False

OSCAR_SHOP_NAME = SITE_NAME
OSCAR_DEFAULT_CURRENCY = "VND"
OSCAR_SLUG_MAP = {"đ": "d", "Đ": "D"}
OSCAR_ALLOW_ANON_CHECKOUT = True
OSCAR_DELETE_IMAGE_FILES = False
OSCAR_MISSING_IMAGE_URL = ""
OSCAR_BASKET_COOKIE_SECURE = False
# Oscar's search package is imported by its catalogue even though we never route to it.
HAYSTACK_CONNECTIONS = {"default": {"ENGINE": "haystack.backends.simple_backend.SimpleEngine"}}
HAYSTACK_SIGNAL_PROCESSOR = "haystack.signals.BaseSignalProcessor"
PHONENUMBER_DEFAULT_REGION = "VN"

# Public pages run no inline script and no inline style. Icons inside CSS are data: images.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
    }
}

MEDIA_UPLOAD_MAX_BYTES = 10_000_000
FILE_UPLOAD_HANDLERS = [
    "marketplace.base.media.uploads.BoundedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "marketplace.kernel.requestid.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(request_id)s %(name)s: %(message)s"}
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["request_id"],
            "formatter": "line",
        }
    },
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "INFO")},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
    },
}

# The modules: chosen by modules.toml or MODULES, in dependency order.
ASSEMBLY = installed.start(
    BASE_DIR,
    words=env.words("MODULES"),
    taken_settings=[name for name in globals() if name.isupper()],
)
INSTALLED_APPS = ASSEMBLY.installed_apps(FOUNDATION_APPS)
_SESSIONS = MIDDLEWARE.index("django.contrib.sessions.middleware.SessionMiddleware")
MIDDLEWARE[_SESSIONS:_SESSIONS] = ASSEMBLY.outer_middleware
MIDDLEWARE += ASSEMBLY.middleware
TEMPLATES[0]["DIRS"] = [str(folder) for folder in ASSEMBLY.template_dirs]
LOCALE_PATHS[1:1] = ASSEMBLY.locale_dirs
STATICFILES_DIRS = list(ASSEMBLY.static_dirs)
# Before Oscar's words: where both translate the same English, ours is the shop's.
LOCALE_PATHS[1:1] = [path for one in ASSEMBLY.modules for path in one.folder.rglob("locale")]
globals().update(ASSEMBLY.settings)

# The log's second memory, and who watches it: see traceability/log/README.md.
ORIGIN_LOG_ANCHOR = env.text("ORIGIN_LOG_ANCHOR", str(VAR_DIR / "log" / "checkpoint"))
ORIGIN_WITNESSES = tuple(env.text("ORIGIN_WITNESSES", "").split(","))

# Secrets of bank feeds by account number: from the environment, never from a file of the project.
SEPAY_SECRETS = env.secrets_by_name("SEPAY_SECRETS")
SEPAY_API_KEYS = env.secrets_by_name("SEPAY_API_KEYS")
CASSO_SECRETS = env.secrets_by_name("CASSO_SECRETS")
PAYOS_SECRETS = env.secrets_by_name("PAYOS_SECRETS")
# Secrets shared with gateways, by provider, environment and merchant number.
PAYMENT_SECRETS = env.secret_tree("PAYMENT_SECRETS")
# What the secrets that staff stores are encrypted with; without it nothing can be stored.
PAYMENTS_VAULT_KEY = env.secret("PAYMENTS_VAULT_KEY", development="")
PAYMENTS_VAULT_OLD_KEY = env.secret("PAYMENTS_VAULT_OLD_KEY", development="")
