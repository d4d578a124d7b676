"""What a calendar shows of the school: hours and kinds of meetings, never whose they are."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Final
from zoneinfo import ZoneInfo

from services.meetings.domain.meeting_series.decider import MEETING_SERIES
from shared.documents.feed import Entry, as_feed
from shared.domain.bounds import is_reckonable
from shared.http.gate import unconsented
from shared.tenancy.scope import Scope

if TYPE_CHECKING:
    from shared.service import Service

MOST: Final = 500
MEETINGS: Final = {
    "organisational": ("Организационная встреча пары", "First meeting of the pair"),
    "trial": ("Пробная встреча пары", "Trial meeting of the pair"),
    "planning": ("Планирование в паре", "Planning meeting of the pair"),
    "regular": ("Встреча наставнической пары", "Meeting of the pair"),
    "closing": ("Завершающая встреча пары", "Closing meeting of the pair"),
}
GATHERINGS: Final = {
    "1.1": ("Встреча по подготовке программы", "Meeting on preparing the programme"),
    "1.2": ("Встреча с родителями", "Meeting with parents"),
    "1.3": ("Встреча с партнёрами", "Meeting with partners"),
    "1.4": ("Встреча с обучающимися", "Meeting with pupils"),
    "5.1": ("Общая встреча участников", "General meeting of participants"),
    "6.7": ("Итоговая встреча всех пар", "Closing meeting of all pairs"),
    "7.1": ("Приглашение на итоги программы", "Invitation to the results"),
    "7.2": ("Итоговое мероприятие программы", "Closing ceremony"),
}
_ONLINE: Final = ("Онлайн", "Online")
_TITLES: Final = ("Наставничество", "Mentoring")


def feed_of(
    rows: Iterable[dict[str, Any]], *, zone: str, language: str, domain_now: datetime
) -> bytes:
    """``domain_now`` dates what was stored before changes were dated. What lies on a day that nobody
    reckons with was mistyped before days had bounds, and is left out."""
    tongue = 1 if language == "en" else 0
    entries = [
        _entry(row, zone, tongue, domain_now)
        for row in rows
        if is_reckonable(date.fromisoformat(row["day"]))
    ]
    return as_feed(entries, zone, _TITLES[tongue], domain_now)


def _entry(row: dict[str, Any], zone: str, tongue: int, now: datetime) -> Entry:
    words = (MEETINGS if row["pairing"] else GATHERINGS).get(row["what"], _TITLES)
    starts = datetime.fromisoformat(row["starts_at"]) if row.get("starts_at") else None
    day = date.fromisoformat(row["day"])
    if starts is not None and starts.astimezone(ZoneInfo(zone)).date() != day:
        starts = None  # it was held on another day than planned, and nobody said when
    changed = row.get("changed_at")
    return Entry(
        uid=row["id"],
        sequence=row.get("sequence", 0),
        changed=datetime.fromisoformat(changed) if changed else now,
        title=words[tongue],
        day=day,
        starts=starts,
        minutes=row.get("minutes") or 45,
        cancelled=row["status"] == "cancelled",
        place=_ONLINE[tongue] if row.get("mode") == "online" else "",
    )


def with_consent(service: Service, scope: Scope, pairings: Iterable[str]) -> list[str]:
    """Those in which everybody's consent lives at this moment."""
    people = {
        pairing: service.handler.state(scope, MEETING_SERIES, pairing).state.people
        for pairing in pairings
    }
    everybody = sorted({person for of in people.values() for person in of})
    gone = unconsented(service.gate, scope, "participation", everybody) if everybody else set()
    return [pairing for pairing, of in people.items() if not gone & set(of)]
