"""What happened, as a chain of hashes that anyone can check."""
