// Builds static/dist from static/src and the npm packages: one style sheet, one script, one icon sprite, the fonts.
// Style rules and icons that no template, script or Python file mentions are left out, so run `make static`
// after using a new class or icon. Each text file gets a .gz and a .br neighbour, which WhiteNoise serves.

import { createHash } from "node:crypto";
import { cpSync, existsSync, mkdirSync, readFileSync, readdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, extname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { build, transform } from "esbuild";
import { PurgeCSS } from "purgecss";

const ROOT = join(dirname(fileURLToPath(import.meta.url)), "..");
const SRC = join(ROOT, "static/src");
const OUT = join(ROOT, "static/dist");
const FRESH = `${OUT}.new`;
const MODULES = join(ROOT, "node_modules");
const ROOMS = ["accounts", "cases", "rehabilitation", "tasks", "sharing", "insights", "config"];
// The letters of English, Uzbek (both scripts) and Russian; a browser loads only the sets that a page needs.
const FONT_SETS = ["latin", "latin-ext", "cyrillic", "cyrillic-ext"];

function* files(folder, endings) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!["migrations", "__pycache__", "locale"].includes(entry.name)) yield* files(path, endings);
    } else if (endings.includes(extname(entry.name))) yield path;
  }
}

function sources() {
  const found = [...files(join(ROOT, "templates"), [".html"]), ...files(SRC, [".js"])];
  for (const room of ROOMS) found.push(...files(join(ROOT, room), [".py", ".html"]));
  return found.map((path) => ({ raw: readFileSync(path, "utf8"), extension: extname(path).slice(1), path }));
}

// --- Icons: every quoted word that is the name of a Tabler icon; a few too many are cheaper than one missing ---

const QUOTED = /["']([a-z][a-z0-9-]*)["']/g;

function iconFile(name) {
  const [folder, file] = name.endsWith("-filled") ? ["filled", name.slice(0, -7)] : ["outline", name];
  return { folder, path: join(MODULES, "@tabler/icons/icons", folder, `${file}.svg`) };
}

function iconNames(texts) {
  const names = new Set();
  for (const { raw } of texts) for (const match of raw.matchAll(QUOTED)) names.add(match[1]);
  return [...names].sort();
}

function iconSprite(texts) {
  const symbols = [];
  for (const name of iconNames(texts)) {
    const { folder, path } = iconFile(name);
    if (!existsSync(path)) {
      if (texts.some(({ raw }) => new RegExp(`\\{%\\s*icon\\s+["']${name}["']`).test(raw))) {
        throw new Error(`no Tabler icon is called "${name}"`);
      }
      continue;
    }
    const body = readFileSync(path, "utf8").replace(/<!--[\s\S]*?-->/g, "").replace(/^[\s\S]*?<svg[^>]*>|<\/svg>\s*$/g, "");
    const strokes = body.replace(/<path stroke="none" d="M0 0h24v24H0z" fill="none"\s*\/>/g, "").replace(/\s*\n\s*/g, "");
    const paint = folder === "filled" ? 'fill="currentColor" stroke="none"' : "";
    symbols.push(`<symbol id="${name}" viewBox="0 0 24 24" ${paint}>${strokes}</symbol>`);
  }
  return `<svg xmlns="http://www.w3.org/2000/svg">${symbols.join("\n")}</svg>\n`;
}

// --- Style sheet -------------------------------------------------------------------------------------------

async function styleSheet(texts) {
  const tabler = readFileSync(join(MODULES, "@tabler/core/dist/css/tabler.css"), "utf8").replace(/\/\*# source.*\*\//, "");
  // Only the light theme is ours; the rules of the dark one would double the sheet.
  const [purged] = await new PurgeCSS().purge({
    css: [{ raw: tabler }],
    content: texts.map(({ raw, extension }) => ({ raw, extension })),
    defaultExtractor: (text) => text.match(/[\w-/:.]+(?<![:.])/g) ?? [],
    safelist: { standard: [/^htmx-/, "show", "active", "disabled", "is-invalid", "was-validated"] },
    blocklist: [/data-bs-theme/, /^\.theme-/],
    variables: false,
  });
  const fonts = FONT_SETS.map(fontFace).join("");
  const own = [...files(SRC, [".css"])].sort().map((path) => readFileSync(path, "utf8")).join("\n");
  const { code } = await transform(`${fonts}${purged.css}\n${own}`, { loader: "css", minify: true, target: "chrome100" });
  return code;
}

function fontFace(set) {
  const index = readFileSync(join(MODULES, "@fontsource-variable/inter/index.css"), "utf8");
  const block = index.match(new RegExp(`\\/\\* inter-${set}-wght-normal \\*\\/\\s*@font-face \\{[^}]*\\}`))[0];
  return block.replace("./files/", "fonts/");
}

// --- All of it ---------------------------------------------------------------------------------------------

rmSync(FRESH, { recursive: true, force: true });
mkdirSync(join(FRESH, "fonts"), { recursive: true });
const texts = sources();
const write = (name, text) => writeFileSync(join(FRESH, name), text);

write("icons.svg", iconSprite(texts));
write("app.css", await styleSheet(texts));
await build({
  entryPoints: [join(SRC, "app.js")], outfile: join(FRESH, "app.js"),
  bundle: true, minify: true, format: "iife", target: "es2020", legalComments: "none", logLevel: "warning",
});
for (const set of FONT_SETS) {
  const file = `inter-${set}-wght-normal.woff2`;
  cpSync(join(MODULES, "@fontsource-variable/inter/files", file), join(FRESH, "fonts", file));
}
for (const path of files(SRC, [".svg", ".png", ".webmanifest"])) cpSync(path, join(FRESH, path.slice(SRC.length + 1)));
for (const path of [...files(FRESH, [".css", ".js", ".svg"])]) {
  const bytes = readFileSync(path);
  writeFileSync(`${path}.gz`, gzipSync(bytes, { level: 9 }));
  writeFileSync(`${path}.br`, brotliCompressSync(bytes));
}
rmSync(OUT, { recursive: true, force: true });
renameSync(FRESH, OUT);
const size = (name) => `${name} ${(readFileSync(join(OUT, `${name}.gz`)).length / 1024).toFixed(0)} kB`;
console.log(`static/dist: ${["app.css", "app.js", "icons.svg"].map(size).join(", ")} (gzip), ${createHash("sha256")
  .update(readFileSync(join(OUT, "app.css"))).digest("hex").slice(0, 8)}`);
