// build.mjs - the page as the program carries it: dist/.  Needs npm ci and
// msgfmt of gettext.  Words are locales/desk.*.po; what callers choose from
// (list.what, list.where) is taken from their own words.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync }
	from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const locales = join(here, "../../../locales");
const dist = join(here, "dist");
const languages = ["en", "km", "th"];
const shared = /^list\.(what|where)\.[A-Za-z]+$/;

// A compiled catalogue: two tables of (length, offset), originals and
// translations; a key is "msgctxt EOT msgid".
function words(file) {
	const mo = execFileSync("msgfmt", ["-o", "-", join(locales, file)]);
	const number = (at) => mo.readUInt32LE(at);
	const text = (at) => mo.toString("utf8", number(at + 4),
		number(at + 4) + number(at));
	const out = {};
	for (let i = 0; i < number(8); i++) {
		const [key, id] = text(number(12) + 8 * i).split("\u0004");
		if (id !== undefined)
			out[key] = text(number(16) + 8 * i);
	}
	return out;
}

// "KH-1: [Banteay Meanchey, ..., Khmer, Thai]": the first in her script.
const scripts = { en: /^[A-Za-z]/, km: /^[\u1780-\u17ff]/,
	th: /^[\u0e00-\u0e7f]/ };
function provinces(language) {
	const text = readFileSync(join(here, "../../../menus/names.yaml"), "utf8");
	return Object.fromEntries([...text.matchAll(/^ {2}(KH-\d+): \[(.*)\]/gm)]
		.map(([, code, names]) => [`province.${code}`, names.split(/, */)
			.find((name) => scripts[language].test(name))]));
}

function catalogue(language) {
	const own = { ...provinces(language), ...words(`desk.${language}.po`) };
	for (const [key, text] of Object.entries(words(`${language}.po`)))
		if (shared.test(key))
			own[key] = text.replaceAll(/[\u200b\u2060]/g, "");
	return own;
}

const all = Object.fromEntries(languages.map((l) => [l, catalogue(l)]));
/* Once for all languages: the longest list of the page. */
const keys = Object.keys(all.en);
for (const key of keys)
	for (const l of languages)
		if (all[l][key] === undefined) {
			console.error(`locales/desk.${l}.po: ${key} is missing`);
			process.exitCode = 1;
		}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist);
await build({
	entryPoints: { desk: join(here, "src/main.js") },
	bundle: true, minify: true, format: "iife", target: "es2020",
	outdir: dist, legalComments: "none", logLevel: "warning",
	define: { KEYS: JSON.stringify(keys), TEXTS: JSON.stringify(
		Object.fromEntries(languages.map((l) => [l, keys.map((key) =>
			all[l][key])]))) },
});
await build({
	entryPoints: { desk: join(here, "desk.css") },
	bundle: true, minify: true, outdir: dist, logLevel: "warning",
	external: ["*.woff2"],
});
// The server's own copy, for what it writes itself (exports).
for (const l of languages)
	writeFileSync(join(dist, `words.${l}.json`), JSON.stringify(all[l]));
copyFileSync(join(here, "index.html"), join(dist, "index.html"));
for (const [script, name] of [["khmer", "noto-sans-khmer"],
	["thai", "noto-sans-thai-looped"]])
	for (const weight of [400, 600])
		copyFileSync(join(here, "node_modules/@fontsource", name, "files",
			`${name}-${script}-${weight}-normal.woff2`),
		join(dist, `${script}-${weight}.woff2`));
writeFileSync(join(dist, "licences.txt"), ["preact", "htm",
	"@fontsource/noto-sans-khmer", "@fontsource/noto-sans-thai-looped"]
	.map((name) => `${name}\n\n${readFileSync(join(here, "node_modules",
		name, "LICENSE"), "utf8")}`).join("\n\n"));
