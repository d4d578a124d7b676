"""A child who changes school, seen from the new one: what the guardian confirmed."""
