; Definitions

(rule_set
  (selectors) @name
  (block) @body) @definition.type

(declaration (property_name) @name (#match? @name "^--")) @definition.variable

(keyframes_statement
  (keyframes_name) @name
  (_) @body) @definition.type

; Imports

(import_statement
  [
    (string_value (string_content) @module)
    (call_expression (arguments (string_value (string_content) @module)))
  ]) @import @everything

; References

[
  (class_name)
  (id_name)
] @reference

((plain_value) @reference (#match? @reference "^--"))

; Blocks

(rule_set (block) @body) @block.other

(media_statement (block) @body) @block.other
