; Definitions. Of two patterns that find the same name, the first one counts.

; In a group, each has its own head; alone, `type` belongs to it.
(type_declaration
  "("
  (type_spec
    name: (type_identifier) @name
    type: (struct_type (field_declaration_list) @body)) @definition.class)

(type_declaration
  "("
  (type_spec
    name: (type_identifier) @name
    type: (interface_type "{" @body)) @definition.interface)

(type_declaration
  "("
  (_ name: (type_identifier) @name) @definition.type)

(type_declaration
  (type_spec
    name: (type_identifier) @name
    type: (struct_type (field_declaration_list) @body))) @definition.class

(type_declaration
  (type_spec
    name: (type_identifier) @name
    type: (interface_type "{" @body))) @definition.interface

(type_declaration (_ name: (type_identifier) @name)) @definition.type

(function_declaration
  name: (identifier) @name
  body: (_)? @body) @definition.function

(method_declaration
  receiver: (parameter_list
    (parameter_declaration
      type: [
        (type_identifier) @container
        (pointer_type (type_identifier) @container)
        (generic_type type: (type_identifier) @container)
        (pointer_type (generic_type type: (type_identifier) @container))
      ]))
  name: (field_identifier) @name
  body: (_)? @body) @definition.method

(method_elem name: (field_identifier) @name) @definition.method

(field_declaration name: (field_identifier) @name) @definition.field

(source_file
  (const_declaration (const_spec (identifier) @name) @definition.constant))

(source_file
  (var_declaration (var_spec name: (identifier) @name) @definition.variable))

(source_file
  (var_declaration
    (var_spec_list (var_spec name: (identifier) @name) @definition.variable)))

; Names that begin with a capital are exported.
(_
  name: [
    (identifier)
    (field_identifier)
    (type_identifier)
  ] @definition.hidden
  (#match? @definition.hidden "^[^A-Z]"))

; Only the first of several names is found by its field.
(const_spec
  (identifier) @definition.hidden
  (#match? @definition.hidden "^[^A-Z]"))

; Imports

(import_spec
  !name
  path: (_ (_) @module @bound)) @import

(import_spec
  name: (package_identifier) @alias
  path: (_ (_) @module)) @import

(import_spec
  name: (dot) @everything
  path: (_ (_) @module)) @import

(import_spec
  name: (blank_identifier)
  path: (_ (_) @module)) @import

; References

[
  (identifier)
  (type_identifier)
] @reference

(selector_expression
  operand: (_) @qualifier
  field: (field_identifier) @reference)

(qualified_type
  package: (_) @qualifier
  name: (type_identifier) @reference)

(keyed_element key: (literal_element (identifier) @reference.not))

(function_declaration name: (_) @reference.not)

(type_spec name: (_) @reference.not)

(type_alias name: (_) @reference.not)

(const_spec (identifier) @reference.not)

(var_spec name: (_) @reference.not)

(parameter_declaration name: (_) @reference.not)

(variadic_parameter_declaration name: (_) @reference.not)

(type_parameter_declaration name: (_) @reference.not)

(short_var_declaration left: (expression_list (identifier) @reference.not))

; Blocks

[
  (function_declaration body: (_) @body)
  (method_declaration body: (_) @body)
  (func_literal body: (_) @body)
] @block.function

[
  (struct_type (field_declaration_list) @body)
  (interface_type "{" @open "}" @close)
] @block.class

[
  (if_statement consequence: (_) @body)
  (if_statement alternative: (block) @body)
] @block.if

(for_statement body: (_) @body) @block.loop

[
  (expression_switch_statement "{" @open "}" @close)
  (type_switch_statement "{" @open "}" @close)
  (select_statement "{" @open "}" @close)
] @block.match
