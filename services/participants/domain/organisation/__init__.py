"""A municipality, school or company."""
