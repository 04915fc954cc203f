// node-llama-cpp asks a binary package for getBinsDir(); a package without it means "not here, try the next".
export {};
