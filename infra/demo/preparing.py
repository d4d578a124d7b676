"""Stage 1 beside the meetings: resources, first requests, an announcement; and feedback by a link."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from infra.demo.town import School

_RESOURCES = (
    ("people", "inside", "Учителя-наставники", "школа", 6, 6),
    ("people", "outside", "Наставники с предприятий", "«Завод»", 4, 2),
    ("methods", "outside", "Методические материалы для наставников", "муниципалитет", 20, 20),
    ("facilities", "inside", "Кабинеты после уроков", "школа", 3, 2),
)
_REQUESTS = (("studies", 7, 6), ("exams", 9, 4), ("profession", 10, 5))


def plan(school: School) -> None:
    """What is needed and missing, and how many of a class ask for what before any questionnaire."""
    town, staff = school.town, school.coordinator
    for kind, source, what, who, needed, have in _RESOURCES:
        line: dict[str, Any] = {"kind": kind, "source": source, "what": what, "who": who}
        line |= {"year": town.year, "needed": needed, "have": have}
        staff.post("reporting", "/resources", line)
    for theme, grade, count in _REQUESTS:
        asked = {"year": town.year, "form": "pupil_pupil", "theme": theme}
        staff.put(
            "participants", "/preliminary-requests", {**asked, "grade": grade, "count": count}
        )
    staff.until(
        "participants", "/preliminary-requests", lambda rows: len(rows) == len(_REQUESTS),
        year=town.year,
    )  # fmt: skip
    found = staff.get("participants", "/preliminary-requests/supply", year=town.year)
    if found["missing"] != found["requests"] or found["requests"] != 15:
        raise AssertionError(f"nobody is in the base yet: {found}")


def announce(school: School) -> None:
    """One guardian reads it with an account, another behind a link, both of them twice."""
    town, staff = school.town, school.coordinator
    body = {
        "year": town.year, "audiences": ["guardians", "teachers"],
        "title": "Программа наставничества начинается",
        "text": "Подробности – на родительском собрании.",
        "until": (town.now().date() + timedelta(days=60)).isoformat(),
    }  # fmt: skip
    id = staff.post("participants", "/announcements", body)["id"]
    links = staff.until("participants", f"/announcements/{id}/links", lambda rows: len(rows) > 1)
    reader = school.guardian(links[0]["person"])
    page = town.asking.caller(school.tenant, "service")
    for again in ("", "again"):
        reader.post("participants", f"/announcements/{id}/acknowledge", again=again)
        path = f"/announcements/open/{links[1]['token']}"
        page.post("participants", path, again=again)

    def counted(rows: list[dict[str, Any]]) -> bool:
        return bool(rows) and rows[0]["counts"]["guardians"]["read"] == 2

    staff.until("participants", "/announcements", counted, year=town.year)


def by_link(school: School) -> None:
    """A guardian asks for a talk behind a link; the psychologist sees to it with a note."""
    staff, pair = school.coordinator, school.pairs[0]
    ask = {"pairings": [pair["id"]], "sides": ["guardian"]}
    (made,) = staff.post("meetings", "/feedback/links", ask)["links"][:1]
    page = school.town.asking.caller(school.tenant, "service")
    path = f"/feedback/links/open/{made['token']}"
    page.post("meetings", path, {"usefulness": 4, "comfort": 2, "help": True, "text": "устаёт"})
    if not page.get("meetings", path)["used"]:
        raise AssertionError("the link can be used again")
    listens = school.psychologist
    (alert,) = listens.until("meetings", "/feedback/alerts", lambda rows: len(rows) == 1)
    note = {"note": "поговорили, встречи перенесены на субботу"}
    listens.post("meetings", f"/feedback/alerts/{alert['id']}/handled", note)
    listens.until("meetings", "/feedback/alerts", lambda rows: rows == [])
