// Writes source.sha256 beside the built page: one hash over all that goes into the build, so that
// a test in Python can check, without Node, that the built page is up to date.
// Per file, sorted by path: path relative to web/ with "/", a zero byte, its bytes, a zero byte.
import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

const ROOT = new URL("../", import.meta.url);
const OUT = new URL("../../src/westphalia/page/built/source.sha256", import.meta.url);
const FILES = ["package.json", "package-lock.json", "vite.config.ts", "tsconfig.json", "svelte.config.js"];

function within(folder) {
  return readdirSync(new URL(folder, ROOT)).flatMap((name) => {
    const path = `${folder}/${name}`;
    return statSync(new URL(path, ROOT)).isDirectory() ? within(path) : [path];
  });
}

const hash = createHash("sha256");
const byBytes = (a, b) => Buffer.compare(Buffer.from(a), Buffer.from(b));
for (const path of [...FILES, ...within("src")].sort(byBytes)) {
  hash.update(path + "\0");
  hash.update(readFileSync(new URL(path, ROOT)));
  hash.update("\0");
}
writeFileSync(OUT, hash.digest("hex") + "\n");
