; Definitions. Of two patterns that find the same name, the first one counts.

[
  (struct_item
    name: (type_identifier) @name
    body: (_)? @body)
  (union_item
    name: (type_identifier) @name
    body: (_) @body)
] @definition.class

(enum_item
  name: (type_identifier) @name
  body: (_) @body) @definition.enum

(trait_item
  name: (type_identifier) @name
  body: (_) @body) @definition.interface

(type_item name: (type_identifier) @name) @definition.type

(mod_item
  name: (identifier) @name
  body: (_)? @body) @definition.module

(macro_definition
  name: (identifier) @name
  "{"? @body) @definition.macro

(impl_item
  type: [
    (type_identifier) @container
    (generic_type type: (type_identifier) @container)
    (scoped_type_identifier name: (type_identifier) @container)
  ]
  body: (declaration_list
    (function_item
      name: (identifier) @name
      body: (_) @body) @definition.method))

(impl_item
  type: [
    (type_identifier) @container
    (generic_type type: (type_identifier) @container)
  ]
  body: (declaration_list (const_item name: (identifier) @name) @definition.constant))

(function_item
  name: (identifier) @name
  body: (_) @body) @definition.function

(function_signature_item name: (identifier) @name) @definition.function

(field_declaration name: (field_identifier) @name) @definition.field

(enum_variant name: (identifier) @name) @definition.field

(const_item name: (identifier) @name) @definition.constant

(static_item name: (identifier) @name) @definition.variable

; What is not `pub` begins with its keyword. Methods of a trait are as visible as the trait.
(struct_item . "struct") @definition.hidden

(enum_item . "enum") @definition.hidden

(union_item . "union") @definition.hidden

(trait_item . "trait") @definition.hidden

(type_item . "type") @definition.hidden

(mod_item . "mod") @definition.hidden

(const_item . "const") @definition.hidden

(static_item . "static") @definition.hidden

(field_declaration . name: (_)) @definition.hidden

(source_file (function_item . ["fn" (function_modifiers)]) @definition.hidden)

(mod_item (declaration_list (function_item . ["fn" (function_modifiers)]) @definition.hidden))

(impl_item
  !trait
  body: (declaration_list (function_item . ["fn" (function_modifiers)]) @definition.hidden))

; Imports

(use_declaration argument: (identifier) @module @alias) @import

(use_declaration
  argument: (scoped_identifier
    path: (_) @module
    name: (identifier) @name)) @import

(use_declaration
  argument: (use_as_clause
    path: (scoped_identifier
      path: (_) @module
      name: (identifier) @name)
    alias: (identifier) @local)) @import

(use_declaration
  argument: (use_wildcard
    (_) @module) @everything) @import

(use_declaration
  argument: (scoped_use_list
    path: (_) @module
    list: (use_list
      [
        (identifier) @name
        (scoped_identifier) @name
        (self) @name
        (use_wildcard) @everything
        (use_as_clause
          path: (_) @name
          alias: (identifier) @local)
      ]))) @import

; References

[
  (identifier)
  (type_identifier)
] @reference

(field_expression
  value: (_) @qualifier
  field: (field_identifier) @reference)

(scoped_identifier
  path: (_) @qualifier
  name: (identifier) @reference)

(scoped_type_identifier
  path: (_) @qualifier
  name: (type_identifier) @reference)

[
  (function_item name: (_) @reference.not)
  (function_signature_item name: (_) @reference.not)
  (struct_item name: (_) @reference.not)
  (enum_item name: (_) @reference.not)
  (enum_variant name: (_) @reference.not)
  (trait_item name: (_) @reference.not)
  (type_item name: (_) @reference.not)
  (mod_item name: (_) @reference.not)
  (const_item name: (_) @reference.not)
  (static_item name: (_) @reference.not)
  (macro_definition name: (_) @reference.not)
  (type_parameter name: (_) @reference.not)
  (parameter pattern: (identifier) @reference.not)
  (let_declaration pattern: (identifier) @reference.not)
  (lifetime (identifier) @reference.not)
]

(use_declaration) @reference.not

; Blocks

[
  (function_item body: (_) @body)
  (closure_expression body: (block) @body)
] @block.function

[
  (struct_item body: (_) @body)
  (enum_item body: (_) @body)
  (trait_item body: (_) @body)
  (impl_item body: (_) @body)
] @block.class

[
  (if_expression consequence: (_) @body)
  (else_clause (block) @body)
] @block.if

[
  (for_expression body: (_) @body)
  (while_expression body: (_) @body)
  (loop_expression body: (_) @body)
] @block.loop

[
  (match_expression body: (_) @body)
  (match_arm value: (block) @body)
] @block.match

[
  (mod_item body: (_) @body)
  (unsafe_block (block) @body)
] @block.other
