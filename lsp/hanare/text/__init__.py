"""Text as editors mean it: lines, offsets, client units, edits and frozen documents.

Layer 0: pure, no I/O, imports nothing of Hanare's. Inside Hanare a position is an offset in
code points; lines and client units exist only where a protocol needs them.
"""
