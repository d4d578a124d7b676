"""Reporting put together."""

from __future__ import annotations

from services.reporting.application import (
    archive_jobs,
    archiving,
    month_ends,
    policies,
    progress,
    publications,
)
from services.reporting.application.keeping import counts_with
from services.reporting.consumers import matching, participants
from services.reporting.domain.award.decider import AWARD
from services.reporting.domain.award.events import with_title_apart
from services.reporting.domain.case.decider import CASE
from services.reporting.domain.indicators.decider import INDICATORS_OF_YEAR
from services.reporting.domain.monitoring_report.decider import REPORT
from services.reporting.domain.month_end.decider import MONTH_ENDS
from services.reporting.domain.progress.decider import PROGRESS
from services.reporting.domain.public_site.decider import PUBLIC_SITE
from services.reporting.domain.publication.decider import PUBLICATION
from services.reporting.domain.resource_plan.decider import RESOURCE_PLAN
from services.reporting.domain.roadmap.decider import ROADMAP
from services.reporting.domain.survey.decider import SURVEY
from services.reporting.projections.awards import Awards
from services.reporting.projections.cases import Cases
from services.reporting.projections.evidence import EvidenceNotes
from services.reporting.projections.indicators import IndicatorYears
from services.reporting.projections.measurements import Measurements
from services.reporting.projections.month_ends import MonthEnds
from services.reporting.projections.municipal_dashboard import MunicipalDashboard
from services.reporting.projections.public_page import PublicPage
from services.reporting.projections.reports import Reports
from services.reporting.projections.resource_plans import ResourcePlans
from services.reporting.projections.roadmap_editions import RoadmapEditions
from services.reporting.projections.roadmaps import Roadmaps
from services.reporting.projections.surveys import Surveys
from shared.config import Settings
from shared.contracts.reporting import TOPIC
from shared.documents.register import IssuedDocuments
from shared.domain.erasing import SUBJECT
from shared.domain.issued import ISSUED
from shared.domain.own_form import OWN_FORM
from shared.erasing import ConfirmErasure
from shared.eventstore.upcasting import Upcasters
from shared.service import Chore, Service, ServiceDefinition, build

DEFINITION = ServiceDefinition(
    name="reporting",
    deciders=(
        ROADMAP, SURVEY, REPORT, CASE, AWARD, PUBLICATION, INDICATORS_OF_YEAR, PROGRESS,
        MONTH_ENDS, SUBJECT, RESOURCE_PLAN,
        ISSUED, OWN_FORM,
        PUBLIC_SITE,
    ),
    projections=(
        EvidenceNotes(), Roadmaps(), Surveys(), Reports(), Cases(), Awards(), PublicPage(),
        Measurements(), IndicatorYears(), MunicipalDashboard(), MonthEnds(),
        ResourcePlans(),
        RoadmapEditions(), IssuedDocuments(),
    ),
    policies=policies.POLICIES,
    reactions=(*participants.REACTIONS, *matching.REACTIONS, ConfirmErasure()),
    topics=("participants.v1", "matching.v1", "meetings.v1"),
    topic=TOPIC,
    publish=publications.publish,
    keeps=counts_with,
    jobs=(progress.JOB, month_ends.JOB),
    upcasters=Upcasters({("award.MentorNominated", 1): with_title_apart}),
    chores=(Chore("archives", archiving.advance),),
)  # fmt: skip


def bootstrap(settings: Settings) -> Service:
    service = build(DEFINITION, settings)
    archive_jobs.create_indexes(service.db)
    return service
