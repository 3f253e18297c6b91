"""How Cargo is told to optimise."""
