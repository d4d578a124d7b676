"""A mentor's permission for one school, kept at the mentor's home."""
