; The tables and top keys of a TOML file. Captures: see typescript.scm.
(document (pair . (_) @name (_) @body) @def.key)
(table . (_) @name) @def.key
(table_array_element . (_) @name) @def.key
