"""What tree-sitter knows about a text: its tree, its tokens, and an outline of its names.

Layer 1, pure but for reading the query files of the package. The only importer of tree_sitter.
Offsets are code points into the text, as everywhere; no name of tree-sitter's leaves this package.
"""
