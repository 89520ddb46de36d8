"""One settings module. What differs between machines comes from COVENANT_* variables, read typed."""

import secrets
import sys
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

BASE_DIR = Path(__file__).resolve().parent.parent
MOST_DAYS_KEPT = 3650
env = environ.Env()


def needed_in_public(name: str) -> str:
    """The value of a variable that a public site cannot do without. Raises ImproperlyConfigured."""
    value: str = env.str(name, default="")
    if not value and not DEBUG:
        raise ImproperlyConfigured(
            f"{name} is not set. A public site needs it: see “Configuration” in README.md. "
            "For a demonstration on this machine set COVENANT_DEBUG=1."
        )
    return value


def days_kept(name: str, default: int, least: int = 1) -> int:
    """How many days a kind of personal data is kept. Raises ImproperlyConfigured for anything else."""
    given: str = env.str(f"COVENANT_KEEP_{name}", default=str(default))
    days = int(given) if given.isascii() and given.isdecimal() and len(given) < 6 else 0
    if not least <= days <= MOST_DAYS_KEPT:
        raise ImproperlyConfigured(
            f"COVENANT_KEEP_{name} is “{given}”. Set a number of days from {least} to {MOST_DAYS_KEPT}."
        )
    return days


DEBUG: bool = env.bool("COVENANT_DEBUG", default=False)
SECRET_KEY = needed_in_public("COVENANT_SECRET_KEY") or secrets.token_urlsafe(50)
ALLOWED_HOSTS = [host.strip() for host in needed_in_public("COVENANT_HOSTS").split(",") if host.strip()] or [
    "localhost", "127.0.0.1", "[::1]",
]  # fmt: skip
DATA_DIR = Path(env.str("COVENANT_DATA_DIR", default=str(BASE_DIR / "data")))
IS_HTTPS: bool = env.bool("COVENANT_HTTPS", default=not DEBUG)
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS if not host.startswith((".", "*"))]

INSTALLED_APPS = [
    "covenant_toolkit",
    "letters",
    "briefings",
    "partnerships",
    "members",
    "casestudies",
    "principles",
    "publicbodies",
    "search",
    "covenant_toolkit.desk_app.DeskConfig",  # the admin, as NAVCA's desk
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "csp",
]

MIDDLEWARE = [
    "covenant_toolkit.middleware.ResponseHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "covenant_toolkit.middleware.KnownMethodsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "covenant_toolkit.middleware.NoNulMiddleware",
    "covenant_toolkit.middleware.NoStoreMiddleware",
    "covenant_toolkit.middleware.BodySizeMiddleware",
    "covenant_toolkit.middleware.CannotStoreMiddleware",
    "covenant_toolkit.page_cache.PageCacheMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "covenant_toolkit.middleware.NothingToReadMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "covenant_toolkit.middleware.RefusalsMiddleware",
    "covenant_toolkit.middleware.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "covenant_toolkit.middleware.StaffSecondFactorMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]

ROOT_URLCONF = "covenant_toolkit.urls"
WSGI_APPLICATION = "covenant_toolkit.wsgi.application"
SITE_NAME = "Covenant Toolkit"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "covenant_toolkit.context.site",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# Database: SQLite on the local disk unless a URL names PostgreSQL.
DATABASES: dict[str, dict[str, Any]]
if DEBUG and not env.str("COVENANT_DATABASE_URL", default=""):
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": DATA_DIR / "toolkit.sqlite3"}}
else:
    needed_in_public("COVENANT_DATABASE_URL")
    DATABASES = {"default": env.db_url("COVENANT_DATABASE_URL")}
DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
LOCK_TIMEOUT = env.int("COVENANT_LOCK_TIMEOUT", default=20)
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    # Otherwise somebody would wait for a lock for ever, and keep a thread from everybody else.
    patience = {"options": f"-c lock_timeout={LOCK_TIMEOUT}s"}
    DATABASES["default"]["OPTIONS"] = patience | DATABASES["default"].get("OPTIONS", {})
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # IMMEDIATE: a writer waits its turn at the start of a transaction instead of losing at its end.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": LOCK_TIMEOUT,
        # What is deleted is written over with zeros: else the file keeps it until the place is used again.
        # Read through a map of the file: a connection's own cache of 2 MB is too small for a search through
        # ten thousand case studies, which then takes four times as long.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;"
        " PRAGMA secure_delete=ON;"
        " PRAGMA mmap_size=268435456;",
    }
    # Every write in a request commits together; with IMMEDIATE this would make each page a writer.
    DATABASES["default"]["ATOMIC_REQUESTS"] = False
# Opening SQLite for every request would take longer than a page from the page cache does.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# Rate limits must be shared by all web processes, so the default cache lives in the database. It is large,
# or somebody could make it forget the counts by trying many addresses.
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache",
                "OPTIONS": {"MAX_ENTRIES": 20_000}},
    # Reading pages, for each process: the least used leave when there are too many.
    "pages": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "pages",
              "OPTIONS": {"MAX_ENTRIES": 400}},
}  # fmt: skip

# People
AUTH_USER_MODEL = "members.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard"
ACCOUNT_ADAPTER = "covenant_toolkit.accounts.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_CHANGE_EMAIL = True
# An unknown address gets a mail too, so that neither the answer nor its time tells who has an account.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Covenant Toolkit: "
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_REAUTHENTICATION_REQUIRED = True
# Ours beside allauth's own; `key` is the address.
ACCOUNT_RATE_LIMITS = {
    "request_login_code": "20/m/ip,3/m/key,20/d/key",
    "reset_password": "20/m/ip,3/m/key,20/d/key",
    "request_access": "5/h/ip",
    "feedback": "5/h/ip",
    "feedback_by_member": "60/h/user",
    "invitation": "20/m/ip",
    "shared": "60/m/ip",
    "invite": "60/h/user",
}
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("COVENANT_PROXIES", default=0)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
ACCOUNT_FORMS = {
    "login": "covenant_toolkit.account_forms.LoginForm",
    "request_login_code": "covenant_toolkit.account_forms.RequestLoginCodeForm",
    "confirm_login_code": "covenant_toolkit.account_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "covenant_toolkit.account_forms.ConfirmEmailVerificationCodeForm",
    "add_email": "covenant_toolkit.account_forms.AddEmailForm",
    "change_password": "covenant_toolkit.account_forms.ChangePasswordForm",
    "set_password": "covenant_toolkit.account_forms.SetPasswordForm",
    "reset_password": "covenant_toolkit.account_forms.ResetPasswordForm",
    "reset_password_from_key": "covenant_toolkit.account_forms.ResetPasswordKeyForm",
}
MFA_FORMS = {
    "authenticate": "covenant_toolkit.account_forms.AuthenticateForm",
    "add_webauthn": "covenant_toolkit.account_forms.AddWebAuthnForm",
    "edit_webauthn": "covenant_toolkit.account_forms.EditWebAuthnForm",
}
MFA_ADAPTER = "covenant_toolkit.accounts.MFAAdapter"
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_ISSUER = SITE_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEBUG

# Mail: with debug on and no server named it is printed in the terminal.
globals().update(
    env.email_url("COVENANT_EMAIL_URL", default="consolemail://" if DEBUG else "smtp://localhost:25")
)
DEFAULT_FROM_EMAIL = env.str("COVENANT_EMAIL_FROM", default="Covenant Toolkit <toolkit@example.org>")
SERVER_EMAIL = DEFAULT_FROM_EMAIL
# What links in mails that no page has asked for begin with.
SITE_ADDRESS: str = env.str(
    "COVENANT_ADDRESS",
    default=f"http{'s' if IS_HTTPS else ''}://{ALLOWED_HOSTS[0].lstrip('.')}{':8000' if DEBUG else ''}/",
)
REQUESTS_TO = env.str("COVENANT_REQUESTS_TO", default="")

# How long personal data is kept, in days. `personal_data.py` says of each kind when the time begins.
KEEP = {
    "LAPSED": days_kept("LAPSED", 730, least=90),  # their people are told 60 days ahead
    "ACCOUNTS": days_kept("ACCOUNTS", 365),
    "INVITATIONS": days_kept("INVITATIONS", 30),
    "REQUESTS": days_kept("REQUESTS", 180),
    "PUBLIC_FEEDBACK": days_kept("PUBLIC_FEEDBACK", 730),
    "LINKS": days_kept("LINKS", 365),
    "UNCHECKED": days_kept("UNCHECKED", 1095, least=366),  # after a year they are due for a check anyway
    "REMINDERS": days_kept("REMINDERS", 400, least=14),  # a row keeps a second mail of its week away
    "ADMIN_LOG": days_kept("ADMIN_LOG", 730),
    "BACKUPS": days_kept("BACKUPS", 30),
    "LOGS": days_kept("LOGS", 90),
}

# Language and time
LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
DATE_FORMAT = "j F Y"
FORMS_URLFIELD_ASSUME_HTTPS = True

# Files
FONTS_DIR = Path(env.str("COVENANT_FONTS_DIR", default=str(BASE_DIR / "build" / "fonts")))
STATIC_URL = "static/"
STATIC_ROOT = BASE_DIR / "build" / "static"
STATICFILES_DIRS = [BASE_DIR / "static", *([FONTS_DIR / "web"] if (FONTS_DIR / "web").exists() else [])]
FIXTURE_DIRS = [BASE_DIR / "fixtures"]
MEDIA_ROOT = DATA_DIR / "private"
MEDIA_URL = ""
STORAGES = {
    # Private: no URL leads here, a view checks access and streams the file.
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "private", "base_url": None, "file_permissions_mode": 0o600,
                    "directory_permissions_mode": 0o700},
    },
    # Pictures of case studies: shown to every reader once their case study is published.
    "pictures": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "pictures", "base_url": None, "file_permissions_mode": 0o600,
                    "directory_permissions_mode": 0o700},
    },
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage" if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}  # fmt: skip
# How a web process starts the command that makes /toolkit.pdf: after the pages, when the machine is busy.
MAKE_TOOLKIT_PDF = ["nice", sys.executable, str(BASE_DIR / "manage.py"), "make_toolkit_pdf", "--verbosity=0"]
WHITENOISE_ALLOW_ALL_ORIGINS = False
DATA_UPLOAD_MAX_MEMORY_SIZE = 3 * 1024 * 1024
# A letter to all of England: a box and a post for each body, and as many people of a long list.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000

# Safety
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "manifest-src": [SELF],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_HSTS_PRELOAD = IS_HTTPS
if env.int("COVENANT_PROXIES", default=0):
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_NAME = "__Host-session" if IS_HTTPS else "session"
CSRF_COOKIE_NAME = "__Host-csrf" if IS_HTTPS else "csrf"
CSRF_FAILURE_VIEW = "covenant_toolkit.errors.csrf_failure"
SIMPLE_HISTORY_ENABLED = True

LOG_LEVEL: str = env.str("COVENANT_LOG_LEVEL", default="WARNING")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "covenant_toolkit.quiet_logs.OneLine"},
        "security": {"()": "covenant_toolkit.quiet_logs.SecurityLine"},
    },
    # The addresses of private links and invitations are keys.
    "filters": {
        "without_keys": {"()": "covenant_toolkit.quiet_logs.WithoutKeys"},
        "words": {"()": "covenant_toolkit.quiet_logs.Words"},
    },
    "handlers": {
        "stderr": {
            "class": "logging.StreamHandler",
            "formatter": "line",
            "filters": ["without_keys", "words"],
        },
        "security": {"class": "logging.StreamHandler", "formatter": "security"},
    },
    "root": {"handlers": ["stderr"], "level": LOG_LEVEL},
    "loggers": {
        # Who did what, with keys of rows and nothing else about anybody: see members/security_log.py.
        "covenant.security": {"level": "INFO", "handlers": ["security"]},
        "django.security": {"level": "WARNING", "handlers": ["security"]},
        # Noted by covenant_toolkit/errors.py, with who and where.
        "django.security.csrf": {"level": "CRITICAL"},
        # Never their debugging, whatever the level above: it says what stands in a page, a query or a mail.
        **{
            name: {"level": "INFO" if LOG_LEVEL == "DEBUG" else LOG_LEVEL}
            for name in ("django.template", "django.db.backends", "PIL", "asyncio", "fontTools", "weasyprint")
        },
    },
}
