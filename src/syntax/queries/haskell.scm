; What Haskell defines and imports. Captures: see typescript.scm.
(header module: (_) @name) @def.module
(data_type name: (_) @name) @def.type
(newtype name: (_) @name) @def.type
(type_synomym name: (_) @name) @def.type
(class name: (_) @name declarations: (_)? @body) @def.interface
(instance name: (_) @name declarations: (_)? @body) @def.implementation
(signature name: (_) @name) @def.function
(declarations (function name: (_) @name match: (_) @body) @def.function)
(import) @import
