"""One small module for each group of pages."""

from __future__ import annotations

from flask import Flask

from gateway.pages.assessments import blueprint as assessments
from gateway.pages.auth import blueprint as auth
from gateway.pages.consents import blueprint as consents
from gateway.pages.guardian import blueprint as guardian
from gateway.pages.home import blueprint as home
from gateway.pages.imports import blueprint as imports
from gateway.pages.interviews import blueprint as interviews
from gateway.pages.mentees import blueprint as mentees
from gateway.pages.mentors import blueprint as mentors
from gateway.pages.pairs import blueprint as pairs
from gateway.pages.preparation import blueprint as preparation
from gateway.pages.public import blueprint as public
from gateway.pages.roadmap import blueprint as roadmap
from gateway.pages.sharing import blueprint as sharing
from gateway.pages.trainings import blueprint as trainings


def register(app: Flask) -> None:
    for blueprint in (
        assessments,
        auth,
        consents,
        guardian,
        home,
        imports,
        interviews,
        mentees,
        mentors,
        pairs,
        preparation,
        public,
        roadmap,
        sharing,
        trainings,
    ):
        app.register_blueprint(blueprint)
