"""That somebody has read an announcement: a mark without a name, so that each counts once."""
