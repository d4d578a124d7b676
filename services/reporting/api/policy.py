"""Which roles may do what; every route names one of these actions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

COORDINATOR: Final = frozenset({"coordinator"})
HEAD: Final = frozenset({"head"})
LEADERS: Final = COORDINATOR | HEAD
STAFF: Final = LEADERS | {"psychologist", "social_worker", "teacher"}
PAIRED: Final = frozenset({"mentor", "mentee"})
MUNICIPAL: Final = frozenset({"municipal_admin"})
PUBLISHING: Final = MUNICIPAL | {"company_coordinator"}
"""A municipality publishes its own results, a company its own employees' awards."""
OTHERS: Final = frozenset({"service", "guardian", "company_coordinator"})

ACTIONS: Final[Mapping[str, frozenset[str]]] = {
    "roadmap.open": LEADERS,
    "roadmap.read": STAFF,
    "roadmap.plan": LEADERS,
    "roadmap.approve": HEAD,
    "resources.write": LEADERS,
    "resources.read": STAFF,
    "roadmap.issue": LEADERS,
    "roadmap.own": STAFF | {"mentor"},
    "survey.manage": COORDINATOR,
    "survey.read": STAFF | PAIRED | {"guardian"},
    "survey.answer": STAFF | PAIRED | {"guardian"},
    "survey.texts": COORDINATOR,
    "report.write": COORDINATOR,
    "report.read": STAFF,
    "report.approve": HEAD,
    "case.write": COORDINATOR,
    "case.read": LEADERS,
    "case.approve": HEAD,
    "award.nominate": LEADERS | {"teacher"},
    "award.read": STAFF,
    "award.decide": LEADERS,
    "award.rank": LEADERS,
    "publication.write": COORDINATOR | PUBLISHING,
    "publication.publish": LEADERS | PUBLISHING,
    "publication.read": LEADERS | PUBLISHING,
    "publication.public": STAFF | PAIRED | MUNICIPAL | OTHERS,
    "comparison.read": LEADERS | {"psychologist"},
    "indicators.read": STAFF | MUNICIPAL,
    "indicators.enter": LEADERS | MUNICIPAL,
    "indicators.target": HEAD | MUNICIPAL,
    "dashboard.read": MUNICIPAL,
    "report.issue": LEADERS,
    "protocol.issue": LEADERS,
    "archive.make": LEADERS,
    "form.own": LEADERS,
    "document.read": LEADERS | {"service"},
    "document.file": LEADERS | {"service"},
    "document.check": frozenset({"service"}),
    "public_site.manage": HEAD | PUBLISHING,
    "public_site.read": LEADERS | PUBLISHING | {"service"},
    "public.read": frozenset({"service"}),
}
