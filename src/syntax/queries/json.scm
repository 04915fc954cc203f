; The keys of the two outer levels of a JSON file. Captures: see typescript.scm.
(document (object (pair key: (string (string_content) @name) value: (_) @body) @def.key))
(document (object (pair value: (object (pair key: (string (string_content) @name) value: (_) @body) @def.key))))
