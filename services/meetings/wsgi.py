"""The HTTP process of meetings; gunicorn calls ``create`` after its fork."""

from __future__ import annotations

from flask import Flask

from services.meetings.api import (
    calendars,
    door,
    feedback,
    feedback_links,
    goals,
    invitations,
    journal,
    letters,
    meetings,
    outreach,
    pairings,
    planning,
    rules,
    watch,
)
from services.meetings.api.policy import ACTIONS
from services.meetings.bootstrap import bootstrap
from shared.config import Settings
from shared.http.app import create_app

BLUEPRINTS = (
    outreach.blp, pairings.blp, meetings.blp, goals.blp, feedback.blp, planning.blp, journal.blp,
    watch.blp, rules.blp, calendars.blp, feedback_links.blp,
    letters.blp, invitations.blp, door.blp,
)  # fmt: skip


def create() -> Flask:
    return create_app(bootstrap(Settings.from_env("meetings")), BLUEPRINTS, ACTIONS)
