"""What the services and the gateway stand on; knows none of them."""
