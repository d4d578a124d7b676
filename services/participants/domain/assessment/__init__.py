"""That a person was measured at a stage; the values are elsewhere."""
