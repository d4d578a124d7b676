"""7.5: the story of one pair."""
