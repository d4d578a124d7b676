"""6.8: what participants say of the year."""
