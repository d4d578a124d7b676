"""7.6: what an organisation's public page shows besides its items, and which sites may show it."""
