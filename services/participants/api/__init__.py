"""The HTTP routes of participants under /v1."""
