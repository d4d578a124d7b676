"""One small module for each group of pages."""

from __future__ import annotations

from flask import Flask

from gateway.pages.auth import blueprint as auth
from gateway.pages.consents import blueprint as consents
from gateway.pages.erasures import blueprint as erasures
from gateway.pages.guardian import blueprint as guardian
from gateway.pages.home import blueprint as home
from gateway.pages.imports import blueprint as imports
from gateway.pages.mentees import blueprint as mentees
from gateway.pages.mentors import blueprint as mentors
from gateway.pages.my_data import blueprint as my_data
from gateway.pages.pairs import blueprint as pairs
from gateway.pages.public import blueprint as public
from gateway.pages.roadmap import blueprint as roadmap
from gateway.pages.sharing import blueprint as sharing
from gateway.pages.third_party import blueprint as third_party


def register(app: Flask) -> None:
    for blueprint in (
        auth,
        consents,
        erasures,
        guardian,
        home,
        imports,
        mentees,
        mentors,
        my_data,
        pairs,
        public,
        roadmap,
        sharing,
        third_party,
    ):
        app.register_blueprint(blueprint)
