"""What could be tampered with."""
