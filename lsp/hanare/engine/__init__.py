"""Text from a model: one protocol, several engines.

`protocol` is what the rest of Hanare sees. `generator` turns one request into events on any
`Decoder`; `llama` is the decoder on llama.cpp; `owner` is the thread that owns it and decides
who goes first.
"""
