"""How the wheel and the sdist are built."""
