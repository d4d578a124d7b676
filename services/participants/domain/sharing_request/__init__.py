"""A school's request for a mentor, kept at the asking school."""
