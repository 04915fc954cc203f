; What C# defines and imports. Captures: see typescript.scm.
(namespace_declaration name: (_) @name body: (_) @body) @def.module
(file_scoped_namespace_declaration name: (_) @name) @def.module
(class_declaration name: (_) @name body: (_)? @body) @def.class
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(struct_declaration name: (_) @name body: (_) @body) @def.struct
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(enum_member_declaration name: (_) @name) @def.field
(record_declaration name: (_) @name body: (_)? @body) @def.class
(method_declaration name: (_) @name body: (_)? @body) @def.method
(constructor_declaration name: (_) @name body: (_)? @body) @def.constructor
(property_declaration name: (_) @name) @def.field
(field_declaration (variable_declaration (variable_declarator name: (_) @name))) @def.field
(event_field_declaration (variable_declaration (variable_declarator name: (_) @name))) @def.field
(delegate_declaration name: (_) @name) @def.type
(using_directive) @import
