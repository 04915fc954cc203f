; What Python defines and imports. Captures: see typescript.scm.
(class_definition name: (_) @name body: (_) @body) @def.class
(function_definition name: (_) @name body: (_) @body) @def.function
(module (expression_statement (assignment left: (identifier) @name) @def.constant))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @def.field)))
(import_statement) @import
(import_from_statement) @import
