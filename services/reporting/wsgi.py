"""The HTTP process of reporting; gunicorn calls ``create`` after its fork."""

from __future__ import annotations

from flask import Flask

from services.reporting.api import (
    archives,
    awards,
    cases,
    comparisons,
    dashboard,
    indicators,
    printing,
    public,
    public_sites,
    publications,
    reports,
    resource_plans,
    roadmap_documents,
    roadmap_editions,
    roadmap_plans,
    roadmaps,
    surveys,
)
from services.reporting.api.policy import ACTIONS
from services.reporting.bootstrap import bootstrap
from shared.config import Settings
from shared.http.app import create_app

BLUEPRINTS = (
    roadmaps.blp, surveys.blp, reports.blp, cases.blp, awards.blp, publications.blp,
    comparisons.blp, indicators.blp, dashboard.blp, resource_plans.blp, printing.blp,
    printing.documents, roadmap_editions.blp, roadmap_plans.blp, roadmap_documents.blp,
    printing.forms, archives.blp, public.blp, public_sites.blp,
)  # fmt: skip


def create() -> Flask:
    return create_app(bootstrap(Settings.from_env("reporting")), BLUEPRINTS, ACTIONS)
