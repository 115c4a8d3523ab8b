"""Settings, each read from the environment with its type; `.env.example` lists them.

DEMO=1 is what `make run` sets: sample accounts, mail kept in a folder, generated keys. Without DEMO and
without DEBUG the platform is in production and refuses to start where a secret is missing.
"""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from training.core import logs

BASE_DIR = Path(__file__).resolve().parent.parent
env = environ.Env()
environ.Env.read_env(BASE_DIR / ".env")

VAR_DIR = Path(env.str("VAR_DIR", default=str(BASE_DIR / "var")))
DEMO = env.bool("DEMO", default=False)
TESTING = env.bool("TESTING", default=False)
DEBUG = False
PRODUCTION = not (DEMO or TESTING)


def secret(name: str) -> str:
    """A secret from the environment; DEMO makes its own and keeps it, tests have a known one."""
    value = env.str(name, default="")
    if value:
        return value
    if PRODUCTION:
        raise ImproperlyConfigured(f"{name} is not set. Set it in the environment, or set DEMO=1 to try the platform.")
    return f"only-for-tests-{name}-{'0' * 40}" if TESTING else kept_secret(VAR_DIR / "keys" / name)


def kept_secret(path: Path) -> str:
    """Made on first use, in a file that only its owner reads; of two processes at once, the first one's stays."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        mine = path.with_name(f"{path.name}.{os.getpid()}")
        with open(os.open(mine, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(mine, path)
        mine.unlink()
    return path.read_text()


def first_folder(*paths: Path) -> Path:
    """The first of these folders that exists, or the first."""
    return next((path for path in paths if path.is_dir()), paths[0])


if DEMO and env.bool("REFUSE_DEMO", default=False):
    raise ImproperlyConfigured("DEMO is set on a production host. Unset DEMO.")

SECRET_KEY = secret("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.list("SECRET_KEY_FALLBACKS", default=[])  # still believed, never signed with
# Looks up verification codes without storing them in the clear; changing it orphans every code.
CODE_KEY = secret("CODE_KEY")
# Keys that sign certificates and the public log, a folder for each complex. Only DEMO and tests make their own.
KEYS_DIR = Path(env.str("KEYS_DIR", default=str(VAR_DIR / "keys")))
MAKE_KEYS = not PRODUCTION
# Whether credentials name their issuer by its host, which must then be reached by HTTPS; DEMO has no such host.
DID_WEB = not DEMO
SIGNER_PASSPHRASE = env.str("SIGNER_PASSPHRASE", default="")
# Where a signing key lies in a token: the library of its maker, and what opens it.
PKCS11_MODULE = env.str("PKCS11_MODULE", default="")
PKCS11_PIN = env.str("PKCS11_PIN", default="")
# An RFC 3161 service. Where one is named, nothing is issued without its timestamp; outside DEMO one is needed.
TIMESTAMP_URL = env.str("TIMESTAMP_URL", default="")
TIMESTAMP_SECONDS = env.float("TIMESTAMP_SECONDS", default=10.0)
WITNESS_SECONDS = env.float("WITNESS_SECONDS", default=10.0)  # for a witness of the public log to answer
# Who may read /metrics: whoever shows the token, or asks from one of these networks. Without both, nobody.
METRICS_TOKEN = env.str("METRICS_TOKEN", default=kept_secret(VAR_DIR / "keys" / "METRICS_TOKEN") if DEMO else "")
METRICS_ALLOWED = env.list("METRICS_ALLOWED", default=[])
METRICS_DIR = env.str("METRICS_DIR", default="" if TESTING else str(VAR_DIR / "metrics"))  # where processes count
BASE_URL = env.str("BASE_URL", default="" if PRODUCTION else "http://localhost:8000").rstrip("/")
if not BASE_URL:
    raise ImproperlyConfigured("BASE_URL is not set. Give the first complex's address, such as https://example.org.")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=["*"] if not PRODUCTION else [])
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured("ALLOWED_HOSTS is not set. List the host names the platform answers to.")
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[BASE_URL])

INSTALLED_APPS = [
    "training.core",
    "training.accounts",
    "training.sample",
    "courses",
    "enrollment",
    "certificates",
    "training.consortium",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.simple_translation",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "training.accounts.apps.WagtailUsers",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "courses.apps.QuietWagtailAdmin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_include_bootstrap",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "training.core.middleware.Compressed",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "training.core.middleware.counted",
    "csp.middleware.CSPMiddleware",
    "training.core.middleware.no_nul",
    "training.core.middleware.relaxed_for_cms",
    "training.core.middleware.no_camera",
    "training.core.middleware.request_id",
    "training.core.middleware.clock",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "training.core.middleware.complex_of_host",
    "training.core.middleware.language",
    "training.core.middleware.zone",
    "training.core.middleware.LoginRequired",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "training.accounts.middleware.remember_roles",
    "training.accounts.middleware.remember_onward",
    "training.accounts.middleware.cms_for_editors",
    "training.accounts.middleware.staff_second_factor",
    "training.accounts.middleware.consents_of_today",
    "courses.middleware.OnlyWhatIsTheirs",
    "training.accounts.middleware.RefusedForms",
    "training.core.middleware.Refusals",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "training.urls"
WSGI_APPLICATION = "training.wsgi.application"
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
                "django.template.context_processors.i18n",
                "training.core.context.page",
            ],
        },
    },
]
LESSONS_KEPT_DRAWN = env.int("LESSONS_KEPT_DRAWN", default=200)  # in each process, by their content; 0 keeps none
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- data ---------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'db.sqlite3'}")}
DATABASE_POOL = env.int("DATABASE_POOL", default=0)  # connections each process keeps open at most; 0: one per thread
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # IMMEDIATE: a transaction that will write takes its lock at the start instead of failing in the middle.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0 if DATABASE_POOL else 60  # a pool keeps them itself
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
    if DATABASE_POOL:
        DATABASES["default"].setdefault("OPTIONS", {})["pool"] = {
            "min_size": 1,
            "max_size": DATABASE_POOL,
            "timeout": 10,
        }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    "default": env.cache_url("CACHE_URL", default="dbcache://core_cache"),
    # Wagtail would write each rendition that a page shows into the default cache; they stand in the database already.
    "renditions": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"},
}
# Folders, or one bucket of an S3-compatible store: s3://key:secret@host:port/bucket?region=…&tls=no
STORAGE_URL = env.str("STORAGE_URL", default="")
FOLDER = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "training.core.s3.Media", "OPTIONS": {}} if STORAGE_URL else FOLDER,
    "private": {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": {}} if STORAGE_URL else FOLDER,
    "staticfiles": {
        "BACKEND": (
            "whitenoise.storage.CompressedManifestStaticFilesStorage"
            if PRODUCTION
            else "django.contrib.staticfiles.storage.StaticFilesStorage"
        ),
    },
}
if STORAGE_URL:
    from training.core.s3 import options

    for _name, _prefix in (("default", "media"), ("private", "private")):
        STORAGES[_name]["OPTIONS"] = options(STORAGE_URL, _prefix)
MEDIA_ROOT = VAR_DIR / "media"
MEDIA_URL = "/media/"
BACKUP_DIR = env.str("BACKUP_DIR", default="")  # where `manage.py backup` writes, and where its age is watched
PRIVATE_ROOT = VAR_DIR / "private"  # certificates and evidence: never under a public address
STATIC_ROOT = Path(env.str("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATIC_URL = "/static/"
BROWSER_DIR = BASE_DIR / "var" / "browser"  # what set-up fetches for browsers: the reader of camera pictures
STATICFILES_DIRS = [BROWSER_DIR] if BROWSER_DIR.is_dir() else []
WHITENOISE_USE_FINDERS = not PRODUCTION
# NanumGothic and NanumMyeongjo as TrueType files, which certificates are set in.
_NANUM = Path("usr/share/fonts/truetype/nanum")
FONT_DIR = Path(env.str("FONT_DIR", default=str(first_folder("/" / _NANUM, BASE_DIR / "var" / "system" / _NANUM))))

# --- people -------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "django.contrib.auth.backends.ModelBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/learn/"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "training.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True  # in the browser that signed up; elsewhere the password is asked
ACCOUNT_LOGOUT_REDIRECT_URL = "/"
ACCOUNT_MAX_EMAIL_ADDRESSES = 3
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_FORMS = {
    "signup": "training.accounts.forms.SignupForm",
    "login": "training.accounts.forms.LoginForm",
    "add_email": "training.accounts.forms.AddEmailForm",
    "change_password": "training.accounts.forms.ChangePasswordForm",
    "set_password": "training.accounts.forms.SetPasswordForm",
    "reset_password": "training.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "training.accounts.forms.ResetPasswordKeyForm",
    "reauthenticate": "training.accounts.forms.ReauthenticateForm",
}
# One proxy in front adds the client's address; without this every client would share one limit.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if PRODUCTION and env.bool("BEHIND_PROXY", default=True) else 0
MFA_ADAPTER = "training.accounts.adapters.SecondFactorAdapter"
MFA_FORMS = {
    "authenticate": "training.accounts.forms.AuthenticateForm",
    "reauthenticate": "training.accounts.forms.ReauthenticateCodeForm",
    "activate_totp": "training.accounts.forms.ActivateTOTPForm",
    "add_webauthn": "training.accounts.forms.AddWebAuthnForm",
    "edit_webauthn": "training.accounts.forms.EditWebAuthnForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_TOTP_TOLERANCE = 1
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = DEMO  # http://localhost counts as secure for browsers
STAFF_SECOND_FACTOR = PRODUCTION  # staff need a second factor before /desk/, /teach/ and /cms/
USERSESSIONS_TRACK_ACTIVITY = False  # one row for each sign-in, and no write for each page read
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = BASE_URL.startswith("https://")
if SESSION_COOKIE_SECURE:  # a host beside ours cannot set these, whatever it shares with us
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"

# --- language and time --------------------------------------------------------------------------
USE_I18N = USE_TZ = True
LANGUAGE_CODE = "ko"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("ko", _("Korean")), ("en", _("English"))]
WAGTAIL_I18N_ENABLED = True
LANGUAGE_COOKIE_NAME = "language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
# The first wins. The second is Korean for what Wagtail's own catalog leaves in English.
LOCALE_PATHS = [BASE_DIR / "training" / "core" / "locale", BASE_DIR / "training" / "core" / "locale_cms"]
TIME_ZONE = "Asia/Seoul"

# --- Wagtail ------------------------------------------------------------------------------------
WAGTAIL_SITE_NAME = "Ochang"
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_LOGIN_URL = "account_login"
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAILADMIN_PERMITTED_LANGUAGES = [("ko", "한국어"), ("en", "English")]
WAGTAILSEARCH_BACKENDS = {"default": {"BACKEND": "wagtail.search.backends.database"}}
WAGTAILIMAGES_EXTENSIONS = ["gif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 40_000_000  # read from the head of the file, before it is unpacked
WAGTAILDOCS_EXTENSIONS = "pdf docx xlsx pptx hwp hwpx zip txt csv mp4 webm vtt".split()  # rules/filetypes.py knows each
WAGTAILIMAGES_IMAGE_FORM_BASE = "courses.forms.files.ImageForm"
WAGTAILDOCS_DOCUMENT_FORM_BASE = "courses.forms.files.DocumentForm"
WAGTAIL_ALLOW_UNICODE_SLUGS = False
WAGTAIL_FINISH_WORKFLOW_ACTION = "courses.services.review.publish"  # approval publishes, whoever approves
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False  # passwords and addresses are changed on the person's own page
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAILUSERS_PASSWORD_ENABLED = False

# --- work that is owed --------------------------------------------------------------------------
OWED_LEASE = env.int("OWED_LEASE", default=30)  # seconds; renewed at work, so a killed worker's is soon taken
OWED_SOON = env.float("OWED_SOON", default=30.0)  # seconds between two tries of what waits for a key, a service, a disk
OWED_KEPT_DAYS = env.int("OWED_KEPT_DAYS", default=30)  # then what was done or put aside is deleted
SWEEP_EVERY = env.float("SWEEP_EVERY", default=10.0)  # seconds between two searches for work that was lost
PUBLISH_EVERY = env.float("PUBLISH_EVERY", default=60.0)  # seconds between two looks for pages that go live or expire
CELERY_BROKER_URL = env.str("BROKER_URL", default="filesystem://localhost")
CELERY_TASK_DEFAULT_QUEUE = env.str("QUEUE", default="ochang")
HEAVY_QUEUE = env.str("HEAVY_QUEUE", default="")  # for workers that draw certificates; empty: the one queue for all
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_TASK_TIME_LIMIT = 300
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TIMEZONE = "UTC"
if CELERY_BROKER_URL.startswith("filesystem:"):
    BROKER_DIR = VAR_DIR / "broker"
    for _folder in ("queue", "control"):
        (BROKER_DIR / _folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(BROKER_DIR / "queue"),
        "data_folder_out": str(BROKER_DIR / "queue"),
        "control_folder": str(BROKER_DIR / "control"),
        "polling_interval": 0.1,
    }
elif CELERY_BROKER_URL.startswith("redis"):
    CELERY_BROKER_TRANSPORT_OPTIONS = {"visibility_timeout": 900, "unacked_restore_interval": 5}
elif CELERY_BROKER_URL.startswith("amqp"):
    CELERY_TASK_DEFAULT_QUEUE_TYPE = CELERY_TASK_CREATE_MISSING_QUEUE_TYPE = "quorum"  # survives the loss of a node

# --- mail ---------------------------------------------------------------------------------------
EMAIL_CONFIG = env.email_url("EMAIL_URL", default="filemail://")
vars().update({key: value for key, value in EMAIL_CONFIG.items() if key.startswith("EMAIL_")})
EMAIL_FILE_PATH = str(VAR_DIR / "mail")
DEFAULT_FROM_EMAIL = env.str("DEFAULT_FROM_EMAIL", default="Ochang <no-reply@ochang.example>")

BOUNCE_DIR = env.str("BOUNCE_DIR", default="")  # a folder or Maildir into which the mail server puts what came back
TEXT_GATEWAY = env.str("TEXT_GATEWAY", default="training.core.texts.Folder" if DEMO else "")
TEXT_DIR = env.str("TEXT_DIR", default=str(VAR_DIR / "texts"))

# --- security -----------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "frame-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
CSRF_FAILURE_VIEW = "training.core.views.csrf_failed"
X_FRAME_OPTIONS = "SAMEORIGIN"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$", r"^metrics$"]  # asked from inside, where there is no TLS
if PRODUCTION:
    SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=True) else None
    SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_SUBDOMAINS", default=True)
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

# W019: editors preview their pages in a frame of our own origin; the policy's frame-ancestors 'self' says the same.
SILENCED_SYSTEM_CHECKS = ["security.W019"]

# --- what is said of itself ---------------------------------------------------------------------
logs.install()
LOG_FORMAT = env.str("LOG_FORMAT", default="json" if PRODUCTION else "text")
LOG_LEVEL = env.str("LOG_LEVEL", default="INFO" if PRODUCTION else "WARNING").upper()
LOGGING = logs.configuration(form=LOG_FORMAT, level=LOG_LEVEL)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
if SENTRY_DSN := env.str("SENTRY_DSN", default=""):
    import sentry_sdk

    sentry_sdk.init(
        dsn=SENTRY_DSN,
        environment=env.str("SENTRY_ENVIRONMENT", default="production"),
        send_default_pii=False,
        include_local_variables=False,
        max_request_body_size="never",
        max_breadcrumbs=0,
        before_send=logs.without_people,  # type: ignore[arg-type]  # an event is a dict
    )
