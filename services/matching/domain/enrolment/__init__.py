"""Whether a person may take part in matching now, in one stream per person."""
