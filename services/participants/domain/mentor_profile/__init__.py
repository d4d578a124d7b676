"""A mentor in the base of its home."""
