"""Starting, seeding, measuring and showing the whole platform."""
