"""The link between a person and the name under which reporting knows them."""
