"""A one-time link behind which a person or guardian answers consent documents."""
