; What Ruby defines and requires. Captures: see typescript.scm.
(module name: (_) @name body: (_)? @body) @def.module
(class name: (_) @name body: (_)? @body) @def.class
(method name: (_) @name body: (_)? @body) @def.method
(singleton_method name: (_) @name body: (_)? @body) @def.method
(assignment left: (constant) @name right: (_) @body) @def.constant
(class body: (body_statement (method name: (identifier) @init body: (body_statement
    (assignment left: (instance_variable) @name) @def.attribute)))
    (#eq? @init "initialize"))
(call method: (identifier) @callee (#any-of? @callee "require" "require_relative" "load")) @import
