; Definitions: the keys of the outermost object.

(document
  (object (pair key: (string (string_content) @name)) @definition.field))

; Blocks

[
  (object) @body
  (array) @body
] @block.other
