; What Rust defines and imports. Captures: see typescript.scm.
(struct_item name: (_) @name body: (_)? @body) @def.struct
(union_item name: (_) @name body: (_) @body) @def.struct
(enum_item name: (_) @name body: (_) @body) @def.enum
(enum_variant name: (_) @name) @def.field
(trait_item name: (_) @name body: (_) @body) @def.interface
(impl_item type: [(type_identifier) @name (generic_type type: (type_identifier) @name) (scoped_type_identifier name: (_) @name)] body: (_) @body) @def.implementation
(function_item name: (_) @name body: (_) @body) @def.function
(function_signature_item name: (_) @name) @def.function
(mod_item name: (_) @name body: (_) @body) @def.module
(const_item name: (_) @name value: (_)? @body) @def.constant
(static_item name: (_) @name value: (_)? @body) @def.constant
(type_item name: (_) @name) @def.type
(macro_definition name: (_) @name) @def.macro
(field_declaration name: (_) @name) @def.field
(use_declaration) @import
(mod_item !body) @import
