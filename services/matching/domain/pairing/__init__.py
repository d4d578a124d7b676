"""A mentor with one mentee or a group, from proposal to end."""
