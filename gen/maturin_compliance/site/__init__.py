"""What this repository's MkDocs site needs beside the pages: a fence, Mermaid's script, a glossary.

Nothing here imports MkDocs.
"""
