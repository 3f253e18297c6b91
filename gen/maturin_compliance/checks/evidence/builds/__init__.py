"""How maturin is called, which maturin that is, and what it is given to build with."""
