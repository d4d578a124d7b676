"""What a letter says: the hour, the kind of meeting, where to sign in. Nobody's name.

Nobody knows which language the reader prefers, so each letter says it in both.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from services.meetings.application.calendars import GATHERINGS, MEETINGS

_SUBJECTS: Final = {
    "day": "Напоминание о встрече {day} · Reminder of a meeting",
    "hour": "Скоро встреча: {hour} · A meeting begins soon",
}
_TEXT: Final = """Здравствуйте!

{what}: {day} в {hour} ({zone}){online}.
Подробности — на вашей странице, после входа: {link}

Письмо отправлено автоматически, отвечать на него не нужно.

--

Hello!

{what_en}: {day} at {hour} ({zone}){online_en}.
Details are on your page, after signing in: {link}

This letter was sent automatically; please do not answer it.
"""

_INVITED: Final = {
    "invitation": "Приглашение: {what}, {day} · Invitation",
    "gathering": "Напоминание: {what}, {day} · Reminder",
}
_INVITATION: Final = """Здравствуйте!

{what}: {day}.
Подробности и ответ, придёте ли вы: {link}
Ответ можно изменить до конца этого дня. Ссылка личная, не пересылайте её.

Письмо отправлено автоматически, отвечать на него не нужно.

--

Hello!

{what_en}: {day}.
Details, and your answer whether you will come: {link}
The answer can be changed until the end of that day. The link is yours alone, please do not pass it on.

This letter was sent automatically; please do not answer it.
"""


def invitation(row: dict[str, Any], thing: dict[str, Any], link: str) -> tuple[str, str]:
    """To a gathering, or a reminder of it; its title is shown behind the link only."""
    what, what_en = GATHERINGS[thing["what"]]
    day = f"{date.fromisoformat(thing['day']):%d.%m.%Y}"
    words = {"what": what, "what_en": what_en, "day": day, "link": link}
    return _INVITED[row["kind"]].format(**words), _INVITATION.format(**words)


def reminder(row: dict[str, Any], thing: dict[str, Any], zone: str, pages: str) -> tuple[str, str]:
    """Subject and text."""
    starts = datetime.fromisoformat(thing["starts_at"]).astimezone(ZoneInfo(zone))
    what, what_en = MEETINGS[thing["what"]]
    online = thing.get("mode") == "online"
    words = {
        "day": f"{starts:%d.%m.%Y}", "hour": f"{starts:%H:%M}", "zone": _offset(starts),
        "what": what, "what_en": what_en, "link": f"{pages}/meetings",
        "online": ", онлайн" if online else "", "online_en": ", online" if online else "",
    }  # fmt: skip
    return _SUBJECTS[row["kind"]].format(**words), _TEXT.format(**words)


def _offset(moment: datetime) -> str:
    hours = int((moment.utcoffset() or moment - moment).total_seconds() // 3600)
    return f"UTC{hours:+d}"
