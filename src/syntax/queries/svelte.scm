; The parts of a Svelte or Vue component; its script is read as TypeScript. Captures: see typescript.scm.
(script_element (start_tag (tag_name) @name) (raw_text) @embedded.typescript) @def.element
(style_element (start_tag (tag_name) @name)) @def.element
(element (start_tag (attribute (attribute_name) @attribute (quoted_attribute_value (attribute_value) @name)) (#eq? @attribute "id"))) @def.element
