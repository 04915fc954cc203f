; What TypeScript and TSX define and import. Captures: @def.KIND the whole definition, @name its name, @body what its signature leaves out, @import an import; @def.attribute a field that a class's constructor makes.
(class_declaration name: (_) @name body: (_) @body) @def.class
(abstract_class_declaration name: (_) @name body: (_) @body) @def.class
(interface_declaration name: (_) @name body: (_) @body) @def.interface
(type_alias_declaration name: (_) @name) @def.type
(enum_declaration name: (_) @name body: (_) @body) @def.enum
(enum_body (property_identifier) @name @def.field)
(enum_assignment name: (_) @name) @def.field
(function_declaration name: (_) @name body: (_) @body) @def.function
(generator_function_declaration name: (_) @name body: (_) @body) @def.function
(function_signature name: (_) @name) @def.function
(method_definition name: (_) @name body: (_) @body) @def.method
(method_signature name: (_) @name) @def.method
(abstract_method_signature name: (_) @name) @def.method
(public_field_definition name: (_) @name) @def.field
(public_field_definition name: (_) @name value: [(arrow_function body: (statement_block) @body) (function_expression body: (_) @body)]) @def.field
(property_signature name: (_) @name) @def.field
(internal_module name: (_) @name body: (_) @body) @def.module
(module name: (_) @name body: (_) @body) @def.module
(program (lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant))
(program (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant))
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant))
(export_statement (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant))
(ambient_declaration [(lexical_declaration (variable_declarator name: (identifier) @name) @def.constant) (variable_declaration (variable_declarator name: (identifier) @name) @def.constant)])
(program (lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.function))
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.function))
(import_statement) @import
(export_statement source: (_)) @import
(program (lexical_declaration (variable_declarator value: (call_expression function: (identifier) @callee)) (#eq? @callee "require")) @import)
