"""The HTTP edge of matching."""
