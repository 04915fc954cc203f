; The elements of an HTML file that have an id, and what it loads. Captures: see typescript.scm.
(element (start_tag (attribute (attribute_name) @attribute (quoted_attribute_value (attribute_value) @name)) (#eq? @attribute "id"))) @def.element
(script_element (start_tag (attribute (attribute_name) @attribute)) (#eq? @attribute "src")) @import
