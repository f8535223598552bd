"""How grammars write functions: what `hanare.explain.facts` looks for in their trees.

A language that is not here has no facts: what is said to be certain must not be a guess.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

ALL = ("*",)
"""Names may stand in all parts of a node but its type."""
_NONE: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FunctionGrammar:
    """Kinds of nodes, by what they are."""

    functions: frozenset[str]
    inner: frozenset[str]
    """Other definitions: in a function, what they do is not what the function does."""
    parts: Mapping[str, tuple[str, ...]]
    """Of a list of parameters and what is in it, the fields or kinds that hold the names."""
    names: frozenset[str] = frozenset(("identifier",))
    """What a name of a parameter is."""
    marks: Mapping[str, str] = field(default_factory=dict)
    """What is written in front of names by what holds them."""
    receivers: frozenset[str] = frozenset()
    """Names of parameters that nobody passes."""
    yields: frozenset[str] = frozenset()
    returning: frozenset[str] = frozenset()
    """Bodies that return a value by a statement only, so that it is known if none is returned."""


def _kinds(kinds: str) -> frozenset[str]:
    return frozenset(kinds.split())


_PYTHON = FunctionGrammar(
    functions=_kinds("function_definition"),
    inner=_kinds("lambda class_definition"),
    parts={
        "parameters": ALL, "default_parameter": ("name",), "typed_default_parameter": ("name",),
        "typed_parameter": ALL, "list_splat_pattern": ALL, "dictionary_splat_pattern": ALL,
        "tuple_pattern": ALL, "positional_separator": _NONE, "keyword_separator": _NONE,
    },
    marks={"list_splat_pattern": "*", "dictionary_splat_pattern": "**"},
    receivers=_kinds("self cls"),
    yields=_kinds("yield"),
    returning=_kinds("block"),
)  # fmt: skip
_JAVASCRIPT = FunctionGrammar(
    functions=_kinds(
        "function_declaration generator_function_declaration function_expression "
        "generator_function arrow_function method_definition function_signature method_signature "
        "abstract_method_signature"
    ),
    inner=_kinds("class_declaration class"),
    parts={
        "formal_parameters": ALL, "object_pattern": ALL, "array_pattern": ALL,
        "pair_pattern": ("value",), "object_assignment_pattern": ("left",),
        "assignment_pattern": ("left",), "rest_pattern": ALL,
        "required_parameter": ("pattern",), "optional_parameter": ("pattern",), "this": _NONE,
    },
    names=_kinds("identifier shorthand_property_identifier_pattern"),
    marks={"rest_pattern": "..."},
    yields=_kinds("yield_expression"),
    returning=_kinds("statement_block"),
)  # fmt: skip
_C = FunctionGrammar(
    functions=_kinds("function_definition"),
    inner=_kinds("lambda_expression field_declaration_list"),
    parts={
        "parameter_list": ALL, "parameter_declaration": ("declarator",),
        "optional_parameter_declaration": ("declarator",),
        "variadic_parameter_declaration": ("declarator",), "pointer_declarator": ("declarator",),
        "array_declarator": ("declarator",), "function_declarator": ("declarator",),
        "parenthesized_declarator": ALL, "reference_declarator": ALL, "variadic_declarator": ALL,
        "variadic_parameter": _NONE, "abstract_pointer_declarator": _NONE,
        "abstract_array_declarator": _NONE, "abstract_function_declarator": _NONE,
        "abstract_reference_declarator": _NONE, "type_qualifier": _NONE,
    },
    marks={"pointer_declarator": "*"},
    returning=_kinds("compound_statement"),
)  # fmt: skip
_GO = FunctionGrammar(
    functions=_kinds("function_declaration method_declaration"),
    inner=_kinds("func_literal"),
    parts={
        "parameter_list": ALL, "parameter_declaration": ("name",),
        "variadic_parameter_declaration": ("name",),
    },
)  # fmt: skip
_RUST = FunctionGrammar(
    functions=_kinds("function_item function_signature_item"),
    inner=_kinds("closure_expression async_block gen_block impl_item trait_item mod_item"),
    parts={
        "parameters": ALL, "parameter": ("pattern",), "self_parameter": _NONE, "self": _NONE,
        "_": _NONE, "mut_pattern": ALL, "ref_pattern": ALL, "reference_pattern": ALL,
        "tuple_pattern": ALL, "tuple_struct_pattern": ALL, "slice_pattern": ALL,
        "struct_pattern": ("field_pattern",),
        "field_pattern": ("pattern", "shorthand_field_identifier"),
        "mutable_specifier": _NONE, "remaining_field_pattern": _NONE, "attribute_item": _NONE,
        "variadic_parameter": _NONE,
    },
    names=_kinds("identifier shorthand_field_identifier"),
)  # fmt: skip
_JAVA = FunctionGrammar(
    functions=_kinds("method_declaration constructor_declaration"),
    inner=_kinds("lambda_expression class_body interface_body enum_body annotation_type_body"),
    parts={
        "formal_parameters": ALL, "formal_parameter": ("name",), "receiver_parameter": _NONE,
        "spread_parameter": ("variable_declarator",), "variable_declarator": ("name",),
    },
    returning=_kinds("block"),
)  # fmt: skip
_CSHARP = FunctionGrammar(
    functions=_kinds("method_declaration constructor_declaration local_function_statement"),
    inner=_kinds("lambda_expression anonymous_method_expression"),
    parts={
        "parameter_list": ALL, "parameter": ("name",), "attribute_list": _NONE,
    },
    yields=_kinds("yield_statement"),
    returning=_kinds("block"),
)  # fmt: skip
_PHP = FunctionGrammar(
    functions=_kinds("function_definition method_declaration"),
    inner=_kinds("anonymous_function arrow_function declaration_list"),
    parts={
        "formal_parameters": ALL, "simple_parameter": ("name",), "variadic_parameter": ("name",),
        "property_promotion_parameter": ("name",), "by_ref": ALL,
    },
    names=_kinds("variable_name"),
    marks={"variadic_parameter": "..."},
    yields=_kinds("yield_expression"),
    returning=_kinds("compound_statement"),
)  # fmt: skip
_RUBY = FunctionGrammar(
    functions=_kinds("method singleton_method"),
    # What is in a block may run at any time, or never.
    inner=_kinds("lambda block do_block class module singleton_class"),
    parts={
        "method_parameters": ALL, "optional_parameter": ("name",), "splat_parameter": ("name",),
        "keyword_parameter": ("name",), "hash_splat_parameter": ("name",),
        "block_parameter": ("name",), "destructured_parameter": ALL, "hash_splat_nil": _NONE,
    },
    marks={"splat_parameter": "*", "hash_splat_parameter": "**", "block_parameter": "&"},
    yields=_kinds("yield"),
)  # fmt: skip
_KOTLIN = FunctionGrammar(
    functions=_kinds("function_declaration"),
    inner=_kinds("lambda_literal anonymous_function class_body getter setter"),
    parts={"function_value_parameters": ("parameter",), "parameter": ("identifier",)},
)
_LUA = FunctionGrammar(
    functions=_kinds("function_declaration function_definition"),
    inner=_kinds(""),
    parts={"parameters": ALL, "vararg_expression": _NONE},
    returning=_kinds("block"),
)

GRAMMARS: Mapping[str, FunctionGrammar] = {
    "python": _PYTHON, "javascript": _JAVASCRIPT, "javascriptreact": _JAVASCRIPT,
    "typescript": _JAVASCRIPT, "typescriptreact": _JAVASCRIPT, "c": _C, "cpp": _C, "go": _GO,
    "rust": _RUST, "java": _JAVA, "csharp": _CSHARP, "php": _PHP, "ruby": _RUBY,
    "kotlin": _KOTLIN, "lua": _LUA,
}  # fmt: skip
"""By LSP language id."""
