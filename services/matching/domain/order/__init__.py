"""The order of the head that forms, changes or ends pairs."""
