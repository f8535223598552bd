; Definitions. Of two patterns that find the same name, the first one counts.

[
  (class_declaration
    name: (identifier) @name
    body: (_) @body)
  (record_declaration
    name: (identifier) @name
    body: (_) @body)
] @definition.class

[
  (interface_declaration
    name: (identifier) @name
    body: (_) @body)
  (annotation_type_declaration
    name: (identifier) @name
    body: (_) @body)
] @definition.interface

(enum_declaration
  name: (identifier) @name
  body: (_) @body) @definition.enum

[
  (method_declaration
    name: (identifier) @name
    body: (_)? @body)
  (constructor_declaration
    name: (identifier) @name
    body: (_) @body)
] @definition.method

(field_declaration
  declarator: (variable_declarator name: (identifier) @name)) @definition.field

(enum_constant name: (identifier) @name) @definition.field

(_ (modifiers "private")) @definition.hidden

; Imports

(import_declaration
  (scoped_identifier) @module
  .
  (asterisk) @everything) @import

(import_declaration
  (scoped_identifier name: (identifier) @alias) @module
  .) @import

; References

[
  (identifier)
  (type_identifier)
] @reference

(field_access
  object: (_) @qualifier
  field: (identifier) @reference)

(method_invocation
  object: (_) @qualifier
  name: (identifier) @reference)

[
  (class_declaration name: (_) @reference.not)
  (record_declaration name: (_) @reference.not)
  (interface_declaration name: (_) @reference.not)
  (enum_declaration name: (_) @reference.not)
  (enum_constant name: (_) @reference.not)
  (method_declaration name: (_) @reference.not)
  (constructor_declaration name: (_) @reference.not)
  (variable_declarator name: (_) @reference.not)
  (formal_parameter name: (_) @reference.not)
  (catch_formal_parameter name: (_) @reference.not)
  (enhanced_for_statement name: (_) @reference.not)
  (resource name: (_) @reference.not)
  (type_parameter (type_identifier) @reference.not)
]

[
  (import_declaration)
  (package_declaration)
] @reference.not

; Blocks

[
  (method_declaration body: (_) @body)
  (constructor_declaration body: (_) @body)
  (lambda_expression body: (block) @body)
] @block.function

[
  (class_declaration body: (_) @body)
  (record_declaration body: (_) @body)
  (interface_declaration body: (_) @body)
  (enum_declaration body: (_) @body)
] @block.class

[
  (if_statement consequence: (block) @body)
  (if_statement alternative: (block) @body)
] @block.if

[
  (for_statement body: (block) @body)
  (enhanced_for_statement body: (block) @body)
  (while_statement body: (block) @body)
  (do_statement body: (block) @body)
] @block.loop

[
  (try_statement body: (_) @body)
  (try_with_resources_statement body: (_) @body)
  (catch_clause body: (_) @body)
  (finally_clause (block) @body)
] @block.try

(switch_expression body: (_) @body) @block.match

(synchronized_statement body: (_) @body) @block.other
