; What Scala defines and imports. Captures: see typescript.scm.
(trait_definition name: (_) @name body: (_)? @body) @def.interface
(class_definition name: (_) @name body: (_)? @body) @def.class
(object_definition name: (_) @name body: (_)? @body) @def.class
(enum_definition name: (_) @name body: (_) @body) @def.enum
(simple_enum_case name: (_) @name) @def.field
(function_definition name: (_) @name body: (_)? @body) @def.function
(function_declaration name: (_) @name) @def.function
(template_body (val_definition pattern: (identifier) @name value: (_)? @body) @def.field)
(template_body (var_definition pattern: (identifier) @name value: (_)? @body) @def.field)
(compilation_unit (val_definition pattern: (identifier) @name value: (_)? @body) @def.constant)
(type_definition name: (_) @name) @def.type
(import_declaration) @import
