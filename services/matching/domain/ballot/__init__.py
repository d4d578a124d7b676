"""Preferences of those who met, ranked both ways."""
