"""7.6: one item of the public page."""
