"""Every setting of the site, from the environment. docs/deploying.md lists the variables.

With nothing set the site serves this machine only: debug off, SQLite, files and a secret of its own under var/.
"""

from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF
from environ import Env

from guide_site.environment import (
    DATABASE_SCHEMES,
    EMAIL_SCHEMES,
    LOCAL_HOSTS,
    read_address,
    read_addresses,
    read_boolean,
    read_caches,
    read_number,
    read_secret_key,
    read_security_contact,
    read_sender,
    read_site_url,
)

BASE_DIR = Path(__file__).resolve().parent.parent
VAR = BASE_DIR / "var"
env = Env()

# -- who is served ---------------------------------------------------------------------------------------------------
DEBUG = read_boolean(env, "DEBUG")
SITE_URL = read_site_url(env)
HTTPS = urlsplit(SITE_URL).scheme == "https"
ALLOWED_HOSTS = [host.strip() for host in env.str("ALLOWED_HOSTS", default="").split(",") if host.strip()] or [
    "localhost",
    "127.0.0.1",
]
DATABASE_URL = read_address(env, "DATABASE_URL", f"sqlite:///{VAR / 'site.sqlite3'}", DATABASE_SCHEMES)
PUBLIC_HOSTS = sorted(set(ALLOWED_HOSTS) - LOCAL_HOSTS)
SHARED_BECAUSE = [f"ALLOWED_HOSTS names {', '.join(PUBLIC_HOSTS)}"] * bool(PUBLIC_HOSTS)
SHARED_BECAUSE += ["DATABASE_URL names a database server"] * (not DATABASE_URL.startswith("sqlite"))
SECRET_KEY = read_secret_key(env, shared_because=SHARED_BECAUSE, var=VAR)
CSRF_TRUSTED_ORIGINS = [SITE_URL]
SECURITY_CONTACT = read_security_contact(env)

# -- what it is made of ----------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "guide_site",
    "articles",
    "salaries",
    "guide_site.apps.AdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.forms",  # the templates of its widgets, beside ours in templates/django/forms
    "django.contrib.sitemaps",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "rest_framework",
    "simple_history",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "guide_site.sharing.framing.FramingMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "guide_site.middleware.OpenDataMiddleware",
    "guide_site.middleware.PublishedVersionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
]
ROOT_URLCONF = "guide_site.urls"
WSGI_APPLICATION = "guide_site.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
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
                "guide_site.context_processors.site",
            ],
        },
    },
]

# -- where it keeps things -------------------------------------------------------------------------------------------
DATABASES = {"default": env.db_url_config(DATABASE_URL)}
if DATABASE_URL.startswith("sqlite"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
    }
else:
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True
# Opening a connection, and setting it up as above, takes longer than a page that is kept.
DATABASES["default"]["CONN_MAX_AGE"] = 60
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = read_caches(env)
vars().update(env.email_url_config(read_address(env, "EMAIL_URL", "consolemail://", EMAIL_SCHEMES)))
# Days after which the comments on a guide close; 0 is never. And who is told of new ones, if not the moderators' group.
COMMENTS_CLOSE_AFTER_DAYS = read_number(env, "COMMENTS_CLOSE_AFTER_DAYS", 0)
COMMENTS_MAIL_TO = read_addresses(env, "COMMENTS_MAIL_TO")
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = read_sender(env, SITE_URL)
# Who may tell of bounces and complaints; nobody where it is empty.
NEWSLETTER_EVENTS_SECRET = env.str("NEWSLETTER_EVENTS_SECRET", default="")
MEDIA_ROOT = VAR / "media"
MEDIA_URL = "/media/"
STATIC_ROOT = VAR / "static"
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STATIC_URL = "/static/"
# On one's own machine files are served where they lie; in public they carry a hash in their name (collectstatic).
WHITENOISE_USE_FINDERS = not PUBLIC_HOSTS
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "guide_site.storage.JoinedStaticFilesStorage"
        if PUBLIC_HOSTS
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}

# -- language and time -----------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

# -- security --------------------------------------------------------------------------------------------------------
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: [] for feature in ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = HTTPS
# Behind a proxy that ends TLS; docs/deploying.md says that the proxy must set this header itself.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in ("UserAttributeSimilarityValidator", "MinimumLengthValidator", "CommonPasswordValidator")
]

# -- staff accounts --------------------------------------------------------------------------------------------------
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "admin:index"
ACCOUNT_ADAPTER = "guide_site.accounts.StaffAccounts"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*"]
# Whoever asks for a new password gets the same answer, whether there is such an account or not, and no mail if not.
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
MFA_ALLOW_UNVERIFIED_EMAIL = True  # a superuser gives the addresses, and nobody else can change them
MFA_ADAPTER = "guide_site.accounts.SecondFactors"
MFA_TOTP_ISSUER = "Guide Site"
REQUIRE_TWO_FACTOR = read_boolean(env, "REQUIRE_TWO_FACTOR")
# The address in a header is believed only from the proxy that ends TLS.
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if HTTPS else 0

# -- the API ---------------------------------------------------------------------------------------------------------
API_REQUESTS_A_MINUTE = 120
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],  # nobody signs in, so nothing needs a cookie
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_FILTER_BACKENDS": ["salaries.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "salaries.api.pagination.Cursors",
    "DEFAULT_THROTTLE_CLASSES": ["salaries.api.throttling.Allowance"],
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "salaries.api.problems.handle",
    "URL_FORMAT_OVERRIDE": None,
    # An address in a header that a client writes itself is believed only from the proxy that ends TLS.
    "NUM_PROXIES": 1 if HTTPS else 0,
}
SPECTACULAR_SETTINGS = {"OAS_VERSION": "3.1.0", "POSTPROCESSING_HOOKS": []}

SITE_NAME = "Guide Site"
# Errors go to the terminal or the service's log, with debug off too.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
SIMPLE_HISTORY_HISTORY_CHANGE_REASON_USE_TEXT_FIELD = True
