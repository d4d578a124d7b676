"""Real servers for tests: containers where a Docker engine answers, else started here."""
