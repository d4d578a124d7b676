"""The places of one mentor over all schools, counted in one stream at home."""
