// Builds every src/*.ts into a folder, with the licences of what went in; --check compares instead of writing.
import { build } from "esbuild";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";

const checking = process.argv.includes("--check");
const folder = process.argv.at(-1);

const result = await build({
  entryPoints: readdirSync("src").filter((name) => name.endsWith(".ts")).map((name) => join("src", name)),
  outdir: "dist",
  bundle: true,
  splitting: true,
  format: "esm",
  target: "es2022",
  charset: "utf8",
  minify: true,
  legalComments: "none",
  metafile: true,
  chunkNames: "shared-[hash]",
  write: false,
});
const files = new Map(result.outputFiles.map((file) => [basename(file.path), file.text]));
files.set("LICENSES.txt", licences(Object.keys(result.metafile.inputs)));

if (checking) check(files);
else write(files);

function licences(inputs) {
  const packages = new Set(inputs.flatMap((path) => path.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1] ?? []));
  return [...packages].sort().map(licence).join("\n");
}

function licence(name) {
  const root = join("node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  const file = readdirSync(root).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file ? readFileSync(join(root, file), "utf8").trim() : "";
  return `${name} ${version} (${license})\n\n${text}\n`.replace(/\r\n/g, "\n");
}

function write(files) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  for (const [name, text] of files) writeFileSync(join(folder, name), text);
}

function check(files) {
  const kept = readdirSync(folder).sort();
  const wanted = [...files.keys()].sort();
  const stale = wanted.filter((name) => !kept.includes(name) || readFileSync(join(folder, name), "utf8") !== files.get(name));
  const extra = kept.filter((name) => !files.has(name));
  if (stale.length + extra.length === 0) return;
  console.error(`${folder} is not what src/ builds: ${[...stale, ...extra].join(", ")}. Run npm run build.`);
  process.exit(1);
}
