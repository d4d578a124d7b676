"""Messages of others that become commands: none yet; the read model of pairings hears them itself."""
