"""What gunicorn serves."""

from __future__ import annotations

from flask import Flask

from services.participants.api.policy import ACTIONS
from services.participants.api.routes import BLUEPRINTS
from services.participants.bootstrap import bootstrap
from shared.config import Settings
from shared.http.app import create_app


def create() -> Flask:
    """Called after the fork: a MongoDB client must not cross one."""
    return create_app(bootstrap(Settings.from_env("participants")), BLUEPRINTS, ACTIONS)
