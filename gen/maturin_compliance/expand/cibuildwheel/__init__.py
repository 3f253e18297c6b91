"""cibuildwheel's own rules: from its options to builds, repaired wheels and their tests."""
