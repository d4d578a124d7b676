"""A guardian's link to a child."""
