"""Feedback without an account: a personal link that works once."""
