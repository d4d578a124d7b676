"""Gatherings and letters in words: audiences, answers, what became of a letter and why."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as lazy

AUDIENCES: Final = {
    "guardians": lazy("parents"),
    "mentees": lazy("mentees of the programme"),
    "mentors": lazy("mentors of the programme"),
    "teachers": lazy("teaching staff"),
    "partners": lazy("partner organisations"),
    "others": lazy("other guests"),
}
IN_A_BASE: Final = {
    "guardians": lazy("Invite parents by letter"),
    "mentees": lazy("Invite mentees by letter"),
    "mentors": lazy("Invite mentors by letter"),
}
EVENT_STATUSES: Final = {
    "planned": lazy("ahead"),
    "held": lazy("took place"),
    "cancelled": lazy("it is called off"),
    "struck": lazy("struck out"),
}
GATHERING_VIEWS: Final = {
    "planned": lazy("they are ahead"),
    "held": lazy("they took place"),
    "cancelled": lazy("they are called off"),
    "struck": lazy("they are struck out"),
}
LETTER_KINDS: Final = {
    "day": lazy("reminder a day before a meeting"),
    "hour": lazy("reminder an hour before a meeting"),
    "invitation": lazy("invitation"),
    "gathering": lazy("reminder a day before a gathering"),
    "soon": lazy("reminder an hour before a gathering"),
    "moved": lazy("news of another time"),
    "called_off": lazy("news that it is called off"),
}
ABOUT_GATHERINGS: Final = ("invitation", "gathering", "soon", "moved", "called_off")
LETTER_STATES: Final = {
    "waiting": lazy("waiting to be sent"),
    "sent": lazy("sent"),
    "dropped": lazy("not sent"),
}
LETTER_WHYS: Final = {
    "called-off": lazy("it is called off"),
    "over": lazy("it has taken place already"),
    "moved": lazy("it was moved; a letter about the new time goes instead"),
    "too-late": lazy("it could not be sent in time"),
    "consent-missing": lazy("there is no valid consent"),
    "no-address": lazy("there is no e-mail address in the contact"),
    "switched-off": lazy("the person wants no such letters"),
    "night": lazy("it is night: it goes in the morning"),
    "fault": lazy("it could not be written; it is tried again, and the operator can see why"),
    "server-away": lazy("the mail server does not take letters now; it is tried again"),
    "refused": lazy("the mail server refuses this address"),
}
WISHES: Final = {
    "all": lazy("invitations and reminders"),
    "invitations": lazy("invitations, without reminders"),
    "none": lazy("no letters at all"),
}


def why(code: object) -> str:
    """Why a letter waits or was left out; refusals name the server's number."""
    return str(LETTER_WHYS.get(str(code or "").partition(" ")[0], ""))


def for_templates() -> dict[str, Any]:
    return {
        "AUDIENCES": AUDIENCES, "EVENT_STATUSES": EVENT_STATUSES,
        "GATHERING_VIEWS": GATHERING_VIEWS, "IN_A_BASE": IN_A_BASE,
        "LETTER_KINDS": LETTER_KINDS, "LETTER_STATES": LETTER_STATES, "WISHES": WISHES,
        "letter_why": why,
    }  # fmt: skip
