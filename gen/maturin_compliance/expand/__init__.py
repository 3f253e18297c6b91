"""From workflows to wheels: GitHub's semantics, then maturin-action's and maturin's rules."""
