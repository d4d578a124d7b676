"""One small module for each group of pages."""

from __future__ import annotations

from flask import Flask

from gateway.pages.agreement import blueprint as agreement
from gateway.pages.announcements import blueprint as announcements
from gateway.pages.answer_files import blueprint as answer_files
from gateway.pages.archives import blueprint as archives
from gateway.pages.assessments import blueprint as assessments
from gateway.pages.auth import blueprint as auth
from gateway.pages.ballot import blueprint as ballot
from gateway.pages.ballots import blueprint as ballots
from gateway.pages.before_after import blueprint as before_after
from gateway.pages.best_mentors import blueprint as best_mentors
from gateway.pages.board import blueprint as board
from gateway.pages.board_changes import blueprint as board_changes
from gateway.pages.calendar import blueprint as calendar
from gateway.pages.campaigns import blueprint as campaigns
from gateway.pages.cases import blueprint as cases
from gateway.pages.check import blueprint as check
from gateway.pages.company import blueprint as company
from gateway.pages.consents import blueprint as consents
from gateway.pages.coverage import blueprint as coverage
from gateway.pages.decisions import blueprint as decisions
from gateway.pages.document_forms import blueprint as document_forms
from gateway.pages.documents import blueprint as documents
from gateway.pages.door import blueprint as door
from gateway.pages.duplicates import blueprint as duplicates
from gateway.pages.erasures import blueprint as erasures
from gateway.pages.family import blueprint as family
from gateway.pages.feedback import blueprint as feedback
from gateway.pages.feedback_links import blueprint as feedback_links
from gateway.pages.form_links import blueprint as form_links
from gateway.pages.gatherings import blueprint as gatherings
from gateway.pages.guardian import blueprint as guardian
from gateway.pages.guardians import blueprint as guardians
from gateway.pages.guest import blueprint as guest
from gateway.pages.home import blueprint as home
from gateway.pages.imports import blueprint as imports
from gateway.pages.indicators import blueprint as indicators
from gateway.pages.interviews import blueprint as interviews
from gateway.pages.invitations import blueprint as invitations
from gateway.pages.journal import blueprint as journal
from gateway.pages.letters import blueprint as letters
from gateway.pages.limits import blueprint as limits
from gateway.pages.meetings import blueprint as meetings
from gateway.pages.mentees import blueprint as mentees
from gateway.pages.mentor import blueprint as mentor
from gateway.pages.mentors import blueprint as mentors
from gateway.pages.monitoring import blueprint as monitoring
from gateway.pages.municipality import blueprint as municipality
from gateway.pages.my_data import blueprint as my_data
from gateway.pages.orders import blueprint as orders
from gateway.pages.organisations import blueprint as organisations
from gateway.pages.own_forms import blueprint as own_forms
from gateway.pages.pair import blueprint as pair
from gateway.pages.pairs import blueprint as pairs
from gateway.pages.planning import blueprint as planning
from gateway.pages.preliminary import blueprint as preliminary
from gateway.pages.preparation import blueprint as preparation
from gateway.pages.programme import blueprint as programme
from gateway.pages.proposals import blueprint as proposals
from gateway.pages.public_site import blueprint as public_site
from gateway.pages.publications import blueprint as publications
from gateway.pages.questionnaires import blueprint as questionnaires
from gateway.pages.resources import blueprint as resources
from gateway.pages.results import blueprint as results
from gateway.pages.roadmap import blueprint as roadmap
from gateway.pages.roadmap_editions import blueprint as roadmap_editions
from gateway.pages.roadmap_items import blueprint as roadmap_items
from gateway.pages.roadmap_plans import blueprint as roadmap_plans
from gateway.pages.rounds import blueprint as rounds
from gateway.pages.rules import blueprint as rules
from gateway.pages.sharing import blueprint as sharing
from gateway.pages.staff import blueprint as staff
from gateway.pages.surveys import blueprint as surveys
from gateway.pages.templates import blueprint as templates
from gateway.pages.third_party import blueprint as third_party
from gateway.pages.trainings import blueprint as trainings
from gateway.pages.transfers import blueprint as transfers
from gateway.pages.uniting import blueprint as uniting
from gateway.pages.watch import blueprint as watch


def register(app: Flask) -> None:
    for blueprint in (
        gatherings,
        door,
        guest,
        letters,
        assessments,
        board,
        board_changes,
        proposals,
        answer_files,
        auth,
        agreement,
        ballot,
        ballots,
        company,
        campaigns,
        check,
        archives,
        document_forms,
        documents,
        consents,
        duplicates,
        coverage,
        decisions,
        family,
        form_links,
        erasures,
        guardian,
        guardians,
        home,
        imports,
        invitations,
        limits,
        interviews,
        mentees,
        mentor,
        mentors,
        orders,
        organisations,
        my_data,
        pair,
        own_forms,
        pairs,
        preparation,
        programme,
        questionnaires,
        roadmap,
        roadmap_editions,
        roadmap_items,
        roadmap_plans,
        rounds,
        sharing,
        staff,
        transfers,
        trainings,
        templates,
        third_party,
        meetings,
        journal,
        planning,
        calendar,
        watch,
        feedback,
        feedback_links,
        announcements,
        preliminary,
        resources,
        rules,
        before_after,
        best_mentors,
        indicators,
        monitoring,
        municipality,
        surveys,
        uniting,
        cases,
        publications,
        public_site,
        results,
    ):
        app.register_blueprint(blueprint)
