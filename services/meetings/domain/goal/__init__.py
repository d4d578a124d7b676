"""What a pairing wants to reach."""
