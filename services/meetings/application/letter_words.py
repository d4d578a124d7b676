"""What a letter says: the hour, the kind of meeting, where to look. Nobody's name.

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
    "invitation": "Приглашение: {what}, {day} · Invitation",
    "gathering": "Напоминание: {what}, {day} · Reminder",
    "soon": "Скоро начало: {what}, {hour} · It begins soon",
    "moved": "Другое время: {what}, {day} · Another time",
    "called_off": "Отменено: {what}, {day} · Called off",
}
_MEETING: Final = (
    """{what}: {when}{online}.
Подробности — на вашей странице, после входа: {link}
""",
    """{what}: {when}{online}.
Details are on your page, after signing in: {link}
""",
)
_GATHERING: Final = (
    """{what}: {when}.
Подробности и ответ, придёте ли вы: {link}
Ответ можно изменить до конца этого дня. Ссылка личная, не пересылайте её.
""",
    """{what}: {when}.
Details, and your answer whether you will come: {link}
The answer can be changed until the end of that day. The link is yours alone, please do not pass it on.
""",
)
_MOVED: Final = ("Время изменилось.\n" + _GATHERING[0], "The time has changed.\n" + _GATHERING[1])
_CALLED_OFF: Final = (
    "Не состоится: {what}, {when}.\n",
    "Called off: {what}, {when}.\n",
)
_BODIES: Final = {"day": _MEETING, "hour": _MEETING, "moved": _MOVED, "called_off": _CALLED_OFF}
_LETTER: Final = """Здравствуйте!

{russian}
Письмо отправлено автоматически, отвечать на него не нужно. Какие письма получать: {stop}

--

Hello!

{english}
This letter was sent automatically; please do not answer it. Which letters to get: {stop}
"""


def letter_of(
    row: dict[str, Any], thing: dict[str, Any], zone: str, link: str, stop: str
) -> tuple[str, str]:
    """Subject and text. Behind ``link`` stands what a letter may not say, behind ``stop`` the choice
    which letters to get."""
    names = MEETINGS[thing["what"]] if thing["pairing"] else GATHERINGS[thing["what"]]
    online = ("", "")
    if thing["pairing"] and thing.get("mode") == "online":
        online = (", онлайн", ", online")
    day, hour, offset = _when(thing, zone)
    at = ("в", "at")
    texts = [
        body.format(
            what=names[tongue], online=online[tongue], link=link,
            when=f"{day} {at[tongue]} {hour} ({offset})" if hour else day,
        )
        for tongue, body in enumerate(_BODIES.get(row["kind"], _GATHERING))
    ]  # fmt: skip
    subject = _SUBJECTS[row["kind"]].format(what=names[0], day=day, hour=hour)
    return subject, _LETTER.format(russian=texts[0], english=texts[1], stop=stop)


def _when(thing: dict[str, Any], zone: str) -> tuple[str, str, str]:
    """Day, hour and offset; of a gathering the hour may not be known."""
    if not thing.get("starts_at"):
        return f"{date.fromisoformat(thing['day']):%d.%m.%Y}", "", ""
    starts = datetime.fromisoformat(thing["starts_at"]).astimezone(ZoneInfo(zone))
    return f"{starts:%d.%m.%Y}", f"{starts:%H:%M}", _offset(starts)


def _offset(moment: datetime) -> str:
    hours = int((moment.utcoffset() or moment - moment).total_seconds() // 3600)
    return f"UTC{hours:+d}"
