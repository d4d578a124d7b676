"""The time zones of Russia by a city that people know, with the distance to Moscow."""

from __future__ import annotations

from datetime import datetime, timezone
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from flask_babel import get_locale
from flask_babel import gettext as _

from shared.zones import ZONES


def zone_names() -> dict[str, str]:
    """From west to east."""
    now = datetime.now(timezone.utc)
    moscow = now.astimezone(ZoneInfo("Europe/Moscow")).utcoffset()
    found = {}
    for zone in ZONES:
        ahead = now.astimezone(ZoneInfo(zone)).utcoffset()
        hours = int((ahead - moscow).total_seconds() // 3600) if ahead and moscow else 0
        city = get_timezone_location(zone, locale=get_locale(), return_city=True)
        found[zone] = _("%(city)s (Moscow %(hours)s h)", city=city, hours=f"{hours:+d}")
    return dict(sorted(found.items(), key=lambda pair: _offset(pair[0])))


def _offset(zone: str) -> float:
    ahead = datetime.now(ZoneInfo(zone)).utcoffset()
    return ahead.total_seconds() if ahead else 0.0
