"""Codes of the services as words of the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from shared.domain.errors import Conflict, DomainError, Forbidden, Invalid, NotFound, Unavailable

FORMS = {
    "pupil_pupil": lazy("pupil – pupil"),
    "teacher_teacher": lazy("teacher – teacher"),
    "student_pupil": lazy("student – pupil"),
    "employer_pupil": lazy("employer – pupil"),
    "employer_student": lazy("employer – student"),
}
THEMES = {
    "studies": lazy("studies"),
    "exams": lazy("exams"),
    "olympiads": lazy("olympiads"),
    "profession": lazy("choice of profession"),
    "social_ties": lazy("social ties"),
    "confidence": lazy("confidence"),
    "creative_project": lazy("creative project"),
    "research_project": lazy("research project"),
    "adaptation": lazy("adaptation"),
    "teaching_methods": lazy("teaching methods"),
    "digital_skills": lazy("digital skills"),
}
STATUSES = {
    "requested": lazy("waits for an answer"),
    "asked": lazy("waits for an answer"),
    "permitted": lazy("permitted"),
    "refused": lazy("refused"),
    "revoked": lazy("revoked"),
    "expired": lazy("expired"),
    "ended": lazy("ended"),
    "admitted": lazy("admitted"),
    "returned": lazy("returned"),
    "withdrawn": lazy("withdrawn"),
    "listed": lazy("in the base"),
    "unlisted": lazy("not in the base"),
    "registered": lazy("not in the base yet"),
    "paused": lazy("takes no new mentees"),
    "left": lazy("has left"),
    "given": lazy("given"),
    "active": lazy("active"),
    "agreed": lazy("agreed"),
    "proposed": lazy("proposed"),
    "suspended": lazy("suspended"),
    "dropped": lazy("dropped"),
    "draft": lazy("draft"),
    "issuing": lazy("being issued"),
    "issued": lazy("issued"),
    "discarded": lazy("discarded"),
    "card": lazy("card from another school"),
}
PURPOSES = {
    "participation": lazy("taking part"),
    "third_party": lazy("information from teachers and specialists"),
    "sharing": lazy("work with other schools"),
    "publication": lazy("publication of results"),
    "after_programme": lazy("contact after the programme"),
    "psychology": lazy("interview with a psychologist"),
}
ROLES = {
    "municipal_admin": lazy("municipal administrator"),
    "head": lazy("head"),
    "coordinator": lazy("coordinator"),
    "psychologist": lazy("psychologist"),
    "social_worker": lazy("social worker"),
    "teacher": lazy("teacher"),
    "mentor": lazy("mentor"),
    "mentee": lazy("mentee"),
    "guardian": lazy("guardian"),
    "company_coordinator": lazy("company coordinator"),
}
KINDS = {
    "class_list": lazy("class list"),
    "mentor_list": lazy("list of mentors"),
    "mentee_answers": lazy("answers of mentees"),
    "mentor_answers": lazy("answers of mentors"),
}
ACTIONS = {
    "new": lazy("new"),
    "changed": lazy("changed"),
    "same": lazy("unchanged"),
    "wrong": lazy("with errors"),
}
WAYS = {
    "online": lazy("online"),
    "in_person": lazy("in person"),
    "both": lazy("online or in person"),
}
STANDINGS = {
    "applied": lazy("waits for verification"),
    "verified": lazy("verified"),
    "refused": lazy("refused"),
    "left": lazy("has left the programme"),
}
TERMS = {
    "active": lazy("holds the role"),
    "future": lazy("begins later"),
    "expired": lazy("term is over, no access"),
    "ended": lazy("ended, no access"),
}
TRANSFER_ITEMS = {
    "group": lazy("class"),
    "contact": lazy("contact of the child"),
    "guardian": lazy("name and contact of the guardian"),
    "request": lazy("form and themes of the request"),
}
TRANSFERS = {
    "started": lazy("waits for the guardian"),
    "confirmed": lazy("waits for the new school"),
    "refused": lazy("the guardian said no"),
    "accepted": lazy("accepted"),
    "declined": lazy("declined by the new school"),
    "cancelled": lazy("cancelled"),
    "offered": lazy("waits for our answer"),
}
SUSPICIONS = {
    "open": lazy("possible duplicate"),
    "dismissed": lazy("different people"),
    "merged": lazy("merged"),
    "given_over": lazy("given over"),
    "offered": lazy("may be merged"),
    "taken": lazy("merged by the home"),
}
_BY_CODE = {
    "running-pair": lazy("The card you give up has a running pair: keep that one."),
    "keep-mentor": lazy("One of the two is a mentor’s card: keep that one."),
    "assent-missing": lazy("From 14 the child agrees too. Tick the box when they do."),
    "merged": lazy("This card was merged into another; use that one."),
    "not-verified": lazy("The municipality has not verified this company yet."),
    "link-closed": lazy("This link has been used or is out of date. Ask for a new one."),
    "company-known": lazy("A company with this INN has applied already."),
}
_FIELDS = {"name": lazy("name"), "inn": lazy("INN"), "contact": lazy("contact"),
           "reason": lazy("reason"), "to": lazy("successor"), "on": lazy("day"),
           "role": lazy("role"), "starts": lazy("begins"),
           "places": lazy("places"), "until": lazy("until"), "forms": lazy("forms"),
           "login": lazy("login"), "password": lazy("password"), "file": lazy("file")}  # fmt: skip


def word(table: dict[str, Any], code: object) -> str:
    return str(table.get(str(code), code if code is not None else "—"))


def day(value: object) -> str:
    """01.09.2026 for a date or the beginning of an ISO text; a dash for nothing."""
    if not value:
        return "—"
    try:
        moment = value if isinstance(value, date) else datetime.fromisoformat(str(value))
    except ValueError:
        return str(value)
    return moment.strftime("%d.%m.%Y")


def iso_day(text: str) -> str:
    """What a person typed as 01.09.2026 or 2026-09-01; anything else goes on as it is."""
    for pattern in ("%d.%m.%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(text.strip(), pattern).date().isoformat()
        except ValueError:
            continue
    return text.strip()


def sentence(error: DomainError) -> str:
    if error.code == "consent-missing":
        return _("A consent is missing for this.")
    if error.code in _BY_CODE:
        return str(_BY_CODE[error.code])
    if isinstance(error, Unavailable):
        return _(
            "A part of the system does not answer now. Nothing was lost; try again in a minute."
        )
    if isinstance(error, NotFound | Forbidden):
        return _("There is no such page, or it is not for your role.")
    if isinstance(error, Conflict):
        return _("Somebody changed this in the meantime. Look at it again.")
    if isinstance(error, Invalid):
        wrong = ", ".join(word(_FIELDS, field.rpartition(".")[2]) for field in error.fields)
        return _("Check what you entered: %(fields)s", fields=wrong or _("the form"))
    return _("This is not possible now: a rule or the present state forbids it.")


def http_sentence(status: int) -> str:
    if status == 404:
        return _("There is no such page, or it is not for your role.")
    if status == 413:
        return _("The file is larger than 10 MB.")
    if status == 405:
        return _("This address is only for forms. Go back and use the button.")
    if status >= 500:
        return _("Something went wrong on our side. Nothing was lost; try again in a minute.")
    return _("The request could not be understood.")


def for_templates() -> dict[str, Any]:
    return {"FORMS": FORMS, "THEMES": THEMES, "STATUSES": STATUSES, "PURPOSES": PURPOSES,
            "ROLES": ROLES, "KINDS": KINDS, "ACTIONS": ACTIONS, "WAYS": WAYS, "STANDINGS": STANDINGS,
            "TERMS": TERMS, "TRANSFER_ITEMS": TRANSFER_ITEMS, "TRANSFERS": TRANSFERS,
            "SUSPICIONS": SUSPICIONS, "word": word}  # fmt: skip
