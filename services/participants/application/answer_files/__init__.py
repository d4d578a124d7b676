"""Answers collected with another tool's form: read, mapped once, shown, then brought in."""
