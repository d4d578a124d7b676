"""Codes of mentors, permissions and coverage as words of the reader's language."""

from __future__ import annotations

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.competence_words import COMPETENCES
from gateway.numbers import number_in
from gateway.words import day

FIELDS = {
    "check_due": lazy("needs a background check"),
    "checked_until": lazy("background check until"),
    "name": lazy("name"),
    "capacity": lazy("places"),
    "until": lazy("until"),
    "year": lazy("school year"),
    "hours": lazy("hours a month"),
    "forms": lazy("forms"),
    "themes": lazy("themes"),
    "languages": lazy("languages"),
    "adult": lazy("adult or not"),
    "group_ok": lazy("ready to lead a group"),
    "times": lazy("days and hours"),
    "way": lazy("in person or online"),
    "grade": lazy("class"),
    "age_band": lazy("age band"),
    "area": lazy("district"),
    "interests": lazy("interests"),
    "gender": lazy("gender"),
    "gender_wish": lazy("wish about the mentee's gender"),
    "vetoes": lazy("things to avoid"),
    "competences": lazy("subjects and skills"),
}
ASKED_FOR = {
    "programme": lazy("mentoring for the school year"),
    "project": lazy("work on a project"),
    "event": lazy("a single meeting or event"),
    "career": lazy("choice of profession"),
    "methods": lazy("help with methods of teaching"),
}
MENTOR_KINDS = {
    "pupil": lazy("pupil"),
    "teacher": lazy("teacher"),
    "student": lazy("student"),
    "alumnus": lazy("alumnus"),
    "employee": lazy("employee"),
}
MENTOR_STATUSES = {
    "listed": lazy("in the base"),
    "registered": lazy("not in the base yet"),
    "paused": lazy("takes no new mentees"),
    "unlisted": lazy("not in the base"),
    "left": lazy("has left"),
}
MEETING_WAYS = {
    "in_person": lazy("in person"),
    "online": lazy("online"),
    "mixed": lazy("online or in person"),
}
DECISIONS = {
    "admit": lazy("admitted by the interview"),
    "reserve": lazy("in reserve after the interview"),
    "refuse": lazy("refused after the interview"),
    "none": lazy("no interview yet"),
}
SORTS = {
    "name": lazy("by name"),
    "-free": lazy("free places first"),
    "until": lazy("leaving the base soon"),
    "checked_until": lazy("check ends soon"),
    "consent_until": lazy("consent ends soon"),
}
LANGUAGES = {
    "ru": lazy("Russian"),
    "en": lazy("English"),
    "de": lazy("German"),
    "fr": lazy("French"),
    "tt": lazy("Tatar"),
    "ba": lazy("Bashkir"),
}
INTERESTS = {
    "science": lazy("science"),
    "technology": lazy("technology"),
    "sport": lazy("sport"),
    "music": lazy("music"),
    "art": lazy("art and design"),
    "theatre": lazy("theatre and film"),
    "books": lazy("books"),
    "games": lazy("games"),
    "languages": lazy("languages"),
    "nature": lazy("nature"),
    "volunteering": lazy("volunteering"),
    "media": lazy("media"),
}
GENDERS = {"m": lazy("male"), "f": lazy("female")}
YES_NO = {"true": lazy("yes"), "false": lazy("no")}
OUTCOMES = {
    "reached": lazy("goal reached"),
    "partly": lazy("goal partly reached"),
    "not_reached": lazy("goal not reached"),
}
UNLISTED = {
    "left": lazy("left"),
    "paused": lazy("pause"),
    "refused": lazy("refused or consent ended"),
    "erased": lazy("erased"),
}
REFUSALS = {
    "consent-missing": lazy("a consent is missing"),
    "questionnaire-missing": lazy("the questionnaire is not answered"),
    "not-found": lazy("not a mentor of this school"),
    "refused": lazy("a rule forbids it now"),
}
KEPT = {
    "mentor_permits_again": lazy("the mentor permits it again"),
    "until_year_end": lazy("agreed until the end of the year"),
    "to_finish_goal": lazy("to finish the goal of the pair"),
}
SUSPENDED = {
    "permission_ended": lazy("the mentor took the permission back"),
    "consent_ended": lazy("a consent ended"),
    "mentor_left": lazy("the mentor left"),
    "removed": lazy("taken off the list"),
    "erased": lazy("erased"),
    "trial": lazy("the trial meeting did not convince"),
}
DAYS = {
    "mon": lazy("Mon"),
    "tue": lazy("Tue"),
    "wed": lazy("Wed"),
    "thu": lazy("Thu"),
    "fri": lazy("Fri"),
    "sat": lazy("Sat"),
    "sun": lazy("Sun"),
}


def slot(code: str) -> str:
    """``mon-15`` → Mon 15:00."""
    day, _dash, hour = code.partition("-")
    return f"{DAYS[day]} {hour}:00" if day in DAYS and number_in(hour) is not None else code


def slots() -> dict[str, str]:
    """The days and hours that a filter offers."""
    return {f"{day}-{hour:02}": slot(f"{day}-{hour:02}") for day in DAYS for hour in range(8, 21)}


def value(field: str, said: Any, tables: dict[str, dict[str, Any]]) -> str:
    """What a card says in one field, in words."""
    if isinstance(said, bool):
        return _("yes") if said else _("no")
    if field == "checked_until":
        return day(said)
    if field == "times":
        return ", ".join(slot(str(one)) for one in said)
    table = tables.get(field, {})
    parts = said if isinstance(said, list) else [said]
    return ", ".join(str(table.get(str(part), part)) for part in parts)


def sharing_words() -> dict[str, Any]:
    return {
        "FIELDS": FIELDS, "ASKED_FOR": ASKED_FOR, "MENTOR_KINDS": MENTOR_KINDS,
        "MENTOR_STATUSES": MENTOR_STATUSES, "MEETING_WAYS": MEETING_WAYS, "DECISIONS": DECISIONS,
        "SORTS": SORTS, "YES_NO": YES_NO, "OUTCOMES": OUTCOMES, "UNLISTED": UNLISTED,
        "KEPT": KEPT, "LANGUAGES": LANGUAGES, "INTERESTS": INTERESTS, "COMPETENCES": COMPETENCES,
        "GENDERS": GENDERS, "SLOTS": slots(), "SUSPENDED": SUSPENDED, "slot": slot, "value": value,
    }  # fmt: skip
