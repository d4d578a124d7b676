"""What others publish, turned into commands of this service."""
