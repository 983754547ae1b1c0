"""Django's settings, from the environment: ``DATABASE_URL``, or the embedded PostgreSQL of ``ATTAIN_WORKSPACE``.

Every role has a connection of its own; none is a superuser. On a database of yours one account logs in and then takes
the role, so it must be a member of the four roles.
"""

import os
from hashlib import sha256
from pathlib import Path

from attain_web.databases import databases_of
from attain_web.store.embedded.web_secret import web_secret

WORKSPACE = Path(os.environ.get("ATTAIN_WORKSPACE", "."))
IS_SERVING = os.environ.get("ATTAIN_SERVING", "") == "1"
LISTENS_ON = os.environ.get("ATTAIN_LISTENS_ON", "")
IS_BEHIND_TLS = os.environ.get("ATTAIN_TLS", "") == "1"
DATABASE_URL = os.environ.get("DATABASE_URL", "")

SECRET_KEY = os.environ.get("ATTAIN_SECRET_KEY", "") or web_secret(WORKSPACE)
ALLOWED_HOSTS = [name for name in os.environ.get("ATTAIN_HOSTS", "localhost,127.0.0.1,[::1]").split(",") if name]
CSRF_TRUSTED_ORIGINS = [name for name in os.environ.get("ATTAIN_ORIGINS", "").split(",") if name]
INSTALLED_APPS = [
    "attain_web.store",
    "attain_web.accounts",
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
]
INSTALLED_APPS += ["attain_web.api"]
INSTALLED_APPS += ["procrastinate.contrib.django", "attain_web.jobs", "attain_web.outbox"]
INSTALLED_APPS += ["allauth", "allauth.account", "allauth.mfa"]
INSTALLED_APPS += ["allauth.socialaccount", "allauth.socialaccount.providers.openid_connect"]
PROCRASTINATE_DATABASE_ALIAS = "engine"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = ""
PROCRASTINATE_IMPORT_PATHS = ["attain_web.jobs.working"]
DATABASES = databases_of(DATABASE_URL, WORKSPACE)
if IS_SERVING:
    for database in DATABASES.values():  # every request has a thread of its own; the threads share connections
        database["CONN_MAX_AGE"] = 0
        database["CONN_HEALTH_CHECKS"] = True  # a database that was started again is found again
        database["OPTIONS"]["pool"] = {"min_size": 1, "max_size": 24, "timeout": 20}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"

# ---------------------------------------------------------------------------- the web application

ROOT_URLCONF = "attain_web.urls"
ROOMS = ("shell", "entrance", "jobs", "outbox", "payee", "manager", "admin", "finance", "leader")
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / room / "templates" for room in ROOMS],
        "OPTIONS": {
            "context_processors": ["django.template.context_processors.request", "attain_web.shell.context.shell"],
            "builtins": ["attain_web.shell.templatetags.words", "attain_web.shell.templatetags.drawing"],
        },
    }
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "attain_web.access.tokens.ByToken",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "attain_web.access.middleware.DeclaredScreens",
    "attain_web.shell.exporting.ExportedTables",
]
AUTH_USER_MODEL = "accounts.Account"
AUTHENTICATION_BACKENDS = ["attain_web.accounts.backend.ByPassword"]
LOGIN_URL = "/sign-in"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
SESSION_COOKIE_AGE = 12 * 3600
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600  # how long an invitation is good for
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = IS_BEHIND_TLS
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "attain_web.shell.failures.stale_form"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_BEHIND_TLS else None
SECURE_HSTS_SECONDS = 31_536_000 if IS_BEHIND_TLS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 2**20
STATIC_URL = "/static/"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
# ---------------------------------------------------------------------------- second factors, and another provider

MFA_ADAPTER = "attain_web.accounts.factors.Factors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_TOTP_ISSUER = "Attain"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODE_DIGITS = 10
OIDC_URL = os.environ.get("ATTAIN_OIDC_URL", "").rstrip("/")
OIDC_CLIENT = os.environ.get("ATTAIN_OIDC_CLIENT", "")
OIDC_NAME = os.environ.get("ATTAIN_OIDC_NAME", "your company's account")
OIDC_MAKES_ACCOUNTS = os.environ.get("ATTAIN_OIDC_MAKES_ACCOUNTS", "") == "1"
OIDC_IS_SECOND_FACTOR = os.environ.get("ATTAIN_OIDC_SECOND_FACTOR", "") == "1"
OIDC_ID = f"oidc-{sha256(OIDC_URL.encode()).hexdigest()[:8]}"  # another provider's subjects are other people
OIDC_APP = {"provider_id": OIDC_ID, "name": OIDC_NAME, "client_id": OIDC_CLIENT}
OIDC_APP |= {"secret": os.environ.get("ATTAIN_OIDC_SECRET", ""), "settings": {"server_url": OIDC_URL}}
SOCIALACCOUNT_ADAPTER = "attain_web.entrance.provider.KnownAlone"
SOCIALACCOUNT_LOGIN_ON_GET = True  # a form may not lead elsewhere; the state that comes back says who began
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [OIDC_APP] if OIDC_URL and OIDC_CLIENT else []}
}
PROCESSES = int(os.environ.get("ATTAIN_PROCESSES", "") or 1)  # each of them counts what comes to it
TRIES_A_MINUTE = max(int(os.environ.get("ATTAIN_SIGN_IN_RATE", "") or 60) // PROCESSES, 1)
API_REQUESTS_A_MINUTE = max(int(os.environ.get("ATTAIN_API_RATE", "") or 600) // PROCESSES, 1)
WEBHOOKS_MAY_GO_INSIDE = os.environ.get("ATTAIN_WEBHOOKS_INSIDE", "") == "1"
PUBLIC_URL = os.environ.get("ATTAIN_URL", "http://127.0.0.1:8420")
EMAIL_HOST = os.environ.get("ATTAIN_MAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("ATTAIN_MAIL_PORT", "") or 587)
EMAIL_HOST_USER = os.environ.get("ATTAIN_MAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("ATTAIN_MAIL_PASSWORD", "")
EMAIL_USE_TLS = EMAIL_PORT == 587
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_TIMEOUT = 20
EMAIL_BACKEND = f"django.core.mail.backends.{'smtp' if EMAIL_HOST else 'dummy'}.EmailBackend"
DEFAULT_FROM_EMAIL = os.environ.get("ATTAIN_MAIL_FROM", "attain@localhost")
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "loggers": {"django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False}},
}
