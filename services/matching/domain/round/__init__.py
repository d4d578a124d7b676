"""A municipal round: schools join, are matched at once, and each gets a proposal of its own."""
