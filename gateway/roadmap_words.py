"""The roadmap in words: standings, things behind a tick, what is missing, what a new edition changes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.words import FORMS, ROLES, day, word

DUE = {
    "done": lazy("Done"),
    "late": lazy("Late"),
    "soon": lazy("Due soon"),
    "ahead": lazy("Ahead"),
    "not_applicable": lazy("Not applicable"),
}
THINGS = {
    "outreach": lazy("Meeting or event held"),
    "consent": lazy("Consent to take part"),
    "response": lazy("Questionnaire answered"),
    "third_party": lazy("Information from a teacher or specialist"),
    "mentee": lazy("Admitted to the base of mentees"),
    "mentor": lazy("In the base of mentors"),
    "forms": lazy("Forms of the programme chosen"),
    "round": lazy("Measurement closed"),
    "supply": lazy("Offers compared with requests"),
    "interview": lazy("Interview decided"),
    "training": lazy("Course with experts or materials"),
    "trained": lazy("Training passed"),
    "stays": lazy("Stays in the base for later years"),
    "ballot": lazy("Ballot closed"),
    "proposal": lazy("Proposal of pairs"),
    "order": lazy("Order of the head"),
    "pairing": lazy("Everybody of the pair was told"),
    "meeting": lazy("Meeting of the pair"),
    "goal": lazy("Goal agreed on"),
    "schedule": lazy("Dates of feedback set"),
    "feedback": lazy("Feedback of the pair"),
    "closing": lazy("Pair closed with an outcome"),
    "outcome": lazy("Outcome entered in both bases"),
    "survey": lazy("Survey closed"),
    "survey_answer": lazy("Survey answered"),
    "report": lazy("Monitoring report approved"),
    "case": lazy("Case approved"),
    "award": lazy("Award given"),
    "publication": lazy("Published item"),
}
MISSING = {
    "1.1": lazy("Enter the meeting with the teachers once it was held."),
    "1.2": lazy("Enter the meeting with the parents once it was held."),
    "1.3": lazy("Enter the meeting with alumni and partners once it was held."),
    "1.4": lazy("Enter the meetings with the pupils once they were held."),
    "2.1": lazy("Ask the grown-ups on the list and collect their consents."),
    "2.2": lazy(
        "Every minor needs a guardian’s consent; somebody has to tell something about a mentee."
    ),
    "2.3": lazy("Admit the candidates of the list, or give their requests back."),
    "3.1": lazy("Choose the forms of the programme."),
    "3.2": lazy("Measure all admitted mentees and close the first round."),
    "3.3": lazy("Ask the possible mentors and collect their consents."),
    "3.4": lazy("Compare offers with requests and take mentors into the base."),
    "4.1": lazy("Measure all mentors of the base and close the first round."),
    "4.2": lazy("Decide the interview of every mentor of the base."),
    "4.3": lazy("Plan a course with an expert or a material."),
    "4.4": lazy("Every mentor of a pair passes a course."),
    "5.1": lazy("Enter the general meeting once it was held."),
    "5.2": lazy("Open the ballot and close it when votes are in."),
    "5.3": lazy("Let pairs be proposed."),
    "5.4": lazy("Issue the order for all pairs and tell everybody."),
    "6.1": lazy("Each pair enters its organisational meeting."),
    "6.2": lazy("Each pair enters its trial meeting."),
    "6.3": lazy("Each pair enters its planning meeting and agrees on a goal."),
    "6.4": lazy("Each pair enters a regular meeting."),
    "6.5": lazy("Each pair has dates of feedback and an answer."),
    "6.6": lazy("Each pair closes with its last meeting."),
    "6.7": lazy("Enter the closing meeting of all once it was held."),
    "6.8": lazy("Close the surveys when somebody has answered them."),
    "7.1": lazy("Send invitations, or enter the meeting once it was held."),
    "7.2": lazy("Give an award and enter the ceremony once it was held."),
    "7.3": lazy("Write the monitoring report; the head approves it."),
    "7.4": lazy("Measure the mentees of the pairs again and close the second round."),
    "7.5": lazy("Write a case up; the head approves it."),
    "7.6": lazy("Publish a result, a best mentor or a case with consents."),
    "7.7": lazy("Enter the outcome of every closed pair."),
    "7.8": lazy("Ask which mentors stay, with their consent."),
}
"""Item → what to do."""
_MEETINGS: Final = {
    "organisational": lazy("organisational"),
    "trial": lazy("trial"),
    "planning": lazy("planning"),
    "regular": lazy("regular"),
    "closing": lazy("closing"),
}
_SIDES: Final = {"mentee": lazy("by the mentee"), "mentor": lazy("by the mentor")}
_ORDERS: Final = {
    "formation": lazy("forms pairs"),
    "change": lazy("changes pairs"),
    "termination": lazy("ends pairs"),
}


def thing(row: Mapping[str, Any]) -> str:
    """What a thing is, with what is told of it: «Meeting of the pair: trial, 45 minutes»."""
    said = ", ".join(part for part in _details(row["kind"], row["facts"]) if part)
    first = word(THINGS, row["kind"])
    return f"{first}: {said}" if said else first


def _details(kind: str, facts: Mapping[str, Any]) -> list[str]:
    if kind == "outreach":
        attended, invited = facts.get("attended"), facts.get("invited")
        return [
            _("%(count)s came", count=attended) if attended is not None else "",
            _("%(count)s invited", count=invited) if invited else "",
        ]
    if kind == "meeting":
        minutes = facts.get("minutes")
        return [
            str(_MEETINGS.get(str(facts.get("of")), "")),
            _("%(count)s minutes", count=minutes) if minutes else "",
        ]
    if kind == "forms":
        return [word(FORMS, form) for form in facts.get("forms", ())]
    if kind == "ballot":
        return [_("%(count)s votes", count=facts.get("cast", 0))]
    if kind == "proposal":
        return [_("pairs: %(count)s", count=facts.get("pairs", 0))]
    if kind == "report":
        return [_("%(points)s of 18 points", points=facts.get("index", 0))]
    return [_one(kind, facts)]


def _one(kind: str, facts: Mapping[str, Any]) -> str:
    if kind == "order":
        return str(_ORDERS.get(str(facts.get("of")), ""))
    if kind == "feedback":
        return str(_SIDES.get(str(facts.get("side")), ""))
    if kind in ("survey", "round") and facts.get("role") in ROLES:
        role = word(ROLES, facts["role"])
        return role if kind == "survey" else f"{role}, {_stage(facts.get('stage'))}"
    return ""


def _stage(stage: object) -> str:
    return _("the second one") if stage == 2 else _("the first one")


def in_charge(line: Mapping[str, Any], names: Mapping[str, str]) -> str:
    """A name, a role, or that it is not known here."""
    if line.get("person"):
        return names.get(line["person"]) or _("somebody whose name is not known here")
    return word(ROLES, line.get("role")) if line.get("role") else "—"


def changes(change: Mapping[str, Any], names: Mapping[str, str]) -> list[str]:
    """What a draft or an edition changes in one item, a sentence each."""
    before, after = change["before"] or {}, change["after"]
    said = []
    for field, text in (("starts", _("begins")), ("ends", _("ends on"))):
        if field in after:
            said.append(f"{text}: {day(before.get(field))} → {day(after[field])}")
    if "role" in after:
        old, new = in_charge(before, names), in_charge(after, names)
        text = _("person in charge")
        said.append(f"{text}: {old} → {new}")
    if "excluded" in after:
        said.append(_("does not apply any more") if after["excluded"] else _("applies again"))
    return said


def for_templates() -> dict[str, Any]:
    return {
        "DUE": DUE, "MISSING": MISSING, "thing": thing, "in_charge": in_charge,
        "changes_in_words": changes,
    }  # fmt: skip
