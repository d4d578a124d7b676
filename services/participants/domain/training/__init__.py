"""A course for mentors."""
