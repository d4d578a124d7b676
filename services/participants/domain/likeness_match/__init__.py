"""Two cards in two organisations that look alike, known to the municipality by ids only."""
