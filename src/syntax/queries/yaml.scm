; The keys of the two outer levels of a YAML file. Captures: see typescript.scm.
(document (block_node (block_mapping (block_mapping_pair key: (_) @name value: (_)? @body) @def.key)))
(document (block_node (block_mapping (block_mapping_pair value: (block_node (block_mapping (block_mapping_pair key: (_) @name value: (_)? @body) @def.key))))))
