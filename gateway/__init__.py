"""Pages, accounts and sessions; data come from the services' APIs only."""
