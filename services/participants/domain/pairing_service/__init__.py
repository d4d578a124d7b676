"""How much a mentor from elsewhere has met with the people of one pairing."""
