; Definitions: what scripts, styles and links find by its id.

(attribute
  (attribute_name) @_id
  (quoted_attribute_value (attribute_value) @name)
  (#eq? @_id "id")) @definition.variable

; Imports

(_
  (tag_name) @_tag
  (attribute
    (attribute_name) @_source
    (quoted_attribute_value (attribute_value) @module))
  (#match? @_tag "^(script|link)$")
  (#match? @_source "^(src|href)$")) @import

; Blocks

(element (start_tag) @open (end_tag) @close) @block.other
