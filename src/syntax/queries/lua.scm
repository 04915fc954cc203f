; What Lua defines and requires. Captures: see typescript.scm.
(function_declaration name: (_) @name body: (_)? @body) @def.function
(assignment_statement (variable_list name: (_) @name) (expression_list value: (function_definition) @body)) @def.function
(field name: (identifier) @name value: (function_definition) @body) @def.function
(chunk (variable_declaration (assignment_statement (variable_list name: (identifier) @name))) @def.variable)
(function_call name: (identifier) @callee (#eq? @callee "require")) @import
