"""Two cards that may be of one person: in this organisation, or one here and one elsewhere."""
