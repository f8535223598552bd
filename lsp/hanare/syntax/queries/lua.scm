; Definitions. Of two patterns that find the same name, the first one counts.

(function_declaration
  name: (identifier) @name
  parameters: (_) @_parameters
  body: (_)? @body) @definition.function

(function_declaration
  name: [
    (dot_index_expression
      table: (_) @container
      field: (identifier) @name)
    (method_index_expression
      table: (_) @container
      method: (identifier) @name)
  ]
  body: (_)? @body) @definition.method

(variable_declaration
  (assignment_statement
    (variable_list . name: (identifier) @name)
    (expression_list . value: (function_definition body: (_)? @body)))) @definition.function

(assignment_statement
  (variable_list
    .
    name: (dot_index_expression
      table: (_) @container
      field: (identifier) @name))
  (expression_list . value: (function_definition body: (_)? @body))) @definition.method

(assignment_statement
  (variable_list
    name: (dot_index_expression
      table: (identifier) @container
      field: (identifier) @name))) @definition.field

(table_constructor
  (field
    name: (identifier) @name
    value: (function_definition body: (_)? @body)) @definition.method)

(chunk
  (variable_declaration
    (assignment_statement (variable_list name: (identifier) @name))) @definition.variable)

(chunk
  (assignment_statement (variable_list name: (identifier) @name)) @definition.variable)

; A table that the file returns is how a module exports.
(chunk (return_statement (expression_list (identifier) @definition.exported)))

(variable_declaration "local") @definition.hidden

(function_declaration "local") @definition.hidden

; Imports

(variable_declaration
  (assignment_statement
    (variable_list . name: (identifier) @alias)
    (expression_list
      .
      value: (function_call
        name: (identifier) @_require
        arguments: (arguments (string content: (string_content) @module)))))
  (#eq? @_require "require")) @import

(function_call
  name: (identifier) @_require
  arguments: (arguments (string content: (string_content) @module))
  (#eq? @_require "require")) @import

; References

(identifier) @reference

(dot_index_expression
  table: (_) @qualifier
  field: (identifier) @reference)

(method_index_expression
  table: (_) @qualifier
  method: (identifier) @reference)

[
  (function_declaration name: (_) @reference.not)
  (parameters name: (_) @reference.not)
  (variable_list name: (identifier) @reference.not)
  (for_numeric_clause name: (_) @reference.not)
  (field name: (identifier) @reference.not)
]

; Blocks

[
  (function_declaration body: (_)? @body)
  (function_definition body: (_)? @body)
] @block.function

[
  (if_statement consequence: (_)? @body)
  (elseif_statement consequence: (_)? @body)
  (else_statement body: (_)? @body)
] @block.if

[
  (for_statement body: (_)? @body)
  (while_statement body: (_)? @body)
  (repeat_statement body: (_)? @body)
] @block.loop

(do_statement body: (_)? @body) @block.other
