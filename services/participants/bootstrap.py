"""Participants put together."""

from __future__ import annotations

from typing import Final

from services.participants.application.consent_gate import local_gate
from services.participants.application.imports import jobs as import_jobs
from services.participants.application.jobs import JOBS
from services.participants.application.mentor_index import create_index
from services.participants.application.policies import POLICIES
from services.participants.application.publications import publish
from services.participants.consumers import erasures
from services.participants.consumers import matching as from_matching
from services.participants.consumers import meetings as from_meetings
from services.participants.consumers import reporting as from_reporting
from services.participants.domain.acknowledgement.decider import ACKNOWLEDGEMENT
from services.participants.domain.announcement.decider import ANNOUNCEMENT
from services.participants.domain.answer_mapping.decider import ANSWER_MAPPING
from services.participants.domain.arrival.decider import ARRIVAL
from services.participants.domain.assessment.decider import ASSESSMENT
from services.participants.domain.assessment_round.decider import ASSESSMENT_ROUND
from services.participants.domain.catalogue_entry.decider import CATALOGUE_ENTRY
from services.participants.domain.company_invitation.decider import COMPANY_INVITATION
from services.participants.domain.consent.decider import CONSENT
from services.participants.domain.consent_campaign.decider import CONSENT_CAMPAIGN
from services.participants.domain.consent_link.decider import CONSENT_LINK
from services.participants.domain.erasure.decider import ERASURE
from services.participants.domain.guardianship.decider import GUARDIANSHIP
from services.participants.domain.interview.decider import INTERVIEW
from services.participants.domain.interview_slot.decider import INTERVIEW_SLOT
from services.participants.domain.likeness_match.decider import LIKENESS_MATCH
from services.participants.domain.measurement.decider import MEASUREMENT
from services.participants.domain.mentee.decider import MENTEE
from services.participants.domain.mentor_card.decider import MENTOR_CARD
from services.participants.domain.mentor_profile.decider import MENTOR_PROFILE
from services.participants.domain.mentor_record.decider import MENTOR_RECORD
from services.participants.domain.mentor_service.decider import MENTOR_SERVICE
from services.participants.domain.organisation.decider import ORGANISATION
from services.participants.domain.pairing_outcome.decider import PAIRING_OUTCOME
from services.participants.domain.pairing_service.decider import PAIRING_SERVICE
from services.participants.domain.person.decider import PERSON
from services.participants.domain.preliminary_requests.decider import PRELIMINARY_REQUESTS
from services.participants.domain.pseudonym.decider import PSEUDONYM
from services.participants.domain.questionnaire_link.decider import QUESTIONNAIRE_LINK
from services.participants.domain.questionnaire_response.decider import QUESTIONNAIRE_RESPONSE
from services.participants.domain.questionnaire_template.decider import QUESTIONNAIRE_TEMPLATE
from services.participants.domain.sharing_limits.decider import SHARING_LIMITS
from services.participants.domain.sharing_permission.decider import SHARING_PERMISSION
from services.participants.domain.sharing_request.decider import SHARING_REQUEST
from services.participants.domain.staff_member.decider import STAFF_MEMBER
from services.participants.domain.suspicion.decider import SUSPICION
from services.participants.domain.training.decider import TRAINING
from services.participants.domain.transfer.decider import TRANSFER
from services.participants.projections.announcements import Announcements
from services.participants.projections.assessments import AssessmentRounds, Assessments
from services.participants.projections.candidates import Candidates
from services.participants.projections.catalogue import Catalogue
from services.participants.projections.consent_campaigns import ConsentCampaigns
from services.participants.projections.consents import Consents
from services.participants.projections.erasures import Erasures
from services.participants.projections.guardianships import Guardianships
from services.participants.projections.interviews import Interviews, InterviewSlots
from services.participants.projections.invitations import CompanyInvitations
from services.participants.projections.mentees import Mentees
from services.participants.projections.mentor_service import MentorServices
from services.participants.projections.mentors import Mentors
from services.participants.projections.organisations import Organisations
from services.participants.projections.pairings import Pairings
from services.participants.projections.people import People
from services.participants.projections.preliminary_requests import PreliminaryRequests
from services.participants.projections.questionnaire_links import QuestionnaireLinks
from services.participants.projections.responses import Responses
from services.participants.projections.sharing import SharingPermissions, SharingRequests
from services.participants.projections.staff import Staff
from services.participants.projections.suspicions import Suspicions
from services.participants.projections.trainings import TrainingRegister, Trainings
from services.participants.projections.transfers import Arrivals, Transfers
from shared.config import Settings
from shared.contracts import matching, meetings, participants, reporting
from shared.documents.register import IssuedDocuments
from shared.domain.issued import ISSUED
from shared.domain.own_form import OWN_FORM
from shared.mongo import Db
from shared.service import Chore, Service, ServiceDefinition, build

DEFINITION: Final = ServiceDefinition(
    name="participants",
    deciders=(
        ORGANISATION, PERSON, GUARDIANSHIP, CONSENT, CONSENT_LINK, QUESTIONNAIRE_TEMPLATE,
        QUESTIONNAIRE_RESPONSE, MENTEE, MENTOR_PROFILE, MENTOR_RECORD, SHARING_LIMITS,
        SHARING_PERMISSION, SHARING_REQUEST, MENTOR_CARD, CATALOGUE_ENTRY, PSEUDONYM,
        MEASUREMENT, ASSESSMENT, ASSESSMENT_ROUND, INTERVIEW, TRAINING, PAIRING_OUTCOME,
        CONSENT_CAMPAIGN, INTERVIEW_SLOT, QUESTIONNAIRE_LINK, ANSWER_MAPPING, ERASURE,
        COMPANY_INVITATION, STAFF_MEMBER, PAIRING_SERVICE, MENTOR_SERVICE, TRANSFER,
        ARRIVAL, SUSPICION, LIKENESS_MATCH,
        ANNOUNCEMENT, ACKNOWLEDGEMENT, PRELIMINARY_REQUESTS,
        ISSUED, OWN_FORM,
    ),
    projections=(
        Organisations(), People(), Candidates(), Guardianships(), Consents(), ConsentCampaigns(),
        Responses(), QuestionnaireLinks(),
        Mentees(), Mentors(), Catalogue(), SharingPermissions(), SharingRequests(), Assessments(),
        AssessmentRounds(), Interviews(), InterviewSlots(), Trainings(), TrainingRegister(),
        Pairings(), Erasures(), CompanyInvitations(), Staff(), MentorServices(), Transfers(),
        Arrivals(), Suspicions(),
        Announcements(), PreliminaryRequests(),
        IssuedDocuments(),
    ),
    policies=POLICIES,
    reactions=(
        *from_matching.REACTIONS, *from_meetings.REACTIONS, *from_reporting.REACTIONS,
        *erasures.REACTIONS,
    ),
    topic=participants.TOPIC,
    topics=(matching.TOPIC, meetings.TOPIC, reporting.TOPIC),
    publish=publish,
    jobs=JOBS,
    chores=(Chore("imports", import_jobs.advance),),
    gate=local_gate,
)  # fmt: skip


def bootstrap(settings: Settings) -> Service:
    """Raises what :func:`shared.service.build` raises."""
    service = build(DEFINITION, settings)
    _create_indexes(service.db)
    return service


def _create_indexes(db: Db) -> None:
    """Of the collections that are no read models: names, likeness, mentors' index, scans, imports;
    and who read whom."""
    db.lookup.create_index([("tenant", 1), ("tokens", 1)])
    db.lookup.create_index([("tenant", 1), ("person", 1)])
    db.likeness.create_index([("tenant", 1), ("keys", 1)])
    create_index(db)
    db.scans.create_index([("tenant", 1), ("scan", 1), ("number", 1)], unique=True)
    db.scans.create_index([("tenant", 1), ("person", 1), ("purpose", 1)])
    import_jobs.create_indexes(db)
