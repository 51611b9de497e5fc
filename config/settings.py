"""Every setting of Runledger, read once from the environment or `.env`.

Names and defaults are a promise to operators: docs/settings.md lists them, .env.example has a line for each.
Doors and tasks read reports_app.conf; the rooms below take values as arguments.
"""

import contextlib
import os
from pathlib import Path
from urllib.parse import urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

from config.unfold import UNFOLD  # noqa: F401  the look and navigation of the admin

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
if (BASE_DIR / ".env").is_file() and os.environ.get("RUNLEDGER_READ_DOT_ENV", "true") != "false":
    env.read_env(BASE_DIR / ".env")
VAR_DIR = BASE_DIR / "var"
# A command in a fresh checkout must find its place; a folder that cannot be made is reported by who needs it.
with contextlib.suppress(OSError):
    VAR_DIR.mkdir(mode=0o700, exist_ok=True)

# --- Where people reach it ------------------------------------------------------------------------------
DEBUG = env.bool("DEBUG", default=False)
SECRET_KEY = env.str("SECRET_KEY", default="")
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "SECRET_KEY is not set. Put SECRET_KEY=<50 random characters> into .env; `make up` does it for you."
    )
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])
PORT = env.int("PORT", default=8000)
PUBLIC_URL = env.str("PUBLIC_URL", default=f"http://127.0.0.1:{PORT}").rstrip("/")
_public = urlsplit(PUBLIC_URL)
_host = (_public.hostname or "").lower()
IS_LOOPBACK = _host in {"127.0.0.1", "localhost", "::1"}
IS_HTTPS = _public.scheme == "https"
if _public.scheme not in {"http", "https"} or not _host:
    raise ImproperlyConfigured(f"PUBLIC_URL is {PUBLIC_URL!r}. Write it as https://runledger.example.")
if not IS_HTTPS and not IS_LOOPBACK:
    raise ImproperlyConfigured(
        f"PUBLIC_URL is {PUBLIC_URL!r}: plain http is accepted for a loopback host only. Use https."
    )
if IS_HTTPS and DEBUG:
    raise ImproperlyConfigured(
        "DEBUG is on while PUBLIC_URL is https. Set DEBUG=false for an address that people reach."
    )
_loopback_names = ["127.0.0.1", "localhost", "[::1]"]
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=_loopback_names if IS_LOOPBACK else [_host])
if "*" in ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS holds '*'. Name the hosts, for example ALLOWED_HOSTS=runledger.example."
    )
_port_suffix = f":{_public.port}" if _public.port else ""
CSRF_TRUSTED_ORIGINS = env.list(
    "CSRF_TRUSTED_ORIGINS",
    default=[
        f"{_public.scheme}://{name}{_port_suffix}" for name in (_loopback_names if IS_LOOPBACK else [_host])
    ],
)

# --- The house ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "reports_app",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "reports_app.web.headers.security_headers",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "reports_app.access.middleware.attach_viewer",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
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
                "reports_app.web.context.shell",
            ],
        },
    }
]
AUTH_USER_MODEL = "reports_app.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
LANGUAGE_CODE = "en-us"
USE_I18N = False
USE_TZ = True
TIME_ZONE = "UTC"
FIRM_TIME_ZONE = env.str("FIRM_TIME_ZONE", default="America/New_York")

# --- State: the database and MEDIA_ROOT, nothing else ---------------------------------------------------
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE is the part that prevents "database is locked"; FULL is the part that survives a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "timeout": 20,
        "transaction_mode": "IMMEDIATE",
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;",
    }
else:
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
CACHES = {"default": env.cache("CACHE_URL", default="locmemcache://")}
MEDIA_ROOT = Path(env.str("MEDIA_ROOT", default=str(VAR_DIR / "media")))
FILE_UPLOAD_PERMISSIONS = 0o600
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o700

# --- Pages' files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = False

# --- Work -----------------------------------------------------------------------------------------------
CELERY_BROKER_URL = env.str("CELERY_BROKER_URL", default="filesystem://")
SYNC_INTERVAL_SECONDS = env.int("SYNC_INTERVAL_SECONDS", default=300)

# --- Addepar --------------------------------------------------------------------------------------------
ADDEPAR_BASE_URL = env.str("ADDEPAR_BASE_URL", default="")
ADDEPAR_FIRM_ID = env.str("ADDEPAR_FIRM_ID", default="")
ADDEPAR_API_KEY = env.str("ADDEPAR_API_KEY", default="")
ADDEPAR_API_SECRET = env.str("ADDEPAR_API_SECRET", default="")
ADDEPAR_ACCESS_TOKEN = env.str("ADDEPAR_ACCESS_TOKEN", default="")
ADDEPAR_HOST_SUFFIXES = env.list("ADDEPAR_HOST_SUFFIXES", default=["addepar.com"])
ADDEPAR_REQUESTS_PER_15_MINUTES = env.int("ADDEPAR_REQUESTS_PER_15_MINUTES", default=50)
ADDEPAR_REQUESTS_PER_DAY = env.int("ADDEPAR_REQUESTS_PER_DAY", default=1000)
ADDEPAR_RESERVED_PER_15_MINUTES = env.int("ADDEPAR_RESERVED_PER_15_MINUTES", default=10)
ADDEPAR_RESERVED_PER_DAY = env.int("ADDEPAR_RESERVED_PER_DAY", default=50)
ADDEPAR_TIMEOUT_SECONDS = env.float("ADDEPAR_TIMEOUT_SECONDS", default=75)

# --- Security -------------------------------------------------------------------------------------------
_cookie_prefix = "__Host-" if IS_HTTPS else ""
SESSION_COOKIE_NAME = f"{_cookie_prefix}session"
CSRF_COOKIE_NAME = f"{_cookie_prefix}csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_HTTPS
SESSION_COOKIE_AGE = 12 * 3600
SECURE_SSL_REDIRECT = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
SECURE_HSTS_SECONDS = 365 * 86400 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
# W021 asks for HSTS preload: a promise for the whole domain of the firm, which is not ours to give.
SILENCED_SYSTEM_CHECKS = ["security.W021"]
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "object-src": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

# --- Log ------------------------------------------------------------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": env.str("LOG_LEVEL", default="INFO")},
}
