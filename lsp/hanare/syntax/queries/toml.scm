; Definitions

(table
  .
  [
    (bare_key)
    (dotted_key)
  ] @name) @definition.module

(table_array_element
  .
  [
    (bare_key)
    (dotted_key)
  ] @name) @definition.module

(pair . (bare_key) @name) @definition.field

; Blocks

[
  (table "]" @open)
  (table_array_element "]]" @open)
] @block.other
