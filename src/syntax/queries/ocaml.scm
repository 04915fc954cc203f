; What OCaml defines and opens. Captures: see typescript.scm.
(type_definition (type_binding name: (_) @name)) @def.type
(compilation_unit (value_definition (let_binding pattern: (value_name) @name body: (_) @body)) @def.function)
(structure (value_definition (let_binding pattern: (value_name) @name body: (_) @body)) @def.function)
(module_definition (module_binding (module_name) @name body: (_)? @body)) @def.module
(module_type_definition (module_type_name) @name body: (_)? @body) @def.interface
(value_specification (value_name) @name) @def.function
(class_definition (class_binding (class_name) @name body: (_)? @body)) @def.class
(method_definition (method_name) @name body: (_)? @body) @def.method
(exception_definition (constructor_declaration (constructor_name) @name)) @def.type
(external (value_name) @name) @def.function
(open_module) @import
