"""Feedback in words: who says it, and how a score is meant."""

from __future__ import annotations

from typing import Any, Final

from flask_babel import lazy_gettext as lazy

SIDES: Final = {
    "mentor": lazy("the mentor"),
    "mentee": lazy("the mentee"),
    "guardian": lazy("a guardian"),
}
USEFUL: Final = {
    "mentor": lazy("How useful are the meetings for your mentee?"),
    "mentee": lazy("How useful are the meetings for you?"),
    "guardian": lazy("How useful are the meetings for your child?"),
}
COMFORTABLE: Final = {
    "mentor": lazy("How comfortable do you feel in the pair?"),
    "mentee": lazy("How comfortable do you feel with your mentor?"),
    "guardian": lazy("How comfortable does your child feel with the mentor?"),
}
NOT_ASKED: Final = {
    "answered": lazy("has answered already"),
    "no-round": lazy("the first date has not come yet"),
    "consent-missing": lazy("a consent in the pair is missing"),
}
LINK_STATUSES: Final = {
    "open": lazy("waits for an answer"),
    "used": lazy("answered"),
    "revoked": lazy("taken back"),
}


def for_templates() -> dict[str, Any]:
    return {
        "SIDES": SIDES, "USEFUL": USEFUL, "COMFORTABLE": COMFORTABLE, "NOT_ASKED": NOT_ASKED,
        "LINK_STATUSES": LINK_STATUSES,
    }  # fmt: skip
