"""Rules of matching: no clock, no store, no web."""
