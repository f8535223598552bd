; Definitions. Of two patterns that find the same name, the first one counts.

(class_declaration
  "interface"
  name: (identifier) @name
  (class_body) @body) @definition.interface

(class_declaration
  "interface"
  name: (identifier) @name) @definition.interface

(class_declaration
  name: (identifier) @name
  (enum_class_body) @body) @definition.enum

(class_declaration
  name: (identifier) @name
  (class_body)? @body) @definition.class

(object_declaration
  name: (identifier) @name
  (class_body)? @body) @definition.class

(function_declaration
  name: (identifier) @name
  (function_body)? @body) @definition.function

(type_alias type: (identifier) @name) @definition.type

(class_parameter
  ["val" "var"]
  (identifier) @name) @definition.field

(class_body
  (property_declaration (variable_declaration . (identifier) @name)) @definition.field)

(enum_entry . (identifier) @name) @definition.field

(source_file
  (property_declaration
    "val"
    (variable_declaration . (identifier) @name)) @definition.constant)

(source_file
  (property_declaration (variable_declaration . (identifier) @name)) @definition.variable)

(_
  (modifiers (visibility_modifier) @_visibility)
  (#eq? @_visibility "private")) @definition.hidden

; Imports

(import
  (qualified_identifier) @module
  "*" @everything) @import

(import
  (qualified_identifier) @module
  "as"
  (identifier) @alias) @import

(import (qualified_identifier (identifier) @alias .) @module .) @import

; References

(identifier) @reference

(navigation_expression
  (_) @qualifier
  (identifier) @reference .)

[
  (class_declaration name: (_) @reference.not)
  (object_declaration name: (_) @reference.not)
  (function_declaration name: (_) @reference.not)
  (type_alias type: (_) @reference.not)
  (class_parameter . (identifier) @reference.not)
  (parameter . (identifier) @reference.not)
  (variable_declaration . (identifier) @reference.not)
  (enum_entry . (identifier) @reference.not)
  (type_parameter (identifier) @reference.not)
]

[
  (import)
  (package_header)
] @reference.not

; Blocks

[
  (function_declaration (function_body (block) @body))
  (lambda_literal "{" @open "}" @close)
] @block.function

[
  (class_declaration (class_body) @body)
  (class_declaration (enum_class_body) @body)
  (object_declaration (class_body) @body)
  (companion_object (class_body) @body)
] @block.class

(if_expression (block) @body) @block.if

[
  (for_statement (block) @body)
  (while_statement (block) @body)
  (do_while_statement (block) @body)
] @block.loop

[
  (try_expression . (block) @body)
  (catch_block (block) @body)
  (finally_block (block) @body)
] @block.try

(when_expression "{" @open "}" @close) @block.match
