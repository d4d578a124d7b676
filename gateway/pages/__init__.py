"""One small module for each group of pages."""

from __future__ import annotations

from flask import Flask

from gateway.pages.answer_files import blueprint as answer_files
from gateway.pages.auth import blueprint as auth
from gateway.pages.consents import blueprint as consents
from gateway.pages.form_links import blueprint as form_links
from gateway.pages.guardian import blueprint as guardian
from gateway.pages.home import blueprint as home
from gateway.pages.imports import blueprint as imports
from gateway.pages.mentees import blueprint as mentees
from gateway.pages.mentors import blueprint as mentors
from gateway.pages.pairs import blueprint as pairs
from gateway.pages.public import blueprint as public
from gateway.pages.questionnaires import blueprint as questionnaires
from gateway.pages.roadmap import blueprint as roadmap
from gateway.pages.sharing import blueprint as sharing
from gateway.pages.templates import blueprint as templates


def register(app: Flask) -> None:
    for blueprint in (
        answer_files,
        auth,
        consents,
        form_links,
        guardian,
        home,
        imports,
        mentees,
        mentors,
        pairs,
        public,
        questionnaires,
        roadmap,
        sharing,
        templates,
    ):
        app.register_blueprint(blueprint)
