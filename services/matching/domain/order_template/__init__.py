"""A school's own form of its orders."""
