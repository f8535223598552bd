; Definitions. Of two patterns that find the same name, the first one counts.

(preproc_def name: (identifier) @name) @definition.constant

(preproc_function_def name: (identifier) @name) @definition.macro

(function_definition
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))
    (reference_declarator (function_declarator declarator: (identifier) @name))
  ]
  body: (_) @body) @definition.function

(function_definition
  declarator: [
    (function_declarator
        declarator: (qualified_identifier
          scope: (_) @container
          name: [(identifier) (destructor_name) (operator_name)] @name))
    (pointer_declarator declarator: (function_declarator
        declarator: (qualified_identifier
          scope: (_) @container
          name: [(identifier) (destructor_name) (operator_name)] @name)))
    (reference_declarator (function_declarator
        declarator: (qualified_identifier
          scope: (_) @container
          name: [(identifier) (destructor_name) (operator_name)] @name)))
  ]
  body: (_) @body) @definition.method

(function_definition
  declarator: [
    (function_declarator
        declarator: (qualified_identifier
          name: (qualified_identifier
            scope: (_) @container
            name: [(identifier) (destructor_name) (operator_name)] @name)))
  ]
  body: (_) @body) @definition.method

(function_definition
  declarator: [
    (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name)
    (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name)))
    (reference_declarator (function_declarator declarator: [(field_identifier) (destructor_name) (operator_name)] @name))
  ]
  body: (_) @body) @definition.method

; Defaulted and deleted ones have no body.
(function_definition
  declarator: (function_declarator
    declarator: [(identifier) (field_identifier) (destructor_name) (operator_name)] @name)
  !body) @definition.method

(declaration
  declarator: [
    (function_declarator declarator: (identifier) @name)
    (pointer_declarator declarator: (function_declarator declarator: (identifier) @name))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: (identifier) @name)))
    (reference_declarator (function_declarator declarator: (identifier) @name))
  ]) @definition.function

(field_declaration
  declarator: [
    (function_declarator declarator: [(field_identifier) (operator_name)] @name)
    (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name))
    (pointer_declarator declarator: (pointer_declarator declarator: (function_declarator declarator: [(field_identifier) (operator_name)] @name)))
    (reference_declarator (function_declarator declarator: [(field_identifier) (operator_name)] @name))
  ]) @definition.method

(field_declaration
  declarator: [
    (field_identifier) @name
    (pointer_declarator declarator: (field_identifier) @name)
    (pointer_declarator declarator: (pointer_declarator declarator: (field_identifier) @name))
    (reference_declarator (field_identifier) @name)
  ]) @definition.field

(field_declaration
  declarator: (array_declarator declarator: (field_identifier) @name)) @definition.field

(struct_specifier
  name: (type_identifier) @name
  body: (_) @body) @definition.class

(union_specifier
  name: (type_identifier) @name
  body: (_) @body) @definition.class

(enum_specifier
  name: (type_identifier) @name
  body: (_) @body) @definition.enum

(enumerator name: (identifier) @name) @definition.field

(type_definition
  type: (_ body: (_) @body)
  declarator: (type_identifier) @name) @definition.class

(type_definition declarator: (type_identifier) @name) @definition.type

(class_specifier
  name: [(type_identifier) (template_type name: (type_identifier))] @name
  body: (_) @body) @definition.class

(namespace_definition
  name: (_) @name
  body: (_) @body) @definition.module

(alias_declaration name: (type_identifier) @name) @definition.type

(concept_definition name: (identifier) @name) @definition.type

(translation_unit
  (declaration
    declarator: [
      (identifier) @name
      (_ declarator: (identifier) @name)
      (init_declarator declarator: (_ declarator: (identifier) @name))
    ]) @definition.variable)

(preproc_ifdef
  (declaration
    declarator: [
      (identifier) @name
      (_ declarator: (identifier) @name)
      (init_declarator declarator: (_ declarator: (identifier) @name))
    ]) @definition.variable)

(namespace_definition body: (declaration_list (declaration
    declarator: [
      (identifier) @name
      (_ declarator: (identifier) @name)
      (init_declarator declarator: (_ declarator: (identifier) @name))
    ]) @definition.variable))

((function_definition (storage_class_specifier) @_storage) @definition.hidden
  (#eq? @_storage "static"))

((declaration (storage_class_specifier) @_storage) @definition.hidden
  (#eq? @_storage "static"))

; Imports

(preproc_include
  path: (string_literal (string_content) @module)) @import @everything

; The brackets are cut off.
(preproc_include path: (system_lib_string) @module) @import @everything

(using_declaration "namespace" (_) @module) @import @everything

(using_declaration
  .
  "using"
  .
  (qualified_identifier
    scope: (_) @module
    name: (_) @name)) @import

; References

[
  (identifier)
  (type_identifier)
] @reference

(field_expression
  argument: (_) @qualifier
  field: (field_identifier) @reference)

(qualified_identifier
  scope: (_) @qualifier
  name: [(identifier) (type_identifier)] @reference)

[
  (preproc_def name: (_) @reference.not)
  (preproc_function_def name: (_) @reference.not)
  (preproc_params (identifier) @reference.not)
  (struct_specifier
    name: (_) @reference.not
    body: (_))
  (union_specifier
    name: (_) @reference.not
    body: (_))
  (enum_specifier
    name: (_) @reference.not
    body: (_))
  (enumerator name: (_) @reference.not)
  (type_definition declarator: (type_identifier) @reference.not)
  (function_declarator declarator: (_) @reference.not)
  (pointer_declarator declarator: (identifier) @reference.not)
  (declaration declarator: (identifier) @reference.not)
  (init_declarator declarator: (identifier) @reference.not)
  (parameter_declaration declarator: (identifier) @reference.not)
  (parameter_declaration declarator: (reference_declarator (identifier) @reference.not))
  (class_specifier
    name: (_) @reference.not
    body: (_))
  (namespace_definition name: (_) @reference.not)
  (alias_declaration name: (_) @reference.not)
]

(using_declaration) @reference.not

; Blocks

[
  (function_definition body: (_) @body)
  (lambda_expression body: (_) @body)
] @block.function

[
  (struct_specifier body: (_) @body)
  (union_specifier body: (_) @body)
  (enum_specifier body: (_) @body)
  (class_specifier body: (_) @body)
] @block.class

[
  (if_statement consequence: (compound_statement) @body)
  (else_clause (compound_statement) @body)
] @block.if

[
  (for_statement body: (compound_statement) @body)
  (while_statement body: (compound_statement) @body)
  (do_statement body: (compound_statement) @body)
  (for_range_loop body: (compound_statement) @body)
] @block.loop

(switch_statement body: (_) @body) @block.match

[
  (try_statement body: (_) @body)
  (catch_clause body: (_) @body)
] @block.try

(namespace_definition body: (_) @body) @block.other
