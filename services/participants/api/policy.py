"""Which roles may do what; anything that is not here, nobody may."""

from __future__ import annotations

from collections.abc import Mapping

MUNICIPAL = "municipal_admin"
HEAD = "head"
COORDINATOR = "coordinator"
PSYCHOLOGIST = "psychologist"
SOCIAL = "social_worker"
TEACHER = "teacher"
MENTOR = "mentor"
MENTEE = "mentee"
GUARDIAN = "guardian"
COMPANY = "company_coordinator"
SERVICE = "service"


def _roles(*roles: str) -> frozenset[str]:
    return frozenset(roles)


EVERYBODY = _roles(
    MUNICIPAL, HEAD, COORDINATOR, PSYCHOLOGIST, SOCIAL, TEACHER, MENTOR, MENTEE, GUARDIAN, COMPANY,
    SERVICE,
)  # fmt: skip
_KEEPERS = _roles(COORDINATOR, COMPANY, SERVICE)
_SCHOOL = _roles(HEAD, COORDINATOR, PSYCHOLOGIST, SOCIAL, TEACHER, SERVICE)
_THEMSELVES = _roles(MENTOR, MENTEE, GUARDIAN)

ACTIONS: Mapping[str, frozenset[str]] = {
    "organisation.register": _roles(MUNICIPAL, SERVICE),
    "organisation.list": _roles(MUNICIPAL, SERVICE),
    "organisation.self": EVERYBODY,
    "organisation.names": EVERYBODY,
    "organisation.count": _roles(MUNICIPAL, HEAD, COORDINATOR, SERVICE),
    "organisation.schools": EVERYBODY,
    "company.invite": _roles(MUNICIPAL, HEAD, COORDINATOR),
    "company.apply": _roles(SERVICE),
    "company.verify": _roles(MUNICIPAL),
    "company.leave": _roles(COMPANY),
    "company.service": _roles(COMPANY),
    "staff.write": _roles(MUNICIPAL, HEAD, COMPANY, SERVICE),
    "staff.read": _roles(MUNICIPAL, HEAD, COORDINATOR, COMPANY, SERVICE),
    "staff.judge": _roles(SERVICE),
    "transfer.start": _roles(COORDINATOR),
    "transfer.read": _roles(COORDINATOR, HEAD),
    "transfer.answer": _roles(COORDINATOR),
    "transfer.link": _roles(SERVICE),
    "duplicate.read": _roles(COORDINATOR, COMPANY),
    "duplicate.decide": _roles(COORDINATOR, COMPANY),
    "child.list": _roles(GUARDIAN),
    "person.write": _KEEPERS,
    "person.read": _SCHOOL | _roles(COMPANY),
    "person.erase": _roles(COORDINATOR, SERVICE),
    "person.names": EVERYBODY - _roles(MUNICIPAL),
    "candidate.write": _KEEPERS,
    "candidate.list": _SCHOOL | _roles(COMPANY),
    "guardianship.write": _roles(COORDINATOR, SERVICE),
    "guardianship.list": _roles(COORDINATOR, HEAD, GUARDIAN, SERVICE),
    "consent.write": _roles(COORDINATOR, COMPANY, SERVICE) | _THEMSELVES,
    "consent.list": _roles(COORDINATOR, HEAD, COMPANY, SERVICE) | _THEMSELVES,
    "consent.check": _roles(SERVICE, COORDINATOR, HEAD),
    "consent.document": EVERYBODY,
    "consent.issue": _roles(COORDINATOR, SERVICE),
    "consent.link": _roles(GUARDIAN, SERVICE),
    "template.read": EVERYBODY,
    "template.write": _roles(COORDINATOR),
    "questionnaire.answer": _SCHOOL | _roles(COMPANY) | _THEMSELVES,
    "questionnaire.read": _SCHOOL | _THEMSELVES,
    "questionnaire.strike": _roles(COORDINATOR),
    "mentee.list": _roles(COORDINATOR, HEAD, PSYCHOLOGIST, SERVICE),
    "mentee.decide": _roles(COORDINATOR),
    "mentor.register": _KEEPERS,
    "mentor.list": _roles(COORDINATOR, HEAD, COMPANY, SERVICE),
    "mentor.read": _roles(COORDINATOR, HEAD, COMPANY, SERVICE, MENTOR),
    "mentor.keep": _roles(COORDINATOR, COMPANY),
    "mentor.own": _roles(COORDINATOR, COMPANY, MENTOR),
    "mentor.catalogue": _roles(COORDINATOR, COMPANY, MENTOR),
    "catalogue.read": _roles(COORDINATOR, HEAD, MUNICIPAL, SERVICE),
    "sharing.ask": _roles(COORDINATOR),
    "sharing.requests": _roles(COORDINATOR, HEAD, SERVICE),
    "sharing.permissions": _roles(COORDINATOR, HEAD, COMPANY, MENTOR, SERVICE),
    "sharing.decide": _roles(MENTOR),
    "interview.write": _roles(COORDINATOR, PSYCHOLOGIST),
    "interview.read": _roles(COORDINATOR, PSYCHOLOGIST, SERVICE),
    "training.write": _roles(COORDINATOR),
    "training.read": _roles(COORDINATOR, HEAD, SERVICE),
    "instrument.read": EVERYBODY,
    "assessment.round": _roles(COORDINATOR, PSYCHOLOGIST),
    "assessment.write": _roles(COORDINATOR, PSYCHOLOGIST, TEACHER),
    "assessment.read": _roles(COORDINATOR, PSYCHOLOGIST, TEACHER, HEAD, SERVICE),
    "outcome.write": _roles(COORDINATOR),
    "outcome.read": _roles(COORDINATOR, HEAD, SERVICE),
    "import.run": _roles(COORDINATOR, COMPANY),
}
