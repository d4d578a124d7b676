"""Logs and metrics that hold no personal data."""
