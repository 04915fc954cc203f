; What Go defines and imports. Captures: see typescript.scm.
(function_declaration name: (_) @name body: (_)? @body) @def.function
(method_declaration name: (_) @name body: (_)? @body) @def.method
(type_spec name: (_) @name type: (struct_type (field_declaration_list) @body)) @def.struct
(type_spec name: (_) @name type: (interface_type)) @def.interface
(type_spec name: (_) @name type: [(function_type) (map_type) (slice_type) (array_type) (pointer_type) (channel_type) (type_identifier) (qualified_type) (generic_type)]) @def.type
(type_alias name: (_) @name) @def.type
(field_declaration name: (_) @name) @def.field
(method_elem name: (_) @name) @def.method
(source_file (const_declaration (const_spec name: (_) @name) @def.constant))
(source_file (var_declaration (var_spec name: (_) @name) @def.variable))
(source_file (var_declaration (var_spec_list (var_spec name: (_) @name) @def.variable)))
(import_spec) @import
