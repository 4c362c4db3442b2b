// GitHub's parser imports its JSON as bundlers allow it; node wants that said in the import. This makes modules of the files.
import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { isMainThread } from "node:worker_threads";

if (isMainThread) {
  register(import.meta.url);
}

export const load = async (url, context, next) =>
  url.startsWith("file:") && url.endsWith(".json")
    ? { format: "module", source: `export default ${await readFile(new URL(url), "utf8")};`, shortCircuit: true }
    : next(url, context);
