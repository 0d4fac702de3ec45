"""Django's settings: one file; what differs between installations stands in ``config/env.py``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import django.conf.locale
from psycopg.conninfo import conninfo_to_dict

from config import embedded
from config import env as environment

env = environment.load()
BASE_DIR = environment.BASE_DIR
VAR_DIR = env.var_dir
HAMROH_ENV: str = env["HAMROH_ENV"]
HAMROH_PROCESS: str = env["HAMROH_PROCESS"]
HAMROH_INSTALLATION: str = env["HAMROH_INSTALLATION"]
PRODUCTION = env.production
TESTING = HAMROH_ENV == "test"
#: Every page outside production says so, and demonstration data load only there.
TEST_MODE_BANNER = not PRODUCTION

SECRET_KEY: str = env["HAMROH_SECRET_KEY"]
HAMROH_FIELD_KEYS: str = env["HAMROH_FIELD_KEYS"]
HAMROH_HASH_KEY: str = env["HAMROH_HASH_KEY"]
HAMROH_DEMO_PASSWORD: str = env["HAMROH_DEMO_PASSWORD"]
HAMROH_PUBLIC_URL: str = env["HAMROH_PUBLIC_URL"]
DEBUG: bool = env["HAMROH_DEBUG"]
ALLOWED_HOSTS: list[str] = list(env["HAMROH_ALLOWED_HOSTS"]) + (["testserver"] if TESTING else [])

# --- What is installed -------------------------------------------------------------------------------------

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.postgres",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "guardian",
    "django_htmx",
    "django_filters",
    "accounts",
    "cases",
    "rehabilitation",
    "tasks",
    "sharing",
    "insights",
    "config",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "accounts.middleware.IdentityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "accounts.middleware.ActingMiddleware",
    "accounts.idempotency.IdempotencyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.csp.ContentSecurityPolicyMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.template.context_processors.tz",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.shell.shell",
            ],
        },
    }
]

# --- Database: one of three logins, see accounts/dbroles.py ------------------------------------------------


def _database(url: str, *, pooled: bool) -> dict[str, Any]:
    parts = conninfo_to_dict(url)
    known = ("dbname", "user", "password", "host", "port")
    options: dict[str, Any] = {k: v for k, v in parts.items() if k not in known}
    # Bound by the server and prepared: planning under row security is half of a short statement's time
    # (docs/decisions/0008). PgBouncer keeps prepared statements in transaction mode since 1.21.
    options["server_side_binding"] = True
    options["prepare_threshold"] = env["DATABASE_PREPARE"] or None
    if pooled:
        # One connection for each thread that answers requests.
        options["pool"] = {"min_size": 1, "max_size": env["HAMROH_WEB_THREADS"] + 1, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "hamroh"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": str(parts.get("port", "")),
        "CONN_MAX_AGE": 0 if pooled else 60,
        "CONN_HEALTH_CHECKS": True,
        "DISABLE_SERVER_SIDE_CURSORS": True,
        "OPTIONS": options,
        "TEST": {"NAME": env["DATABASE_NAME_TEST"] or None},
    }


DATABASES = {"default": _database(embedded.database_url(env, HAMROH_PROCESS), pooled=HAMROH_PROCESS == "web")}
#: Only `manage.py bootstrap_roles` uses these.
DATABASE_ADMIN_URL: str = embedded.database_url(env, "admin") if HAMROH_PROCESS == "owner" else ""
DATABASE_LOGIN_PASSWORDS: dict[str, str] = (
    {
        f"hamroh_{name}": str(conninfo_to_dict(url).get("password", ""))
        for name in environment.PROCESSES
        if (url := embedded.database_url(env, name))
    }
    if HAMROH_PROCESS == "owner"
    else {}
)

# --- Redis: cache and queue --------------------------------------------------------------------------------

REDIS_URL = embedded.redis_url(env)
CACHES = {
    "default": {
        "BACKEND": "config.cache.ForgivingRedisCache",
        "LOCATION": REDIS_URL,
        "KEY_PREFIX": HAMROH_INSTALLATION,
        "OPTIONS": {"socket_timeout": 1, "socket_connect_timeout": 1},
    }
}
# A session that was ended while Redis was away must not live on in it.
CACHES["sessions"] = {**CACHES["default"], "BACKEND": "config.cache.BriefRedisCache"}
SESSION_ENGINE = "django.contrib.sessions.backends.cached_db"
SESSION_CACHE_ALIAS = "sessions"

CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://", 1).replace("?db=", "?virtual_host=", 1)
CELERY_BROKER_TRANSPORT_OPTIONS = {
    # Longer than the longest job; a job that a dead worker held comes back after this, restored every 2 s.
    "visibility_timeout": env["HAMROH_JOB_RETURNS"],
    "unacked_restore_interval": 2,
    "socket_timeout": 5,
    "socket_connect_timeout": 2,
    # Tests leave messages behind that no worker of `make up` should meet.
    "global_keyprefix": f"{HAMROH_INSTALLATION}-test:" if TESTING else f"{HAMROH_INSTALLATION}:",
}
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_WORKER_SEND_TASK_EVENTS = False
CELERY_TASK_TIME_LIMIT = 1800
CELERY_TASK_DEFAULT_QUEUE = "hamroh"
CELERY_TIMEZONE = "Asia/Tashkent"
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat.db")

# --- Who ---------------------------------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = (
    ["django.contrib.auth.hashers.MD5PasswordHasher"] if TESTING else []
) + ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
#: Failed sign-ins: an account waits five minutes after five, and a day after twenty; an address, behind which a whole
#: office may sit, has more. They are counted in Redis, or in each process while it is away (config/cache.py).
SIGN_IN_LIMITS = {
    "login": "60/m/ip",
    "login_failed": "5/5m/key,20/d/key,30/5m/ip,300/d/ip",
    # Tokens of agencies' programs; each is valid for an hour.
    "client_token": "20/m/key,120/m/ip",
}
ACCOUNT_RATE_LIMITS = False if TESTING else SIGN_IN_LIMITS
#: Complaints that one address may send, and within how many seconds; a family or an office may share one.
COMPLAINT_LIMIT: tuple[int, int] | None = None if TESTING else (5, 3600)
#: Showing who one is counts for so many seconds, before data leave or access is given (accounts/freshness.py).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_FORMS = {"reset_password": "accounts.forms.ForgottenPasswordForm"}
MFA_ADAPTER = "accounts.adapter.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "accounts.forms.PasskeyForm"}
#: Codes of the half minute before are taken as well: telephones' clocks differ.
MFA_TOTP_TOLERANCE = 1
SECOND_FACTOR_REQUIRED = PRODUCTION or env["HAMROH_SECOND_FACTOR"] == "required"
USERSESSIONS_TRACK_ACTIVITY = False
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env["HAMROH_TRUST_PROXY"] else 0
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

# A state identity service, where one is configured. Who signs in there is matched by her verified e-mail address with
# a user whom the administrator made; nobody else gets in (accounts/state_identity.py).
OIDC_ISSUER: str = env["OIDC_ISSUER"]
OIDC_NAME: str = env["OIDC_NAME"] if OIDC_ISSUER else ""
SOCIALACCOUNT_ADAPTER = "accounts.state_identity.StateIdentityAdapter"
SOCIALACCOUNT_EMAIL_AUTHENTICATION = True
SOCIALACCOUNT_EMAIL_AUTHENTICATION_AUTO_CONNECT = True
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "APPS": [
            {
                "provider_id": "state",
                "name": OIDC_NAME,
                "client_id": env["OIDC_CLIENT_ID"],
                "secret": env["OIDC_CLIENT_SECRET"],
                "settings": {"server_url": OIDC_ISSUER, "oauth_pkce_enabled": True},
            }
        ]
        if OIDC_ISSUER
        else []
    }
}
ANONYMOUS_USER_NAME = None
GUARDIAN_RAISE_403 = False
# Object permissions are read by our policy, never through Django's has_perm.
SILENCED_SYSTEM_CHECKS = ["guardian.W001"]

#: In all, and without a sign of life; both are kept on the server (accounts/sessions.py).
SESSION_COOKIE_AGE = 12 * 3600
SESSION_IDLE_SECONDS = min(1800, env["HAMROH_SESSION_IDLE"])
SESSION_COOKIE_NAME = "hamroh_session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_NAME = "hamroh_csrf"
CSRF_TRUSTED_ORIGINS = [HAMROH_PUBLIC_URL] if HAMROH_PUBLIC_URL.startswith("https://") else []
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_SSL_REDIRECT = PRODUCTION
# A prober inside the cluster speaks plain HTTP.
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env["HAMROH_TRUST_PROXY"] else None

# --- API ---------------------------------------------------------------------------------------------------

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.rest.authentication.HamrohAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.rest.permissions.PolicyPermission"],
    "DEFAULT_RENDERER_CLASSES": ["accounts.rest.rendering.OrjsonRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "accounts.rest.pagination.KeysetPagination",
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_SCHEMA_CLASS": "accounts.rest.schema.Schema",
    "EXCEPTION_HANDLER": "accounts.rest.problems.problem_handler",
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_THROTTLE_CLASSES": ["accounts.rest.throttling.ProgramThrottle"],
    "DEFAULT_THROTTLE_RATES": {"program": "300/min"},
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Hamroh",
    "DESCRIPTION": "Everything that the pages can do, for programs. Errors are application/problem+json (RFC 9457).",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "COMPONENT_SPLIT_REQUEST": True,
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.rest.schema.describe_alike",
    ],
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": None,
    "SWAGGER_UI_SETTINGS": {"deepLinking": True, "persistAuthorization": False, "docExpansion": "none"},
    "ENUM_NAME_OVERRIDES": {
        "RetentionKindEnum": "cases.enums.RetentionKind",
        "RetentionRuleStateEnum": "cases.enums.RuleState",
        "RetentionRunStateEnum": "cases.enums.RunState",
        "RetentionItemStateEnum": "cases.enums.ItemState",
        "ToldPersonEnum": "sharing.enums.ToldPerson",
        "RightKindEnum": "sharing.enums.RightKind",
        "DecisionStateEnum": "sharing.enums.DecisionState",
        "DecidedEnum": "sharing.enums.DECISIONS",
        "EndReasonEnum": "sharing.enums.EndReason",
        "TaskKindEnum": "tasks.enums.TaskKind",
        "TaskStateEnum": "tasks.enums.TaskState",
        "TaskPriorityEnum": "tasks.enums.Priority",
        "UnitEnum": "tasks.enums.Unit",
        "RoleEnum": "accounts.enums.Role",
        "ApprovalKindEnum": "insights.enums.ApprovalKind",
        "CaseStatusEnum": "cases.enums.CaseStatus",
        "RiskEnum": "cases.enums.Risk",
        "RelationEnum": "cases.enums.Relation",
        "AgencyKindEnum": "accounts.enums.AgencyKind",
        "IdentifierKindEnum": "cases.enums.IdentifierKind",
        "PlaceKindEnum": "cases.enums.PlaceKind",
        "SafetyEnum": "cases.enums.Safety",
        "NotSeenEnum": "cases.enums.NotSeen",
        "NotAloneEnum": "cases.enums.NotAlone",
        "ManifestStatusEnum": "cases.enums.ManifestStatus",
        "ManifestCodeEnum": "cases.manifest.codes.Code",
        "ManifestOutcomeEnum": "cases.manifest.codes.Outcome",
        "RowFateEnum": "cases.enums.RowFate",
        "TransferStateEnum": "cases.enums.TransferState",
        "ArrivalKindEnum": "cases.enums.ArrivalKind",
        "PlanStatusEnum": "cases.enums.PlanStatus",
        "GoalAreaEnum": "cases.enums.GoalArea",
        "GoalStateEnum": "cases.enums.GoalState",
        "StepStateEnum": "cases.enums.StepState",
        "NoteKindEnum": "cases.enums.NoteKind",
        "DocumentKindEnum": "cases.enums.DocumentKind",
        "LifeEventKindEnum": "cases.enums.LifeEventKind",
        "TaskEffectEnum": "cases.enums.TaskEffect",
        "ClosureStateEnum": "cases.enums.ClosureState",
        "ClosureReasonEnum": "cases.enums.ClosureReason",
        "ToldEnum": "cases.enums.Told",
        "GrantPurposeEnum": "cases.enums.GrantPurpose",
        "AudienceEnum": "accounts.enums.Level",
        "FailureReasonEnum": "accounts.enums.FailureReason",
        "OfficeKindEnum": "accounts.enums.OfficeKind",
        "ConditionKindEnum": "rehabilitation.enums.ConditionKind",
        "ProtectedKindEnum": "rehabilitation.enums.ProtectedKind",
        "ProtectedResultEnum": "rehabilitation.enums.ProtectedResult",
        "ReferralStageEnum": "rehabilitation.enums.ReferralStage",
        "SessionKindEnum": "rehabilitation.enums.SessionKind",
        "AlertKindEnum": "rehabilitation.enums.AlertKind",
        "AlertStageEnum": "rehabilitation.enums.AlertStage",
        "SchoolKindEnum": "rehabilitation.enums.SchoolKind",
        "CourseResultEnum": "rehabilitation.enums.CourseResult",
        "PlacementKindEnum": "rehabilitation.enums.PlacementKind",
        "SearchStageEnum": "rehabilitation.enums.SearchStage",
        "BenefitKindEnum": "rehabilitation.enums.BenefitKind",
        "BenefitStageEnum": "rehabilitation.enums.BenefitStage",
        "ServiceStageEnum": "rehabilitation.enums.ServiceStage",
        "ServiceOutcomeEnum": "rehabilitation.enums.ServiceOutcome",
        "DisciplineEnum": "accounts.enums.Discipline",
        "RecordStateEnum": "rehabilitation.enums.RecordState",
        "AdequacyEnum": "rehabilitation.enums.Adequacy",
        "TeachingLanguageEnum": "rehabilitation.enums.TeachingLanguage",
        "SharingPurposeEnum": "cases.enums.SharingPurpose",
        "DataKindEnum": "cases.enums.DataKind",
        "ServiceAreaEnum": "cases.enums.ServiceArea",
        "ServiceDecisionEnum": "cases.enums.ServiceDecision",
        "ConsentDecisionEnum": "cases.enums.ConsentDecision",
        "AnswerWayEnum": "sharing.enums.AnswerWay",
        "HandoverWayEnum": "sharing.enums.HandoverWay",
        "ChangeEnum": "sharing.enums.Change",
        "AnswerKindEnum": "sharing.enums.AnswerKind",
    },
}

# --- Languages and time ------------------------------------------------------------------------------------

django.conf.locale.LANG_INFO["uz-cyrl"] = {
    "bidi": False,
    "code": "uz-cyrl",
    "name": "Uzbek (Cyrillic)",
    "name_local": "ўзбекча",
}
django.conf.locale.LANG_INFO["uz"] = {
    "bidi": False,
    "code": "uz",
    "name": "Uzbek (Latin)",
    "name_local": "oʻzbekcha",
}
LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("uz", "Oʻzbekcha"), ("uz-cyrl", "Ўзбекча"), ("ru", "Русский")]
LANGUAGE_COOKIE_NAME = "hamroh_language"
#: Dates and numbers as people here write them, the same on every page.
FORMAT_MODULE_PATH = ["config.formats"]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Tashkent"

# --- Files -------------------------------------------------------------------------------------------------

_manifest = (env["HAMROH_STATIC"] or ("manifest" if PRODUCTION else "plain")) == "manifest"
STATIC_URL = "/static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if _manifest
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not _manifest
# `make static` beside a running `make up` takes effect at once.
WHITENOISE_AUTOREFRESH = HAMROH_ENV == "development" and not _manifest
MEDIA_ROOT = Path(env["HAMROH_MEDIA_DIR"] or VAR_DIR / "media")
MEDIA_URL = ""
CLAMD_URL: str = env["CLAMD_URL"]
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 2**20
FILE_UPLOAD_MAX_MEMORY_SIZE = 5 * 2**20

# --- E-mail ------------------------------------------------------------------------------------------------

DEFAULT_FROM_EMAIL = SERVER_EMAIL = env["HAMROH_EMAIL_FROM"]
EMAIL_BACKEND, EMAIL_OPTIONS = environment.email_settings(env)
EMAIL_HOST = EMAIL_OPTIONS["host"]
EMAIL_PORT = EMAIL_OPTIONS["port"]
EMAIL_HOST_USER = EMAIL_OPTIONS["user"]
EMAIL_HOST_PASSWORD = EMAIL_OPTIONS["password"]
EMAIL_USE_TLS = EMAIL_OPTIONS["tls"]
EMAIL_TIMEOUT = 10
EMAIL_FILE_PATH = VAR_DIR / "mail"

# --- Logs --------------------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "config.logs.RequestIdFilter"}},
    "formatters": {
        "line": {
            "()": "config.logs.QuietFormatter" if PRODUCTION else "logging.Formatter",
            "format": "{asctime} {levelname} {name} [{request_id}] {message}",
            "style": "{",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["stderr"], "level": env["HAMROH_LOG_LEVEL"]},
    "loggers": {
        # Its text repeats addresses that outsiders made up.
        "django.security.DisallowedHost": {"handlers": [], "propagate": False},
        "django.db.backends": {"level": "WARNING"},
        "fontTools": {"level": "WARNING"},
    },
}
