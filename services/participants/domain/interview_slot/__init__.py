"""A time offered for an interview, which one person may take."""
