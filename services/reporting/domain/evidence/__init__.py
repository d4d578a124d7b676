"""Which facts prove which item of the roadmap; commutes over streams and topics."""
