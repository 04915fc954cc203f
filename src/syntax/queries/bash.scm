; What a shell script defines and sources. Captures: see typescript.scm.
(function_definition name: (_) @name body: (_) @body) @def.function
(program (variable_assignment name: (_) @name) @def.variable)
(program (declaration_command (variable_assignment name: (_) @name) @def.variable))
(command name: (command_name) @callee (#any-of? @callee "source" ".")) @import
