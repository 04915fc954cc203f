; What Kotlin defines and imports. Captures: see typescript.scm.
(class_declaration name: (_) @name (class_body)? @body) @def.class
(class_declaration name: (_) @name (enum_class_body) @body) @def.enum
(object_declaration name: (_) @name (class_body)? @body) @def.class
(function_declaration name: (_) @name (function_body)? @body) @def.function
(source_file (property_declaration (variable_declaration (identifier) @name)) @def.constant)
(class_body (property_declaration (variable_declaration (identifier) @name)) @def.field)
(enum_entry (identifier) @name) @def.field
(type_alias type: (_) @name) @def.type
(import) @import
