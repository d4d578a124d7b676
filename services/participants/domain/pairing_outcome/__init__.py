"""The outcome of a closed pairing, in both profiles."""
