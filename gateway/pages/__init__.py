"""One small module for each group of pages."""

from __future__ import annotations

from flask import Flask

from gateway.pages.auth import blueprint as auth
from gateway.pages.company import blueprint as company
from gateway.pages.consents import blueprint as consents
from gateway.pages.duplicates import blueprint as duplicates
from gateway.pages.guardian import blueprint as guardian
from gateway.pages.guardians import blueprint as guardians
from gateway.pages.home import blueprint as home
from gateway.pages.imports import blueprint as imports
from gateway.pages.invitations import blueprint as invitations
from gateway.pages.mentees import blueprint as mentees
from gateway.pages.mentors import blueprint as mentors
from gateway.pages.organisations import blueprint as organisations
from gateway.pages.pairs import blueprint as pairs
from gateway.pages.public import blueprint as public
from gateway.pages.roadmap import blueprint as roadmap
from gateway.pages.sharing import blueprint as sharing
from gateway.pages.staff import blueprint as staff
from gateway.pages.transfers import blueprint as transfers


def register(app: Flask) -> None:
    for blueprint in (
        auth,
        company,
        consents,
        duplicates,
        guardian,
        guardians,
        home,
        imports,
        invitations,
        mentees,
        mentors,
        organisations,
        pairs,
        public,
        roadmap,
        sharing,
        staff,
        transfers,
    ):
        app.register_blueprint(blueprint)
