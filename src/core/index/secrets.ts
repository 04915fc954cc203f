/** What looks like a secret is never indexed and never reaches a prompt: by a file's name, by known patterns, by the entropy of what a name calls secret. */

const secretNames = [
    /^\.env(\..+)?$/, /^\.?(npmrc|pypirc|netrc|pgpass|git-credentials|htpasswd|dockercfg|s3cfg|boto|vault-token|terraformrc)$/, /^_netrc$/,
    /^(credentials|secrets?|service[-_]?account.*)(\.(json|ya?ml|toml|ini|xml|properties|txt|csv))?$/, /^id_(rsa|dsa|ecdsa|ed25519)(_.*)?$/,
    /\.(pem|key|p12|pfx|pkcs12|p8|jks|keystore|kdbx?|ppk|ovpn|asc|gpg|age|tfvars|tfstate|mobileprovision)$/, /^(.*[-_.])?(private[-_]?key|secret[-_]?key|access[-_]?keys?)(\..*)?$/
];
/** Examples that projects publish on purpose. */
const publishedExample = /^\.env\.(example|sample|template|dist|defaults?)$/;

/** Whether a file's name says that it holds secrets. `path` may use either slash. */
export function isSecretPath(path: string): boolean {
    const name = (path.split(/[\\/]/).at(-1) ?? "").toLowerCase();
    return !publishedExample.test(name) && secretNames.some((pattern) => pattern.test(name));
}

const known = [
    /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY(?: BLOCK)?-----\s*[A-Za-z0-9+/=\s]{32}/, /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/, /\bgh[pousr]_[A-Za-z0-9]{36,}\b/, /\bgithub_pat_[A-Za-z0-9_]{60,}\b/,
    /\bglpat-[A-Za-z0-9_-]{20,}\b/, /\bxox[abprs]-[A-Za-z0-9-]{20,}\b/, /\bAIza[A-Za-z0-9_-]{35}\b/, /\b[rs]k_live_[A-Za-z0-9]{20,}\b/, /\bsk-(?:proj-|ant-)?[A-Za-z0-9_-]{32,}\b/,
    /\bnpm_[A-Za-z0-9]{36}\b/, /\bpypi-[A-Za-z0-9_-]{50,}\b/, /\bSG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\b/, /\bhf_[A-Za-z0-9]{34}\b/, /"private_key_id"\s*:\s*"[0-9a-f]{40}"/
];
const named = /(?:passw(?:or)?d|secret|token|api[_-]?key|access[_-]?key|private[_-]?key)["']?\s*[:=]+\s*["'`]([A-Za-z0-9+/_=.~-]{20,200})["'`]/gi;
/** Bits per character above which a text is random rather than written: English and identifiers stay below. */
const randomBits = 4;

/** Whether a text holds something that looks like a key, a token or a password. */
export function holdsSecret(text: string): boolean {
    if (known.some((pattern) => pattern.test(text)))
        return true;
    for (const [, value = ""] of text.matchAll(named)) {
        if (/\d/.test(value) && /[A-Za-z]/.test(value) && entropy(value) >= randomBits)
            return true;
    }
    return false;
}

/** Shannon entropy of a text's characters, bits per character. */
export function entropy(text: string): number {
    const counts = new Map<string, number>();
    for (const character of text)
        counts.set(character, (counts.get(character) ?? 0) + 1);
    let bits = 0;
    for (const count of counts.values())
        bits -= count / text.length * Math.log2(count / text.length);
    return bits;
}
