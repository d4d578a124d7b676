"""All meetings of one pairing."""
