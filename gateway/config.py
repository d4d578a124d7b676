"""Settings of the pages; everything about the cell comes from ``shared.config``."""

from __future__ import annotations

import os
from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from shared.config import Settings
from shared.crypto.keyring import derive, master_key

LANGUAGES: Final = {"ru": "Русский", "en": "English"}
UPLOAD_LIMIT: Final = 10 * 2**20


def time_zone(environ: Mapping[str, str] = os.environ) -> ZoneInfo:
    """``MENTORBASE_TIMEZONE``: where the municipality's clocks are. Raises ``KeyError`` for a name
    that no zone has."""
    return ZoneInfo(environ.get("MENTORBASE_TIMEZONE") or "Europe/Moscow")


def flask_config(settings: Settings, environ: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """``MENTORBASE_HTTPS=1`` lets cookies travel over HTTPS only."""
    return {
        "SECRET_KEY": derive(master_key(settings.secrets, settings.service), "cookies"),
        "SESSION_COOKIE_NAME": "mentorbase",
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_SECURE": environ.get("MENTORBASE_HTTPS") == "1",
        "MAX_CONTENT_LENGTH": UPLOAD_LIMIT,
        "BABEL_DEFAULT_LOCALE": "ru",
        "WTF_CSRF_TIME_LIMIT": None,
        "WTF_CSRF_SSL_STRICT": environ.get("MENTORBASE_HTTPS") == "1",
    }
