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
    "person.write_to": _roles(SERVICE),
    "access.report": _roles(COORDINATOR) | _THEMSELVES,
    "erasure.request": _roles(COORDINATOR) | _THEMSELVES,
    "erasure.read": _roles(COORDINATOR, HEAD) | _THEMSELVES,
    "erasure.list": _roles(COORDINATOR, HEAD),
    "erasure.decide": _roles(COORDINATOR),
    "form.own": _roles(COORDINATOR, HEAD),
    "document.read": _roles(COORDINATOR, HEAD, SERVICE),
    "document.file": _roles(COORDINATOR, HEAD, SERVICE),
    "document.check": _roles(SERVICE),
    "erasure.certificate": _roles(COORDINATOR, HEAD, SERVICE),
    "certificate.look": _roles(COORDINATOR, HEAD, SERVICE),
    "certificate.verify": EVERYBODY,
    "third_party.read": _roles(COORDINATOR, PSYCHOLOGIST, SOCIAL, TEACHER, GUARDIAN),
    "candidate.write": _KEEPERS,
    "candidate.ask": _roles(SERVICE),
    "candidate.list": _SCHOOL | _roles(COMPANY),
    "guardianship.write": _roles(COORDINATOR, SERVICE),
    "guardianship.ask": _roles(SERVICE),
    "guardianship.list": _roles(COORDINATOR, HEAD, GUARDIAN, SERVICE),
    "consent.write": _roles(COORDINATOR, COMPANY, SERVICE) | _THEMSELVES,
    "consent.list": _roles(COORDINATOR, HEAD, COMPANY, SERVICE) | _THEMSELVES,
    "consent.check": _roles(SERVICE, COORDINATOR, HEAD),
    "consent.document": EVERYBODY,
    "consent.issue": _roles(COORDINATOR, SERVICE),
    "consent.link": _roles(GUARDIAN, SERVICE),
    "consent.copy": _roles(SERVICE),
    "consent.paper": _roles(COORDINATOR, COMPANY),
    "consent.scan": _roles(COORDINATOR, COMPANY),
    "consent.register": _roles(COORDINATOR, HEAD),
    "consent.form": _roles(COORDINATOR, HEAD, COMPANY) | _THEMSELVES,
    "consent.campaign": _roles(COORDINATOR),
    "consent.campaigns": _roles(COORDINATOR, HEAD),
    "template.read": EVERYBODY,
    "template.write": _roles(COORDINATOR),
    "questionnaire.answer": _SCHOOL | _roles(COMPANY) | _THEMSELVES,
    "questionnaire.read": _SCHOOL | _THEMSELVES,
    "questionnaire.own": _THEMSELVES,
    "questionnaire.strike": _roles(COORDINATOR),
    "questionnaire.issue": _roles(COORDINATOR, COMPANY, SERVICE),
    "questionnaire.link": _roles(SERVICE),
    "questionnaire.import": _roles(COORDINATOR, COMPANY),
    "mentee.list": _roles(COORDINATOR, HEAD, PSYCHOLOGIST, SERVICE),
    "mentee.base": _roles(COORDINATOR, HEAD, PSYCHOLOGIST),
    "mentee.sheet": _roles(COORDINATOR, HEAD),
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
    "mentor.shared": _roles(COORDINATOR, COMPANY, MENTOR),
    "mentor.history": _roles(COORDINATOR, HEAD, COMPANY, MENTOR),
    "sharing.schools": _roles(COORDINATOR, COMPANY, MENTOR),
    "limits.read": _roles(COMPANY, MENTOR),
    "limits.set": _roles(COMPANY),
    "coverage.read": _roles(COORDINATOR, HEAD),
    "preliminary.write": _roles(COORDINATOR, TEACHER, PSYCHOLOGIST, SOCIAL),
    "preliminary.read": _roles(COORDINATOR, HEAD, TEACHER, PSYCHOLOGIST, SOCIAL),
    "announcement.write": _roles(COORDINATOR, HEAD),
    "announcement.read": _roles(COORDINATOR, HEAD),
    "announcement.links": _roles(COORDINATOR),
    "announcement.mine": _THEMSELVES | _roles(TEACHER, PSYCHOLOGIST, SOCIAL),
    "announcement.link": _roles(SERVICE),
    "interview.write": _roles(COORDINATOR, PSYCHOLOGIST),
    "interview.slots": _roles(COORDINATOR, PSYCHOLOGIST, MENTOR),
    "interview.book": _roles(COORDINATOR, PSYCHOLOGIST, MENTOR),
    "interview.own": _roles(MENTOR),
    "interview.read": _roles(COORDINATOR, PSYCHOLOGIST, SERVICE),
    "training.write": _roles(COORDINATOR),
    "training.read": _roles(COORDINATOR, HEAD, SERVICE),
    "training.material": _roles(COORDINATOR, HEAD, MENTOR),
    "training.own": _roles(MENTOR),
    "certificate.read": _roles(COORDINATOR, HEAD, MENTOR),
    "certificate.show": _roles(MENTOR),
    "certificate.check": _roles(SERVICE),
    "instrument.read": EVERYBODY,
    "assessment.round": _roles(COORDINATOR, PSYCHOLOGIST),
    "assessment.write": _roles(COORDINATOR, PSYCHOLOGIST, TEACHER),
    "assessment.read": _roles(COORDINATOR, PSYCHOLOGIST, TEACHER, HEAD, SERVICE),
    "assessment.correct": _roles(COORDINATOR, PSYCHOLOGIST),
    "assessment.values": _roles(COORDINATOR, PSYCHOLOGIST),
    "outcome.write": _roles(COORDINATOR),
    "outcome.read": _roles(COORDINATOR, HEAD, SERVICE),
    "import.run": _roles(COORDINATOR, COMPANY),
}
