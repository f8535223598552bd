; Definitions. Of two patterns that find the same name, the first one counts.

(class_declaration
  name: (identifier) @name
  body: (_) @body) @definition.class

(lexical_declaration
  (variable_declarator
    name: (identifier) @name
    value: (class body: (_) @body))) @definition.class

[
  (function_declaration
    name: (identifier) @name
    body: (_) @body)
  (generator_function_declaration
    name: (identifier) @name
    body: (_) @body)
] @definition.function

(_
  (variable_declarator
    name: (identifier) @name
    value: [
      (arrow_function body: (_) @body)
      (function_expression body: (_) @body)
      (generator_function body: (_) @body)
    ])) @definition.function

(assignment_expression
  left: (member_expression
    object: (_) @container
    property: (property_identifier) @name)
  right: [
    (arrow_function body: (_) @body)
    (function_expression body: (_) @body)
  ]) @definition.function

(method_definition
  name: (_) @name
  body: (_) @body) @definition.method

(object
  (pair
    key: (property_identifier) @name
    value: [
      (arrow_function body: (_) @body)
      (function_expression body: (_) @body)
    ]) @definition.method)

(field_definition property: (_) @name) @definition.field

; What the constructor gives the object.
(class_declaration
  name: (identifier) @container
  body: (class_body
    (method_definition
      name: (property_identifier) @_constructor
      body: (statement_block
        (expression_statement
          (assignment_expression
            left: (member_expression
              object: (this)
              property: (property_identifier) @name)) @definition.field))))
  (#eq? @_constructor "constructor"))

(program
  (lexical_declaration
    kind: "const"
    (variable_declarator name: (identifier) @name)) @definition.constant)

(program
  (lexical_declaration
    (variable_declarator name: (identifier) @name)) @definition.variable)

(program
  (variable_declaration
    (variable_declarator name: (identifier) @name)) @definition.variable)

(export_statement
  declaration: (lexical_declaration
    kind: "const"
    (variable_declarator name: (identifier) @name)) @definition.constant)

(export_statement
  declaration: (_
    (variable_declarator name: (identifier) @name)) @definition.variable)

; What stands at the top without `export`, unless it is exported by name.
(program
  [
    (class_declaration)
    (function_declaration)
    (generator_function_declaration)
    (lexical_declaration)
    (variable_declaration)
  ] @definition.hidden)

(export_statement (export_clause (export_specifier name: (identifier) @definition.exported)))

(export_statement value: (identifier) @definition.exported)

(assignment_expression
  left: (member_expression
    object: (identifier) @_module
    property: (property_identifier) @_exports)
  right: [
    (identifier) @definition.exported
    (object (shorthand_property_identifier) @definition.exported)
    (object (pair value: (identifier) @definition.exported))
  ]
  (#eq? @_module "module")
  (#eq? @_exports "exports"))

(assignment_expression
  left: (member_expression object: (identifier) @_exports)
  right: (identifier) @definition.exported
  (#eq? @_exports "exports"))

; Imports

(import_statement source: (string (string_fragment) @module)) @import

(import_statement
  (import_clause (identifier) @local)
  source: (string (string_fragment) @module)) @import

(import_statement
  (import_clause (namespace_import (identifier) @alias))
  source: (string (string_fragment) @module)) @import

(import_statement
  (import_clause
    (named_imports
      (import_specifier
        name: (_) @name
        alias: (identifier)? @local)))
  source: (string (string_fragment) @module)) @import

(export_statement
  "*" @everything
  source: (string (string_fragment) @module)) @import

(export_statement
  (export_clause
    (export_specifier
      name: (_) @name
      alias: (_)? @local))
  source: (string (string_fragment) @module)) @import

(_
  (variable_declarator
    name: (identifier) @alias
    value: (call_expression
      function: (identifier) @_require
      arguments: (arguments (string (string_fragment) @module))))
  (#eq? @_require "require")) @import

(_
  (variable_declarator
    name: (object_pattern
      [
        (shorthand_property_identifier_pattern) @name
        (pair_pattern
          key: (property_identifier) @name
          value: (identifier) @local)
      ])
    value: (call_expression
      function: (identifier) @_require
      arguments: (arguments (string (string_fragment) @module))))
  (#eq? @_require "require")) @import

; References

[
  (identifier)
  (shorthand_property_identifier)
] @reference

(member_expression
  object: (_) @qualifier
  property: (property_identifier) @reference)

(function_declaration name: (_) @reference.not)

(class_declaration name: (_) @reference.not)

(variable_declarator name: (identifier) @reference.not)

(formal_parameters (identifier) @reference.not)

(arrow_function parameter: (identifier) @reference.not)

(pair_pattern value: (identifier) @reference.not)

[
  (import_statement)
  (export_clause)
] @reference.not

; Blocks

[
  (function_declaration body: (_) @body)
  (generator_function_declaration body: (_) @body)
  (function_expression body: (_) @body)
  (generator_function body: (_) @body)
  (arrow_function body: (statement_block) @body)
  (method_definition body: (_) @body)
] @block.function

[
  (class_declaration body: (_) @body)
  (class body: (_) @body)
] @block.class

[
  (if_statement consequence: (statement_block) @body)
  (else_clause (statement_block) @body)
] @block.if

[
  (for_statement body: (statement_block) @body)
  (for_in_statement body: (statement_block) @body)
  (while_statement body: (statement_block) @body)
  (do_statement body: (statement_block) @body)
] @block.loop

[
  (try_statement body: (_) @body)
  (catch_clause body: (_) @body)
  (finally_clause body: (_) @body)
] @block.try

(switch_statement body: (_) @body) @block.match
