"""The four event-sourced services; none imports another."""
