"""What both sides say between meetings."""
