"""The HTTP process of matching; gunicorn calls ``create`` after its fork."""

from __future__ import annotations

from flask import Flask

from services.matching.api import (
    alternatives,
    ballots,
    order_templates,
    orders,
    pairs,
    places,
    programmes,
    proposal_changes,
    proposals,
    rounds,
)
from services.matching.api.policy import ACTIONS
from services.matching.bootstrap import bootstrap
from shared.config import Settings
from shared.http.app import create_app

BLUEPRINTS = (
    programmes.blp, ballots.blp, proposals.blp, proposal_changes.blp, pairs.blp, orders.blp,
    places.blp, order_templates.blp, rounds.blp, alternatives.blp,
    orders.documents,
)  # fmt: skip


def create() -> Flask:
    return create_app(bootstrap(Settings.from_env("matching")), BLUEPRINTS, ACTIONS)
