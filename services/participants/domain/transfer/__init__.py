"""A child who changes school, seen from the old one."""
