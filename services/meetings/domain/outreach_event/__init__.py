"""A gathering of the whole school or programme."""
