"""What nodes are, by the names that grammars give them."""

from __future__ import annotations

from tree_sitter import Node

# Grammars agree so far on the names of their nodes that one set serves all of them.
COMMENTS = frozenset({
    "comment", "line_comment", "block_comment", "html_comment", "js_comment", "marginalia",
    "hash_bang_line", "shebang", "shebang_directive",
})  # fmt: skip
STRINGS = frozenset({
    "string", "string_literal", "raw_string_literal", "interpreted_string_literal",
    "verbatim_string_literal", "multiline_string_literal", "interpolated_string_expression",
    "template_string", "template_literal_type", "encapsed_string", "raw_string", "ansi_c_string",
    "translated_string", "string_array", "symbol_array", "system_lib_string", "char_literal",
    "character_literal", "rune_literal", "regex", "heredoc", "heredoc_body", "nowdoc",
    "string_value", "quoted_attribute_value", "double_quote_scalar", "single_quote_scalar",
    "quoted_key",
})  # fmt: skip
# What a string is made of between its quotes; alone where an error has lost the quotes. A block
# scalar of YAML has none.
CONTENTS = frozenset({
    "string_content", "string_fragment", "multiline_string_fragment", "raw_string_content",
    "string_literal_content", "interpreted_string_literal_content", "raw_string_literal_content",
    "heredoc_content", "nowdoc_string", "escape_sequence", "block_scalar",
})  # fmt: skip
INTERPOLATIONS = frozenset({
    "interpolation", "template_substitution", "template_type", "string_interpolation", "expansion",
    "command_substitution",
})  # fmt: skip


def is_closed(string: Node) -> bool:
    """Tell whether a string has its closing quote."""
    count = string.child_count
    if not count:
        return string.type not in CONTENTS
    last = string.child(count - 1)
    return not (last.is_missing or last.type in CONTENTS or last.type in INTERPOLATIONS)


def is_docstring(path: list[Node]) -> bool:
    """Tell whether a path leads into a string that documents a Python module, class or function."""
    return any(_documents(path[: depth + 1]) for depth in range(2, len(path)))


def _documents(path: list[Node]) -> bool:
    holder, statement, string = path[-3:]
    if string.type != "string" or statement.type != "expression_statement":
        return False
    if holder.type == "block":
        if path[-4].type not in ("function_definition", "class_definition"):
            return False
    elif holder.type != "module":
        return False
    if any(child.type in INTERPOLATIONS for child in string.named_children):
        return False  # an f-string documents nothing
    before = statement.prev_named_sibling
    while before is not None and before.type == "comment":
        before = before.prev_named_sibling
    return before is None
