; What JavaScript defines and imports. Captures: see typescript.scm.
(class_declaration name: (_) @name body: (_) @body) @def.class
(function_declaration name: (_) @name body: (_) @body) @def.function
(generator_function_declaration name: (_) @name body: (_) @body) @def.function
(method_definition name: (_) @name body: (_) @body) @def.method
(field_definition property: (_) @name) @def.field
(field_definition property: (_) @name value: [(arrow_function body: (statement_block) @body) (function_expression body: (_) @body)]) @def.field
(program (lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant))
(program (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant))
(export_statement [(lexical_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant) (variable_declaration (variable_declarator name: (identifier) @name value: (_)? @body) @def.constant)])
(program (expression_statement (assignment_expression left: (member_expression property: (_) @name) right: [(function_expression) (arrow_function)] @body) @def.function))
(program (lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.function))
(export_statement (lexical_declaration (variable_declarator name: (identifier) @name value: [(arrow_function body: (_) @body) (function_expression body: (_) @body)]) @def.function))
(class_body (method_definition name: (property_identifier) @init body: (statement_block
    (expression_statement (assignment_expression left: (member_expression object: (this) property: (_) @name)) @def.attribute)))
    (#eq? @init "constructor"))
(import_statement) @import
(export_statement source: (_)) @import
(program (lexical_declaration (variable_declarator value: (call_expression function: (identifier) @callee)) (#eq? @callee "require")) @import)
