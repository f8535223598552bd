; Definitions. Of two patterns that find the same name, the first one counts.

(class_definition
  name: (identifier) @name
  body: (_) @body) @definition.class

(function_definition
  name: (identifier) @name
  body: (_) @body) @definition.function

(class_definition
  body: (block
    (expression_statement
      (assignment left: (identifier) @name) @definition.field)))

; What __init__ gives the object.
(class_definition
  name: (identifier) @container
  body: (block
    (function_definition
      name: (identifier) @_initializer
      body: (block
        (expression_statement
          (assignment
            left: (attribute
              object: (identifier) @_self
              attribute: (identifier) @name)) @definition.field))))
  (#eq? @_initializer "__init__")
  (#eq? @_self "self"))

(module
  (expression_statement
    (assignment
      left: [
        (identifier) @name
        (pattern_list (identifier) @name)
      ]) @definition.constant)
  (#match? @name "^[A-Z][A-Z0-9_]*$"))

(module
  (expression_statement
    (assignment
      left: [
        (identifier) @name
        (pattern_list (identifier) @name)
      ]) @definition.variable))

(type_alias_statement left: (type (identifier) @name)) @definition.type

(decorated_definition
  (decorator (_) @_name) @decorator
  definition: (_) @definition.decorated
  (#match? @_name "^(property|staticmethod|classmethod|(dataclasses[.])?dataclass)\\b"))

; What begins with an underscore is private.
(_
  name: (identifier) @definition.hidden
  (#match? @definition.hidden "^_"))

(assignment
  left: [
    (identifier) @definition.hidden
    (attribute attribute: (identifier) @definition.hidden)
  ]
  (#match? @definition.hidden "^_"))

; Imports

(import_statement name: (dotted_name) @module @alias) @import

(import_statement
  name: (aliased_import
    name: (dotted_name) @module
    alias: (identifier) @alias)) @import

(import_from_statement
  module_name: (_) @module
  name: (dotted_name) @name) @import

(import_from_statement
  module_name: (_) @module
  name: (aliased_import
    name: (dotted_name) @name
    alias: (identifier) @local)) @import

(import_from_statement
  module_name: (_) @module
  (wildcard_import) @everything) @import

(future_import_statement
  "__future__" @module
  name: (dotted_name) @name) @import

; References

(identifier) @reference

(attribute
  object: (_) @qualifier
  attribute: (identifier) @reference)

(_ name: (identifier) @reference.not)

(assignment
  left: [
    (identifier)
    (pattern_list)
  ] @reference.not)

(parameters (identifier) @reference.not)

(list_splat_pattern (identifier) @reference.not)

(dictionary_splat_pattern (identifier) @reference.not)

(lambda_parameters (identifier) @reference.not)

(typed_parameter . (identifier) @reference.not)

[
  (import_statement)
  (import_from_statement)
  (future_import_statement)
] @reference.not

; Blocks

(function_definition body: (block) @body) @block.function

(class_definition body: (block) @body) @block.class

(if_statement consequence: (block) @body) @block.if

(elif_clause consequence: (block) @body) @block.if

(else_clause body: (block) @body) @block.if

(for_statement body: (block) @body) @block.loop

(while_statement body: (block) @body) @block.loop

(try_statement body: (block) @body) @block.try

(except_clause (block) @body) @block.try

(finally_clause (block) @body) @block.try

(with_statement body: (block) @body) @block.with

(match_statement body: (block) @body) @block.match

(case_clause consequence: (block) @body) @block.match
