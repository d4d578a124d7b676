"""The bus between services: one port, two adapters, the same tests for both."""
