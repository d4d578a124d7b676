"""What gunicorn runs."""

from __future__ import annotations

from flask import Flask

from gateway.app import create_app
from shared.config import Settings


def create() -> Flask:
    return create_app(Settings.from_env("gateway"))
