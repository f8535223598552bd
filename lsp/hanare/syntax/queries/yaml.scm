; Definitions: the keys of the outermost mapping.

(stream
  (document
    (block_node
      (block_mapping (block_mapping_pair key: (_) @name) @definition.field))))

; Blocks

(block_mapping_pair value: (block_node) @body) @block.other
