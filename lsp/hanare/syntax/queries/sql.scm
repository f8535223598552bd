; Definitions

(create_table
  (object_reference name: (identifier) @name)
  (column_definitions)? @body) @definition.class

(create_view (object_reference name: (identifier) @name)) @definition.class

(create_function
  (object_reference name: (identifier) @name)
  (function_body) @body) @definition.function

(create_type (object_reference name: (identifier) @name)) @definition.type

(column_definition name: (identifier) @name) @definition.field

(cte (identifier) @name) @definition.variable

; References

(object_reference name: (identifier) @reference)

(object_reference
  schema: (_) @qualifier
  name: (identifier) @reference)

(field name: (identifier) @reference)

(field
  (object_reference) @qualifier
  name: (identifier) @reference)

(create_table (object_reference) @reference.not)

(create_view (object_reference) @reference.not)

(create_function (object_reference) @reference.not)

(column_definition name: (_) @reference.not)

; Blocks

(create_table (column_definitions) @body) @block.class

(subquery) @block.other
