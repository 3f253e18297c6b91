"""Reports of an analysis: text, JSON, SARIF, GitHub annotations, one Markdown document."""
