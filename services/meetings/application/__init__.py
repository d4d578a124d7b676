"""What happens without a request, and what crosses to the others."""
