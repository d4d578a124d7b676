"""Everything personal is sealed before it reaches a store, and dark once its key is gone."""
