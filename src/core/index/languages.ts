/** Which language a file is in, by its name: VS Code's identifiers. Files of no known kind are plain text. */

const byExtension: Readonly<Record<string, string>> = {
    ts: "typescript", mts: "typescript", cts: "typescript", tsx: "typescriptreact", js: "javascript", mjs: "javascript", cjs: "javascript", jsx: "javascriptreact",
    py: "python", pyi: "python", pyw: "python", go: "go", rs: "rust", java: "java", c: "c", cc: "cpp", cpp: "cpp", cxx: "cpp", "c++": "cpp", cppm: "cpp", ixx: "cpp", ino: "cpp",
    // As in VS Code: C++ reads what C's headers hold, C reads no class.
    h: "cpp", hh: "cpp", hpp: "cpp", hxx: "cpp", "h++": "cpp", inl: "cpp", ipp: "cpp", tpp: "cpp", txx: "cpp",
    cs: "csharp", rb: "ruby", rake: "ruby", gemspec: "ruby", php: "php", kt: "kotlin", kts: "kotlin", sh: "shellscript", bash: "shellscript", zsh: "shellscript",
    ps1: "powershell", psm1: "powershell", psd1: "powershell", lua: "lua", scala: "scala", sc: "scala", hs: "haskell", ml: "ocaml", ex: "elixir", exs: "elixir", zig: "zig",
    json: "json", jsonc: "json", yaml: "yaml", yml: "yaml", toml: "toml", html: "html", htm: "html", css: "css", svelte: "svelte", vue: "vue", md: "markdown", mdx: "markdown", markdown: "markdown"
};
const byName: Readonly<Record<string, string>> = {
    rakefile: "ruby", gemfile: "ruby", ".bashrc": "shellscript", ".profile": "shellscript", "cargo.lock": "plaintext", "pipfile": "toml"
};
/** Never text, whatever they hold: not even opened. */
const binaryExtensions = new Set(("png jpg jpeg gif bmp ico icns webp avif tif tiff psd ai eps pdf zip gz tgz bz2 xz zst 7z rar jar war ear class o a so dylib dll exe obj lib pdb wasm node pyc pyo " +
    "woff woff2 ttf otf eot mp3 mp4 m4a wav ogg flac avi mov mkv webm sqlite sqlite3 db mdb bin dat gguf safetensors onnx pt pth npy npz parquet arrow feather pkl h5 iso dmg deb rpm vsix " +
    "apk ipa keystore jks docx xlsx pptx odt ods swp lockb map tsbuildinfo snap").split(" "));
/** Generated lists of what was installed: long, and nobody asks for them. */
const generatedNames = new Set(["package-lock.json", "yarn.lock", "pnpm-lock.yaml", "composer.lock", "cargo.lock", "poetry.lock", "gemfile.lock", "go.sum", "uv.lock", "bun.lock"]);

export function languageOf(path: string): string {
    const name = (path.split("/").at(-1) ?? "").toLowerCase();
    const dot = name.lastIndexOf(".");
    const extension = dot >= 0 ? name.slice(dot + 1) : "";
    if (Object.hasOwn(byName, name))
        return byName[name] ?? "plaintext";
    return Object.hasOwn(byExtension, extension) ? byExtension[extension] ?? "plaintext" : "plaintext";
}

/** Whether a file's name alone says that its content is of no use to the index. */
export function isNeverIndexed(path: string): boolean {
    const name = (path.split("/").at(-1) ?? "").toLowerCase();
    return generatedNames.has(name) || /\.min\.(js|css|mjs|cjs)$/.test(name) || (name.includes(".") && binaryExtensions.has(name.slice(name.lastIndexOf(".") + 1)));
}
