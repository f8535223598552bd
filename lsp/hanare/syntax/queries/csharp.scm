; Definitions. Of two patterns that find the same name, the first one counts.

[
  (class_declaration
    name: (identifier) @name
    body: (_)? @body)
  (struct_declaration
    name: (identifier) @name
    body: (_)? @body)
  (record_declaration
    name: (identifier) @name
    body: (_)? @body)
] @definition.class

(interface_declaration
  name: (identifier) @name
  body: (_)? @body) @definition.interface

(enum_declaration
  name: (identifier) @name
  body: (_)? @body) @definition.enum

(delegate_declaration name: (identifier) @name) @definition.type

(namespace_declaration
  name: (_) @name
  body: (_) @body) @definition.module

[
  (method_declaration
    name: (identifier) @name
    body: (_)? @body)
  (constructor_declaration
    name: (identifier) @name
    body: (_)? @body)
] @definition.method

(local_function_statement
  name: (identifier) @name
  body: (_)? @body) @definition.function

(field_declaration
  (variable_declaration (variable_declarator name: (identifier) @name))) @definition.field

(property_declaration name: (identifier) @name) @definition.field

(enum_member_declaration name: (identifier) @name) @definition.field

(_
  (modifier) @_modifier
  (#eq? @_modifier "private")) @definition.hidden

; Imports

(using_directive
  name: (identifier) @alias
  (_) @module
  .
  ";") @import

(using_directive
  !name
  [
    (identifier)
    (qualified_name)
  ] @module @everything) @import

; References

(identifier) @reference

(member_access_expression
  expression: _ @qualifier
  name: (identifier) @reference)

(qualified_name
  qualifier: (_) @qualifier
  name: (identifier) @reference)

[
  (class_declaration name: (_) @reference.not)
  (struct_declaration name: (_) @reference.not)
  (record_declaration name: (_) @reference.not)
  (interface_declaration name: (_) @reference.not)
  (enum_declaration name: (_) @reference.not)
  (enum_member_declaration name: (_) @reference.not)
  (delegate_declaration name: (_) @reference.not)
  (method_declaration name: (_) @reference.not)
  (constructor_declaration name: (_) @reference.not)
  (local_function_statement name: (_) @reference.not)
  (property_declaration name: (_) @reference.not)
  (variable_declarator name: (_) @reference.not)
  (parameter name: (_) @reference.not)
  (type_parameter name: (_) @reference.not)
  (foreach_statement left: (identifier) @reference.not)
  (namespace_declaration name: (_) @reference.not)
  (file_scoped_namespace_declaration name: (_) @reference.not)
]

(using_directive) @reference.not

; Blocks

[
  (method_declaration body: (block) @body)
  (constructor_declaration body: (block) @body)
  (local_function_statement body: (block) @body)
  (lambda_expression body: (block) @body)
  (accessor_declaration body: (block) @body)
] @block.function

[
  (class_declaration body: (_) @body)
  (struct_declaration body: (_) @body)
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
  (foreach_statement body: (block) @body)
  (while_statement body: (block) @body)
  (do_statement body: (block) @body)
] @block.loop

[
  (try_statement body: (_) @body)
  (catch_clause body: (_) @body)
  (finally_clause (block) @body)
] @block.try

(using_statement body: (block) @body) @block.with

(switch_statement body: (_) @body) @block.match

[
  (namespace_declaration body: (_) @body)
  (lock_statement (block) @body)
] @block.other
