"""The notes of this service's own events."""

from __future__ import annotations

from functools import singledispatch

from services.reporting.domain.award import events as award
from services.reporting.domain.case import events as case
from services.reporting.domain.evidence.facts import Note, note
from services.reporting.domain.monitoring_report import events as report
from services.reporting.domain.publication import events as publication
from services.reporting.domain.resource_plan import events as resources
from services.reporting.domain.survey import events as survey


@singledispatch
def own_note(event: object) -> Note | None:
    """``None`` where an event proves nothing."""
    return None


@own_note.register
def _(e: survey.SurveyOpened) -> Note:
    return note("survey", e.survey, year=e.year, role=e.role, closed=False)


@own_note.register
def _(e: survey.SurveyClosed) -> Note:
    return note(
        "survey", e.survey, year=e.year, role=e.role, closed=True,
        answered=e.results.answered, satisfied=e.results.satisfied,
    )  # fmt: skip


@own_note.register
def _(e: survey.SurveyAnswered) -> Note:
    return note(
        "survey_answer", e.survey, e.person, survey=e.survey, year=e.year, person=e.person, on=True
    )


@own_note.register
def _(e: survey.AnswerWithdrawn) -> Note:
    return note(
        "survey_answer", e.survey, e.person, survey=e.survey, year=e.year, person=e.person, on=False
    )


@own_note.register
def _(e: report.ReportApproved) -> Note:
    return note("report", e.report, year=e.year, on=True, index=e.index)


@own_note.register
def _(e: report.ReportReopened) -> Note:
    return note("report", e.report, year=e.year, on=False)


@own_note.register
def _(e: resources.ResourceSet) -> Note:
    return note(
        "resource", e.line, year=e.year, on=True, source=e.source, missing=e.needed > e.have
    )


@own_note.register
def _(e: resources.ResourceDropped) -> Note:
    return note("resource", e.line, year=e.year, on=False)


@own_note.register
def _(e: case.CaseApproved) -> Note:
    return note("case", e.case, year=e.year, on=True, people=list(e.people))


@own_note.register
def _(e: case.CaseReopened) -> Note:
    return note("case", e.case, year=e.year, on=False, people=[])


@own_note.register
def _(e: case.CaseWithdrawn) -> Note:
    return note("case", e.case, year=e.year, on=False, people=[])


@own_note.register
def _(e: award.AwardGiven) -> Note:
    return note("award", e.award, year=e.year, person=e.mentor, on=True)


@own_note.register
def _(e: award.AwardRevoked) -> Note:
    return note("award", e.award, year=e.year, on=False)


@own_note.register
def _(e: publication.Published) -> Note:
    return note(
        "publication",
        e.publication,
        year=e.year,
        on=True,
        people=list(e.people),
        purpose=e.purpose,
    )


@own_note.register
def _(e: publication.PublicationWithdrawn) -> Note:
    return note("publication", e.publication, year=e.year, on=False, people=[])
