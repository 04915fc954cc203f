; What Zig defines and imports. Captures: see typescript.scm.
(variable_declaration (identifier) @name [(struct_declaration) (union_declaration) (opaque_declaration)] @body) @def.struct
(variable_declaration (identifier) @name (enum_declaration) @body) @def.enum
(function_declaration name: (_) @name body: (_)? @body) @def.function
(container_field name: (_) @name) @def.field
(test_declaration (string) @name (block) @body) @def.function
(variable_declaration (builtin_function (builtin_identifier) @callee) (#eq? @callee "@import")) @import
