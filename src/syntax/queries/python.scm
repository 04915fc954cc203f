; What Python defines and imports. Captures: see typescript.scm.
(class_definition name: (_) @name body: (_) @body) @def.class
(function_definition name: (_) @name body: (_) @body) @def.function
(module (expression_statement (assignment left: (identifier) @name) @def.constant))
(class_definition body: (block (expression_statement (assignment left: (identifier) @name) @def.field)))
(class_definition body: (block (function_definition name: (identifier) @init body: (block
    (expression_statement (assignment left: (attribute object: (identifier) @self attribute: (identifier) @name)) @def.attribute))))
    (#eq? @init "__init__") (#eq? @self "self"))
(import_statement) @import
(import_from_statement) @import
