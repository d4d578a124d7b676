"""One person's consent for one purpose."""
