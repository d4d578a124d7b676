"""Read models of participants, each named by its reader."""
