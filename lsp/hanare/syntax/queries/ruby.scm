; Definitions. Of two patterns that find the same name, the first one counts.

(class
  name: [
    (constant) @name
    (scope_resolution name: (_) @name)
  ]
  [
    body: (_) @body
    "end" @body
  ]) @definition.class

(module
  name: [
    (constant) @name
    (scope_resolution name: (_) @name)
  ]
  [
    body: (_) @body
    "end" @body
  ]) @definition.module

[
  (method
    name: (_) @name
    [
      body: (_) @body
      "end" @body
    ])
  (singleton_method
    name: (_) @name
    [
      body: (_) @body
      "end" @body
    ])
] @definition.method

(assignment left: (constant) @name) @definition.constant

(call
  method: (identifier) @_accessor
  arguments: (argument_list (simple_symbol) @name)
  (#match? @_accessor "^attr_(accessor|reader|writer)$")) @definition.field

; Imports

(call
  method: (identifier) @_require
  arguments: (argument_list (string (string_content) @module))
  (#match? @_require "^(require|require_relative|load)$")) @import @everything

; References

[
  (identifier)
  (constant)
] @reference

(call
  receiver: (_) @qualifier
  method: (identifier) @reference)

(scope_resolution
  scope: (_) @qualifier
  name: (constant) @reference)

[
  (class name: (_) @reference.not)
  (module name: (_) @reference.not)
  (method name: (_) @reference.not)
  (singleton_method name: (_) @reference.not)
  (assignment left: [(identifier) (constant)] @reference.not)
  (method_parameters (identifier) @reference.not)
  (block_parameters (identifier) @reference.not)
  (optional_parameter name: (_) @reference.not)
  (keyword_parameter name: (_) @reference.not)
  (exception_variable (identifier) @reference.not)
]

; Blocks

[
  (method body: (_)? @body)
  (singleton_method body: (_)? @body)
] @block.function

[
  (class body: (_)? @body)
  (module body: (_)? @body)
] @block.class

[
  (if consequence: (_)? @body)
  (elsif consequence: (_)? @body)
  (unless consequence: (_)? @body)
  (else "else" @open)
] @block.if

[
  (while condition: (_) @open body: (do "end" @close))
  (while body: (do "do" @open "end" @close))
  (until condition: (_) @open body: (do "end" @close))
  (until body: (do "do" @open "end" @close))
  (for value: (_) @open body: (do "end" @close))
  (for body: (do "do" @open "end" @close))
] @block.loop

[
  (begin "begin" @open "end" @close)
  (rescue body: (then . (_) @_first) @body)
  (ensure "ensure" @open)
] @block.try

(case value: (_) @open "end" @close) @block.match

[
  (do_block body: (_)? @body)
  (block body: (_)? @body)
] @block.other
