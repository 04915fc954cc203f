; What Elixir defines and imports. Captures: see typescript.scm.
(call target: (identifier) @callee (arguments . (alias) @name) (do_block) @body (#any-of? @callee "defmodule" "defprotocol")) @def.module
(call target: (identifier) @callee (arguments . (call target: (identifier) @name)) (do_block)? @body (#any-of? @callee "def" "defp" "defmacro" "defmacrop" "defguard")) @def.function
(call target: (identifier) @callee (arguments . (identifier) @name) (do_block)? @body (#any-of? @callee "def" "defp" "defmacro" "defmacrop")) @def.function
(call target: (identifier) @callee (arguments . (binary_operator left: (call target: (identifier) @name))) (do_block)? @body (#any-of? @callee "def" "defp" "defmacro" "defmacrop" "defguard")) @def.function
(call target: (identifier) @callee (arguments . (alias)) (#any-of? @callee "alias" "import" "use" "require")) @import
