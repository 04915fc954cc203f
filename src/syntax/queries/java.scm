; What Java defines and imports. Captures: see typescript.scm.
(class_declaration name: (_) @name body: (_) @body) @def.class
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(record_declaration name: (_) @name body: (_) @body) @def.class
(annotation_type_declaration name: (_) @name body: (_) @body) @def.interface
(annotation_type_element_declaration name: (_) @name) @def.method
(method_declaration name: (_) @name body: (_)? @body) @def.method
(constructor_declaration name: (_) @name body: (_) @body) @def.constructor
(field_declaration declarator: (variable_declarator name: (_) @name value: (_)? @body)) @def.field
(constant_declaration declarator: (variable_declarator name: (_) @name value: (_)? @body)) @def.field
(enum_constant name: (_) @name) @def.field
(import_declaration) @import
