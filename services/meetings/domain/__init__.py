"""Rules of meetings; pure."""
