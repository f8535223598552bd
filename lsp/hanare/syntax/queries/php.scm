; Definitions. Of two patterns that find the same name, the first one counts.

(class_declaration
  name: (name) @name
  body: (_) @body) @definition.class

[
  (interface_declaration
    name: (name) @name
    body: (_) @body)
  (trait_declaration
    name: (name) @name
    body: (_) @body)
] @definition.interface

(enum_declaration
  name: (name) @name
  body: (_) @body) @definition.enum

(function_definition
  name: (name) @name
  body: (_) @body) @definition.function

(method_declaration
  name: (name) @name
  body: (_)? @body) @definition.method

(property_declaration
  (property_element name: (variable_name (name) @name))) @definition.field

(class_declaration
  body: (declaration_list
    (const_declaration (const_element (name) @name)) @definition.field))

(enum_case name: (name) @name) @definition.field

(const_declaration (const_element . (name) @name)) @definition.constant

(function_call_expression
  function: (name) @_define
  arguments: (arguments . (argument (string (string_content) @name)))
  (#eq? @_define "define")) @definition.constant

(_
  (visibility_modifier) @_visibility
  (#eq? @_visibility "private")) @definition.hidden

; Imports

(namespace_use_declaration
  (namespace_use_clause
    (qualified_name (name) @alias .) @module
    !alias)) @import

(namespace_use_declaration
  (namespace_use_clause
    (qualified_name) @module
    alias: (name) @alias)) @import

(namespace_use_declaration
  (namespace_name) @module
  body: (namespace_use_group
    (namespace_use_clause
      .
      (name) @name
      alias: (name)? @local))) @import

([
  (require_expression (_ (string_content) @module))
  (require_once_expression (_ (string_content) @module))
  (include_expression (_ (string_content) @module))
  (include_once_expression (_ (string_content) @module))
]) @import @everything

; References

(name) @reference

(member_access_expression
  object: (_) @qualifier
  name: (name) @reference)

(member_call_expression
  object: (_) @qualifier
  name: (name) @reference)

(scoped_call_expression
  scope: (_) @qualifier
  name: (name) @reference)

(class_constant_access_expression
  (_) @qualifier
  .
  (name) @reference)

[
  (class_declaration name: (_) @reference.not)
  (interface_declaration name: (_) @reference.not)
  (trait_declaration name: (_) @reference.not)
  (enum_declaration name: (_) @reference.not)
  (enum_case name: (_) @reference.not)
  (function_definition name: (_) @reference.not)
  (method_declaration name: (_) @reference.not)
  (property_element name: (_) @reference.not)
  (const_element . (name) @reference.not)
  (simple_parameter name: (_) @reference.not)
]

[
  (namespace_use_declaration)
  (namespace_definition name: (_))
] @reference.not

; Blocks

[
  (function_definition body: (_) @body)
  (method_declaration body: (_) @body)
  (anonymous_function body: (_) @body)
] @block.function

[
  (class_declaration body: (_) @body)
  (interface_declaration body: (_) @body)
  (trait_declaration body: (_) @body)
  (enum_declaration body: (_) @body)
] @block.class

[
  (if_statement body: (compound_statement) @body)
  (else_if_clause body: (compound_statement) @body)
  (else_clause body: (compound_statement) @body)
] @block.if

[
  (for_statement body: (compound_statement) @body)
  (foreach_statement body: (compound_statement) @body)
  (while_statement body: (compound_statement) @body)
  (do_statement body: (compound_statement) @body)
] @block.loop

[
  (try_statement body: (_) @body)
  (catch_clause body: (_) @body)
  (finally_clause body: (_) @body)
] @block.try

[
  (switch_statement body: (_) @body)
  (match_expression body: (_) @body)
] @block.match
