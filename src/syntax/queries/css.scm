; What a style sheet has rules for, and imports. Captures: see typescript.scm.
(class_selector (class_name) @name) @def.class
(id_selector (id_name) @name) @def.element
(keyframes_statement (keyframes_name) @name) @def.function
(rule_set (selectors (pseudo_class_selector)) (block (declaration (property_name) @name) @def.variable) (#match? @name "^--"))
(import_statement) @import
