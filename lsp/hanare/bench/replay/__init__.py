"""Typing replay: real code typed into a real server, and what came of it.

typist   when each key is pressed, what is taken over of a suggestion     pure
trace    what happened, keystroke by keystroke                            pure
summary  figures of a trace                                               pure
report   the figures as tables                                            pure
llama_vim  how the plugin llama.vim asks, caches and shows                pure
session  the typing itself, against any target
target   what a target is
lsp_target, jsonrpc   a language server in a process of its own
llama_server          a llama-server, asked as llama.vim asks it
meter    processor time and memory of a target's processes
"""
