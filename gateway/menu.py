"""The pages of each role in the navigation; many are put in groups, a few stand in a row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from flask_babel import lazy_gettext as lazy

FEW: Final = 10
"""So many fit a line; more are grouped."""
_SCHOOL: Final = ("coordinator", "head", "psychologist", "social_worker", "teacher")


@dataclass(frozen=True, slots=True)
class Entry:
    page: str
    text: Any
    roles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Without a heading its entries stand in the row itself."""

    heading: Any
    entries: tuple[Entry, ...]

    def holds(self, page: str | None) -> bool:
        return any(entry.page == page for entry in self.entries)

    def of(self, roles: frozenset[str]) -> Group:
        own = tuple(entry for entry in self.entries if roles.intersection(entry.roles))
        return Group(self.heading if len(own) > 1 else None, own)


GROUPS: Final = (
    Group(
        None,
        (
            Entry("municipality.show", lazy("Municipality"), ("municipal_admin",)),
            Entry("company.own", lazy("Company"), ("company_coordinator",)),
            Entry("roadmap.school", lazy("Roadmap"), _SCHOOL),
            Entry("mentor.own", lazy("My page"), ("mentor",)),
            Entry("family.children", lazy("My children"), ("guardian",)),
        ),
    ),
    Group(
        lazy("Preparation"),
        (
            Entry("announcements.listing", lazy("Announcements"), ("coordinator", "head")),
            Entry("resources.show", lazy("Plan of resources"), _SCHOOL),
            Entry("requests.show", lazy("Preliminary requests"), _SCHOOL),
        ),
    ),
    Group(
        lazy("People of the programme"),
        (
            Entry("mentees.candidates", lazy("Candidates"), (*_SCHOOL, "company_coordinator")),
            Entry("questionnaires.people", lazy("Questionnaires"),
                  ("coordinator", "psychologist", "social_worker", "teacher",
                   "company_coordinator")),
            Entry("mentees.base", lazy("Mentees"), ("coordinator", "head", "psychologist")),
            Entry("consents.register", lazy("Consents"), ("coordinator", "head")),
            Entry("guardians.guardians", lazy("Guardians"), ("coordinator",)),
            Entry("transfers.register", lazy("Transfers"), ("coordinator", "head")),
            Entry("duplicates.register", lazy("Duplicates"),
                  ("coordinator", "company_coordinator")),
            Entry("erasures.listing", lazy("Rights of people"), ("coordinator", "head")),
            Entry("imports.choose", lazy("Import"), ("coordinator", "company_coordinator")),
        ),
    ),
    Group(
        lazy("Mentors"),
        (
            Entry("mentors.base", lazy("Base of mentors"),
                  ("coordinator", "head", "company_coordinator")),
            Entry("mentors.catalogue", lazy("Catalogue"),
                  ("coordinator", "head", "municipal_admin")),
            Entry("sharing.permissions", lazy("Sharing"),
                  ("coordinator", "head", "company_coordinator", "mentor")),
            Entry("limits.show", lazy("Limits for employees"), ("company_coordinator",)),
            Entry("interviews.held", lazy("Interviews"), ("coordinator", "psychologist")),
            Entry("trainings.courses", lazy("Training"), ("coordinator", "head")),
            Entry("preparation.own", lazy("My preparation"), ("mentor",)),
        ),
    ),
    Group(
        lazy("Pairs"),
        (
            Entry("programme.show", lazy("Programme"), ("coordinator", "head")),
            Entry("coverage.show", lazy("Coverage"), ("coordinator", "head")),
            Entry("ballots.turnout", lazy("Ballot"), ("coordinator",)),
            Entry("ballot.show", lazy("Ballot"), ("mentor", "mentee")),
            Entry("rounds.own", lazy("Municipal rounds"), ("coordinator", "head")),
            Entry("rounds.council", lazy("Municipal rounds"), ("municipal_admin",)),
            Entry("proposals.drafts", lazy("Matching"), ("coordinator", "head")),
            Entry("pairs.pairs", lazy("Pairs"), _SCHOOL),
            Entry("agreement.show", lazy("My pair"), ("mentor", "mentee")),
            Entry("orders.listing", lazy("Orders"), ("coordinator", "head")),
        ),
    ),
    Group(
        lazy("Work"),
        (
            Entry("meetings.pairs", lazy("Meetings"), (*_SCHOOL, "mentor", "mentee")),
            Entry("calendar.show", lazy("Calendar"), (*_SCHOOL, "mentor", "mentee")),
            Entry("gatherings.listing", lazy("Gatherings"), ("coordinator", "head")),
            Entry("letters.listing", lazy("Letters"), ("coordinator", "head")),
            Entry("watch.listing", lazy("Alerts"), ("coordinator", "head", "psychologist")),
            Entry("feedback.show", lazy("Feedback"), ("coordinator",)),
            Entry("decisions.waiting", lazy("Decisions"), ("coordinator", "head")),
            Entry("assessments.rounds", lazy("Measurements"),
                  ("coordinator", "psychologist", "teacher", "head")),
            Entry("rules.show", lazy("Working rules"), ("coordinator", "head")),
        ),
    ),
    Group(
        lazy("Results"),
        (
            Entry("surveys.listing", lazy("Surveys"), (*_SCHOOL, "mentor", "mentee", "guardian")),
            Entry("before_after.show", lazy("Before and after"),
                  ("coordinator", "head", "psychologist")),
            Entry("indicators.show", lazy("Indicators"),
                  ("coordinator", "head", "municipal_admin")),
            Entry("best_mentors.show", lazy("Best mentors"), ("coordinator", "head")),
            Entry("monitoring.show", lazy("Monitoring report"), ("coordinator", "head")),
            Entry("documents.listing", lazy("Documents of the year"), ("coordinator", "head")),
            Entry("cases.listing", lazy("Stories of pairs"), ("coordinator", "head")),
            Entry("publications.listing", lazy("Publications"),
                  ("coordinator", "head", "municipal_admin", "company_coordinator")),
        ),
    ),
    Group(
        lazy("Organisation"),
        (
            Entry("organisations.register", lazy("Organisations"), ("municipal_admin",)),
            Entry("organisations.companies", lazy("Partner companies"), ("coordinator", "head")),
            Entry("staff.register", lazy("Staff"),
                  ("head", "municipal_admin", "company_coordinator", "coordinator")),
            Entry("own_forms.listing", lazy("My questionnaires"), ("mentor", "mentee", "guardian")),
            Entry("my_data.show", lazy("My data"), ("mentor", "mentee", "guardian")),
        ),
    ),
)  # fmt: skip


def menu(roles: Iterable[str]) -> list[Group]:
    """What somebody with these roles may open, without empty groups."""
    own = [group.of(frozenset(roles)) for group in GROUPS]
    entries = tuple(entry for group in own for entry in group.entries)
    if len(entries) <= FEW:
        return [Group(None, entries)]
    return [group for group in own if group.entries]
