"""A private address under which a calendar can be read without signing in."""
