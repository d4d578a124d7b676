"""Read models of meetings."""
