; What PowerShell defines and imports. Captures: see typescript.scm.
(function_statement (function_name) @name (script_block) @body) @def.function
(class_statement . (simple_name) @name) @def.class
(class_method_definition (simple_name) @name (script_block) @body) @def.method
(class_property_definition (variable) @name) @def.field
(enum_statement . (simple_name) @name) @def.enum
(enum_member (simple_name) @name) @def.field
(command command_name: (command_name) @callee (#any-of? @callee "Import-Module" "import-module")) @import
(command (command_invokation_operator) command_name: (command_name_expr (command_name))) @import
