"""A local Kafka broker: its jars by Maven, its settings, its life."""
