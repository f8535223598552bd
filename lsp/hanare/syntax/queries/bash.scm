; Definitions

(function_definition
  name: (word) @name
  body: (_) @body) @definition.function

(program (variable_assignment name: (variable_name) @name) @definition.variable)

(program
  (declaration_command
    (variable_assignment name: (variable_name) @name)) @definition.variable)

; Imports

(command
  name: (command_name (word) @_source)
  .
  argument: (_) @module
  (#match? @_source "^(source|[.])$")) @import @everything

; References

(command_name (word) @reference)

(simple_expansion (variable_name) @reference)

(expansion (variable_name) @reference)

(command
  name: (command_name (word) @_source)
  (#match? @_source "^(source|[.])$")) @reference.not

; Blocks

(function_definition body: (_) @body) @block.function

[
  (if_statement "then" @open "fi" @close)
  (elif_clause "then" @open)
  (else_clause "else" @open)
] @block.if

[
  (for_statement body: (do_group "do" @open "done" @close))
  (while_statement body: (do_group "do" @open "done" @close))
] @block.loop

(case_statement "in" @open "esac" @close) @block.match
