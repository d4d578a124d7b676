"""Values under a pseudonym; it does not know whose they are."""
