"""Read models, each named by its reader."""
