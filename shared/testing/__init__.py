"""Helpers for tests only; production code never imports them."""
