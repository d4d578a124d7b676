"""Codes of the services as words of the reader's language."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as lazy

from gateway.refusals import REFUSALS
from shared.domain import purposes
from shared.domain.errors import (
    Conflict,
    ConsentMissing,
    DomainError,
    Forbidden,
    Invalid,
    NotFound,
    Unavailable,
)

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
    "came_of_age": lazy("came of age: their own is due"),
    "erased": lazy("erased"),
    "running": lazy("running"),
    "closed": lazy("closed"),
}
PURPOSES = {
    "participation": lazy("taking part"),
    "third_party": lazy("information from teachers and specialists"),
    "sharing": lazy("work with other schools"),
    "psychology": lazy("interview with a psychologist"),
    "publication_image": lazy("publication of an image"),
    "publication_case": lazy("publication of the pair's story"),
    "publication_award": lazy("publication of an award"),
    "after_programme": lazy("contact after the programme"),
    "publication": lazy("publication of results"),
}
METHODS = {"electronic": lazy("electronically"), "paper": lazy("on paper")}
GIVERS = {"self": lazy("themselves"), "guardian": lazy("guardian")}
PROGRESS = {
    "done": lazy("consented"),
    "declined": lazy("said no"),
    "asked": lazy("has a link"),
    "left": lazy("not asked yet"),
}
OBSTACLES = {
    "no_birth_date": lazy("the birth date is not known"),
    "no_guardian": lazy("no confirmed guardian"),
    "comes_of_age": lazy("comes of age before that day: their own consent is due then"),
    "gone": lazy("the person's data were erased"),
}
REASONS = {
    "birth-date-missing": lazy("The birth date is not known, so nobody can tell who may consent."),
    "adult-self": lazy("A grown-up consents for themselves."),
    "minor-guardian": lazy("Only a guardian consents for a minor."),
    "unconfirmed": lazy("This guardian is not confirmed for the child."),
    "assent-needed": lazy("From 14 the child's own agreement is needed too."),
    "ends-in-past": lazy("A consent cannot end in the past."),
    "signed-in-future": lazy("A paper cannot be signed in the future."),
    "text-changed": lazy("The text has changed since you read it. Read it again."),
    "link-closed": lazy("This link has been used or is out of date. Ask for a new one."),
    "nobody-lacks": lazy("Everybody of the group has this consent."),
    "campaign-closed": lazy("The campaign is closed."),
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
IMPORT_STATES = {
    "looking": lazy("the file is being looked at"),
    "looked": lazy("the file was looked at"),
    "importing": lazy("the rows are going in"),
    "stopped": lazy("the import was stopped"),
    "done": lazy("the workbook is imported"),
    "failed": lazy("the import did not work"),
}
FILES = {
    "file-empty": lazy("The file is empty."),
    "file-macros": lazy("The workbook holds macros. Save it as XLSX without macros and send that file."),
    "file-encrypted": lazy("The workbook is protected by a password. Take it off and save the file again."),
    "file-old-excel": lazy("This is a workbook of the old kind (XLS). Open it and save it as XLSX."),
    "file-binary-excel": lazy("This is a binary workbook (XLSB). Open it and save it as XLSX."),
    "file-html": lazy("This is a web page under the name of a workbook. Open it in a spreadsheet and save"
                      " it as XLSX."),
    "file-xml": lazy("This is an XML table of Excel 2003. Open it in a spreadsheet and save it as XLSX."),
    "file-opendocument": lazy("This is an OpenDocument file. Open it and save it as XLSX."),
    "file-word": lazy("This is a text document. Copy its table into a spreadsheet and save it as XLSX."),
    "file-pdf": lazy("This is a PDF. Ask for the workbook that it was made from."),
    "file-image": lazy("This is a picture. The table must be a workbook (XLSX) or CSV."),
    "file-archive": lazy("This is an archive. Unpack it and send the workbook inside."),
    "file-unknown": lazy("This is neither an XLSX workbook nor CSV. Save the table as XLSX."),
    "file-damaged": lazy("The file is damaged. Save it again and send the new file."),
    "file-bomb": lazy("The workbook unpacks to far more than a table of this size can hold."),
    "file-memory": lazy("The workbook is too large inside: a cell far below or far to the right is filled,"
                        " or texts are very long. Copy the table into a new workbook."),
    "file-encoding": lazy("The letters of this CSV cannot be told for certain. Save it as “CSV UTF-8” or"
                          " XLSX."),
    "file-garbled": lazy("The letters were garbled before the file was sent. Take the file from its source"
                         " again and save it as XLSX."),
    "file-gone": lazy("The file was kept for two hours only. Upload it again."),
    "file-rows": lazy("The table is too long. Split the file."),
    "file-columns": lazy("The table was not found. These columns are missing in the first 15 rows:"),
}  # fmt: skip
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
EVIDENCE = {
    "outreach": lazy("meetings and events"),
    "candidate": lazy("candidates"),
    "consent": lazy("consents to take part"),
    "response": lazy("questionnaires answered"),
    "third_party": lazy("information from teachers and specialists"),
    "mentee": lazy("mentees admitted to the base"),
    "mentor": lazy("mentors in the base"),
    "forms": lazy("forms chosen"),
    "round": lazy("measurements closed"),
    "supply": lazy("analyses of the base of mentors"),
    "interview": lazy("interviews with mentors"),
    "training": lazy("training plans"),
    "trained": lazy("mentors trained"),
    "stays": lazy("mentors who stay in the base"),
    "programme": lazy("programmes"),
    "ballot": lazy("ballots after the group meeting"),
    "proposal": lazy("proposals of pairs"),
    "order": lazy("orders issued"),
    "pairing": lazy("pairs and groups informed"),
    "meeting": lazy("meetings held"),
    "goal": lazy("goals agreed"),
    "schedule": lazy("feedback schedules"),
    "feedback": lazy("feedback given"),
    "closing": lazy("pairs closed"),
    "outcome": lazy("outcomes in the profiles"),
    "survey": lazy("surveys closed"),
    "survey_answer": lazy("survey answers"),
    "report": lazy("monitoring reports approved"),
    "case": lazy("cases approved"),
    "award": lazy("awards given"),
    "publication": lazy("publications"),
    "erased": lazy("data erased"),
    "resource": lazy("lines of the plan of resources"),
    "requests": lazy("preliminary requests"),
}
OFFERED_PURPOSES = {code: PURPOSES[code] for code in purposes.OFFERED_PURPOSES}
_FIELDS = {"name": lazy("name or title"), "inn": lazy("INN"), "contact": lazy("contact"),
           "reason": lazy("reason"), "to": lazy("successor"), "on": lazy("day"),
           "role": lazy("role"), "starts": lazy("begins"),
           "places": lazy("places"), "until": lazy("until"), "forms": lazy("forms"),
           "login": lazy("login"), "password": lazy("password"), "file": lazy("file"),
           "due": lazy("day"), "signed_on": lazy("date on the paper"), "group": lazy("class"),
           "received_on": lazy("day of receipt"), "held_on": lazy("day of the meeting"),
           "minutes": lazy("length in minutes"), "starts_at": lazy("beginning"),
           "ends_at": lazy("end"), "attended": lazy("who was there"), "topic": lazy("topic"),
           "next_step": lazy("next step"), "note": lazy("note"), "text": lazy("goal"),
           "measure": lazy("measure"), "planned_meetings": lazy("number of meetings"),
           "first": lazy("first day"), "last": lazy("last day"), "at": lazy("time"),
           "silent_days": lazy("days of silence"), "late_days": lazy("days for entries"),
           "outcome": lazy("outcome"), "closes": lazy("last day to join"),
           "year": lazy("school year")}  # fmt: skip


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
    if isinstance(error, ConsentMissing) and error.purpose in PURPOSES:
        purpose = word(PURPOSES, error.purpose)
        return _("A consent is missing for this: %(purpose)s.", purpose=purpose)
    if error.code == "company-limits":
        return _("Your company allows less than this: look at its limits.")
    if error.code in REASONS:
        return str(REASONS[error.code])
    if error.code in REFUSALS:
        return str(REFUSALS[error.code])
    if isinstance(error, Unavailable):
        return _("A part of the system does not answer now. Try again in a minute.")
    if isinstance(error, NotFound | Forbidden):
        return _("There is no such page, or it is not for your role.")
    if isinstance(error, Conflict):
        return _("Somebody changed this in the meantime. Look at it again.")
    if isinstance(error, Invalid):
        wrong = ", ".join(word(_FIELDS, field.rpartition(".")[2]) for field in error.fields)
        return _("Check what you entered: %(fields)s", fields=wrong or _("the form"))
    return _("This is not possible now: a rule or the present state forbids it.")


def file_sentence(code: str, more: str = "") -> str:
    """Why a file could not be taken, and what to do."""
    if code == "file-columns":
        return f"{FILES[code]} {more}"
    unclear = _("The file could not be read. Save the table as XLSX and try again.")
    return str(FILES.get(code) or REFUSALS.get(code, unclear))


def http_sentence(status: int) -> str:
    if status == 404:
        return _("There is no such page, or it is not for your role.")
    if status == 413:
        return _("The file is larger than 10 MB.")
    if status == 429:
        return _("Too many attempts. Wait ten minutes and try again.")
    if status == 405:
        return _("This address is only for forms. Go back and use the button.")
    if status >= 500:
        return _("Something went wrong on our side. Try again in a minute.")
    return _("The request could not be understood.")


def for_templates() -> dict[str, Any]:
    return {"FORMS": FORMS, "THEMES": THEMES, "STATUSES": STATUSES, "PURPOSES": PURPOSES,
            "ROLES": ROLES, "KINDS": KINDS, "ACTIONS": ACTIONS, "WAYS": WAYS,
            "EVIDENCE": EVIDENCE, "METHODS": METHODS, "GIVERS": GIVERS, "PROGRESS": PROGRESS,
            "OBSTACLES": OBSTACLES, "OFFERED_PURPOSES": OFFERED_PURPOSES, "STANDINGS": STANDINGS,
            "TERMS": TERMS, "TRANSFER_ITEMS": TRANSFER_ITEMS, "TRANSFERS": TRANSFERS,
            "SUSPICIONS": SUSPICIONS, "word": word,
            "IMPORT_STATES": IMPORT_STATES, "file_sentence": file_sentence}  # fmt: skip
