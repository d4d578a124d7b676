"""A one-time link with which a school or the municipality invites a company."""
