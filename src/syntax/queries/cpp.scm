; What C++ defines and includes. Captures: see typescript.scm.
(namespace_definition name: (_) @name body: (_) @body) @def.module
(class_specifier name: (_) @name body: (_) @body) @def.class
(struct_specifier name: (_) @name body: (_) @body) @def.struct
(union_specifier name: (_) @name body: (_) @body) @def.struct
(enum_specifier name: (_) @name body: (_) @body) @def.enum
(enumerator name: (_) @name) @def.constant
(alias_declaration name: (_) @name) @def.type
(type_definition declarator: (type_identifier) @name) @def.type
(type_definition declarator: (function_declarator declarator: (parenthesized_declarator (pointer_declarator declarator: (_) @name)))) @def.type
(function_definition declarator: (function_declarator declarator: (_) @name) body: (_)? @body) @def.function
(function_definition declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name)) body: (_)? @body) @def.function
(function_definition declarator: (reference_declarator (function_declarator declarator: (_) @name)) body: (_)? @body) @def.function
(declaration declarator: (function_declarator declarator: (_) @name)) @def.function
(declaration declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name))) @def.function
(declaration declarator: (reference_declarator (function_declarator declarator: (_) @name))) @def.function
(field_declaration declarator: (function_declarator declarator: (_) @name)) @def.method
(field_declaration declarator: (pointer_declarator declarator: (function_declarator declarator: (_) @name))) @def.method
(field_declaration declarator: (reference_declarator (function_declarator declarator: (_) @name))) @def.method
(field_declaration declarator: (field_identifier) @name) @def.field
(field_declaration declarator: (pointer_declarator declarator: (field_identifier) @name)) @def.field
(field_declaration declarator: (reference_declarator (field_identifier) @name)) @def.field
(translation_unit (declaration declarator: (init_declarator declarator: (identifier) @name value: (_) @body)) @def.variable)
(declaration_list (declaration declarator: (init_declarator declarator: (identifier) @name value: (_) @body)) @def.variable)
(preproc_function_def name: (_) @name) @def.macro
(preproc_def name: (_) @name) @def.macro
(preproc_include) @import
