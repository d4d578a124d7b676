"""A person's roles in an organisation, each with its term."""
