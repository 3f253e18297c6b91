"""maturin's own rules: from the words of a command line and the manifests to the names of wheels."""
