"""Which letters somebody wants."""
