"""People who sign in."""

from marketplace.kernel.manifest import Manifest

MANIFEST = Manifest(
    name="marketplace.base.accounts",
    title="Accounts",
    summary="People who sign in, by phone and password.",
    category="base",
    version="1.0",
    depends=("marketplace.kernel", "marketplace.base.words", "marketplace.base.notices"),
    apps=(
        "marketplace.base.accounts",
        "marketplace.base.accounts.backoffice.apps.BackOfficeUsersConfig",
    ),
    replaces=("wagtail.users",),
    urls="marketplace.base.accounts.urls",
    settings={
        "ACCOUNT_ADAPTER": "marketplace.base.accounts.adapter.PhoneFirstAdapter",
        "ACCOUNT_FORMS": {
            "login": "marketplace.base.accounts.forms.SignInForm",
            "signup": "marketplace.base.accounts.forms.SignUpForm",
        },
        "ACCOUNT_LOGIN_METHODS": {"phone"},
        "ACCOUNT_SIGNUP_FIELDS": ["phone*", "password1*"],
        "ACCOUNT_USER_MODEL_USERNAME_FIELD": None,
        "ACCOUNT_EMAIL_VERIFICATION": "none",
        # One-time codes come later; until then a link to a new password proves the phone.
        "ACCOUNT_PHONE_VERIFICATION_ENABLED": False,
        # Signing up says when a number is taken: without codes both answers cannot look the same.
        "ACCOUNT_PREVENT_ENUMERATION": False,
        # limits.py counts, in a table of its own: allauth's counters stand in the cache, which
        # forgets when it is full.
        "ACCOUNT_RATE_LIMITS": False,
        "ACCOUNT_SESSION_REMEMBER": True,
        "ACCOUNT_LOGOUT_REDIRECT_URL": "/",
        "PASSWORD_RESET_TIMEOUT": 1800,
        "WAGTAILADMIN_LOGIN_URL": "/dang-nhap/",
        "WAGTAIL_PASSWORD_RESET_ENABLED": False,
        "WAGTAIL_PASSWORD_MANAGEMENT_ENABLED": False,
        "WAGTAIL_EMAIL_MANAGEMENT_ENABLED": False,
        "WAGTAILUSERS_PASSWORD_REQUIRED": False,
    },
)
