; What Ruby defines and requires. Captures: see typescript.scm.
(module name: (_) @name body: (_)? @body) @def.module
(class name: (_) @name body: (_)? @body) @def.class
(method name: (_) @name body: (_)? @body) @def.method
(singleton_method name: (_) @name body: (_)? @body) @def.method
(assignment left: (constant) @name right: (_) @body) @def.constant
(call method: (identifier) @callee (#any-of? @callee "require" "require_relative" "load")) @import
