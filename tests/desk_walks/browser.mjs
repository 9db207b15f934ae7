// browser.mjs - a real browser over the desk, for desk_page.mjs and the walks
// beside it: the job comes as JSON on standard input, TAP goes to standard
// output, pictures of every screen to job.screens.
import { createRequire } from "node:module";
import { createReadStream, mkdirSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { execFileSync } from "node:child_process";

const need = createRequire(new URL("../../gateway/desk/page/package.json",
	import.meta.url));
const { chromium } = need("playwright-core");
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
export const job = JSON.parse(readFileSync(0, "utf8"));

/* The page's own words, by key. */
export function wordsOf(language) {
	const words = JSON.parse(readFileSync(new URL("../../gateway/desk/page/" +
		`dist/words.${language}.json`, import.meta.url)));
	return (key) => words[key];
}

/* What no browser can do is done by the test that plays this walk (walk.py). */
let answers;
export async function asked(ask, more = {}) {
	answers ||= createInterface({ input: createReadStream(null,
		{ fd: job.fd }) })[Symbol.asyncIterator]();
	console.log(`ASK ${JSON.stringify({ ask, ...more })}`);
	return JSON.parse((await answers.next()).value);
}

let n = 0, failed = 0, codes = 0;
export function ok(good, name, why = "") {
	n++;
	failed += good ? 0 : 1;
	console.log(`${good ? "ok" : "not ok"} ${n} - ${name}`);
	if (!good)
		String(why).split("\n").forEach((line) => console.log(`# ${line}`));
}

export const launch = () => chromium.launch({ executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--no-first-run"] });
const reports = [];
let browser;

/* A browser of one's own as the last argument; else the one all share.  more
   goes to newContext. */
export async function openContext(language, viewport, more = {}, own) {
	browser ||= await launch();
	const context = await (own || browser).newContext({ viewport,
		bypassCSP: false, ...more });
	const page = await context.newPage();
	await context.addInitScript((l) => {
		localStorage.setItem("language", l);
		window.shift = 0;
		new PerformanceObserver((list) => list.getEntries().forEach((e) => {
			if (!e.hadRecentInput)
				window.shift += e.value;
		})).observe({ type: "layout-shift", buffered: true });
		document.addEventListener("securitypolicyviolation", (e) => {
			(window.violations ||= []).push(e.violatedDirective);
		});
	}, language);
	page.on("pageerror", (error) => reports.push(`error: ${error.stack}`));
	page.on("dialog", (dialog) => {
		reports.push(`dialog: ${dialog.message()}`);
		dialog.dismiss();
	});
	page.setDefaultTimeout(20000);
	return page;
}

/* Every text 7 : 1 (large ones 4.5 : 1).  What axe gives up on, because it is one
   figure long or stands in a row that scrolls, is computed from its colours;
   with a picture or a gradient behind words it cannot be, which is a fault. */
const judged = `axe.run(document, { runOnly: ["wcag2a", "wcag2aa", "wcag21aa",
	"best-practice"], rules: { "color-contrast-enhanced": { enabled: true } } })
	.then((r) => {
	const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
	const light = (c) => c.slice(0, 3).map((v) => v / 255).map((v) =>
		v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4)
		.reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
	const ratio = (node) => {
		const e = document.querySelector(node.target[0]);
		let at = e, style = getComputedStyle(at);
		const ink = light(rgb(style.color));
		while (at && style.backgroundImage === "none" &&
			(rgb(style.backgroundColor)[3] ?? 1) < 1)
			at = at.parentElement, style = at && getComputedStyle(at);
		if (!at || style.backgroundImage !== "none")
			return 0;
		const [low, high] = [ink, light(rgb(style.backgroundColor))]
			.sort((a, b) => a - b);
		return (high + 0.05) / (low + 0.05);
	};
	const left = r.incomplete.filter((v) => v.id === "color-contrast-enhanced")
		.flatMap((v) => v.nodes).map((node) => [node.html, ratio(node)])
		.filter(([, got]) => got < 7);
	return JSON.stringify(r.violations.map((v) => v.id + ": " + v.nodes
		.slice(0, 3).map((x) => x.html).join(" | ")).concat(left.map(
		([html, got]) => "contrast " + got.toFixed(2) + ": " + html)));
	})`;

/* axe runs in a world of its own: the page's policy stays as it is. */
async function judge(page) {
	const client = await page.context().newCDPSession(page);
	const { frameTree } = await client.send("Page.getFrameTree");
	const { executionContextId } = await client.send(
		"Page.createIsolatedWorld", { frameId: frameTree.frame.id });
	const run = (expression) => client.send("Runtime.evaluate", { expression,
		contextId: executionContextId, awaitPromise: true,
		returnByValue: true });
	await run(`${axe}; 0`);
	const got = await run(judged);
	await client.detach();
	return JSON.parse(got.result.value ?? '["axe did not run"]');
}

export async function look(page, name) {
	mkdirSync(job.screens, { recursive: true });
	await page.evaluate(() => document.fonts.ready);
	await page.screenshot({ path: `${job.screens}/${name}.png`,
		fullPage: true });
	const faults = await judge(page);
	ok(faults.length === 0, `${name}: nothing for axe to find, ` +
		"every text 7 : 1", faults.join("\n"));
	const wide = await page.evaluate(() =>
		document.documentElement.scrollWidth - innerWidth);
	ok(wide <= 0, `${name}: nothing wider than the screen`, `${wide} px`);
	const [shift, violations, hit] = await page.evaluate(() => [window.shift,
		window.violations || [], window.hit]);
	ok(shift < 0.1, `${name}: nothing jumps`, shift);
	ok(violations.length === 0 && hit === undefined,
		`${name}: no policy was hit, nothing ran`, violations.join());
}

/* On paper as a PDF; read back by what is not Chromium.  holds: with the spaces
   that a reader puts into Khmer left out. */
export async function printed(page, name) {
	const path = `${job.screens}/${name}.pdf`;
	mkdirSync(job.screens, { recursive: true });
	await page.pdf({ preferCSSPageSize: true, path });
	const text = execFileSync("pdftotext", [path, "-"], { encoding: "utf8" });
	const bare = (t) => t.replace(/[\s\u200b\u2060]/g, "");
	return { text, pages: text.split("\f").length - 1,
		holds: (part) => bare(text).includes(bare(part)) };
}

/* Her next code; whoever else signs in brings her own. */
export const nextCode = () => job.codes[codes++];

export async function signIn(page, name = "dara", code = nextCode(),
	seen = ".queue") {
	await page.goto(job.origin);
	await page.fill("input[name=name]", name);
	await page.fill("input[name=password]", job.password);
	await page.fill("input[name=code]", code);
	await page.click("form button.main");
	await page.waitForSelector(seen);
}

/* Play walks one after the other, or the one that job.walk names, to the end of
   the program. */
export async function play(...walks) {
	try {
		for (const walk of walks)
			if (!job.walk || walk.name === job.walk)
				await walk();
	} catch (error) {
		ok(false, "the browser went through", error.stack);
		for (const [i, page] of (browser?.contexts() || []).flatMap((c) =>
			c.pages()).entries())
			await page.screenshot({ timeout: 5000,
				path: `${job.screens}/failed-${i}.png` }).catch(() => {});
	}
	ok(reports.length === 0, "no error, no dialog in any page",
		reports.join("\n"));
	console.log(`1..${n}`);
	/* What hangs when it is closed is ended with us. */
	await Promise.race([browser?.close(), new Promise((done) =>
		setTimeout(done, 5000))]);
	process.exit(failed === 0 ? 0 : 1);
}
