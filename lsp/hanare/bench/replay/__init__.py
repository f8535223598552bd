"""Typing replay: real code typed into a real server, and what came of it.

typist       when each key is pressed, and what is accepted of a suggestion    pure
trace        what happened, keystroke by keystroke                             pure
summary      the figures of a trace                                            pure
report       the figures as tables and as JSON                                 pure
session      the typing itself
target       what code is typed into:
  lsp_target   a language server in a process of its own, with command, jsonrpc, lsp_answers
  llama_server a llama-server as the plugin llama.vim uses it, with llama_vim, exchange
meter        processor time and memory of a target's processes
"""
