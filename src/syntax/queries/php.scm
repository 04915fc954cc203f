; What PHP defines and imports. Captures: see typescript.scm.
(namespace_definition name: (_) @name) @def.module
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(trait_declaration name: (_) @name body: (_) @body) @def.interface
(class_declaration name: (_) @name body: (_) @body) @def.class
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(enum_case name: (_) @name) @def.field
(method_declaration name: (_) @name body: (_)? @body) @def.method
(function_definition name: (_) @name body: (_) @body) @def.function
(property_declaration (property_element name: (variable_name (name) @name))) @def.field
(const_declaration (const_element (name) @name)) @def.constant
(namespace_use_declaration) @import
[(require_once_expression) (require_expression) (include_expression) (include_once_expression)] @import
