// browser.mjs - a real browser over the desk, for desk_page.mjs and the walks
// beside it: the job comes as JSON on standard input, TAP goes to standard
// output, pictures of every screen to job.screens.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";

const need = createRequire(new URL("../../gateway/desk/page/package.json",
	import.meta.url));
const { chromium } = need("playwright-core");
const axe = readFileSync(need.resolve("axe-core/axe.min.js"), "utf8");
export const job = JSON.parse(readFileSync(0, "utf8"));

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

/* axe runs in a world of its own: the page's policy stays as it is. */
export async function look(page, name) {
	mkdirSync(job.screens, { recursive: true });
	await page.evaluate(() => document.fonts.ready);
	await page.screenshot({ path: `${job.screens}/${name}.png`,
		fullPage: true });
	const client = await page.context().newCDPSession(page);
	const { frameTree } = await client.send("Page.getFrameTree");
	const { executionContextId } = await client.send(
		"Page.createIsolatedWorld", { frameId: frameTree.frame.id });
	const run = (expression) => client.send("Runtime.evaluate", { expression,
		contextId: executionContextId, awaitPromise: true,
		returnByValue: true });
	await run(`${axe}; 0`);
	const got = await run(`axe.run(document, { runOnly: ["wcag2a",
		"wcag2aa", "wcag21aa", "best-practice"] }).then((r) =>
		JSON.stringify(r.violations.map((v) => v.id + ": " +
		v.nodes.map((x) => x.html).slice(0, 3).join(" | "))))`);
	const faults = JSON.parse(got.result.value ?? '["axe did not run"]');
	ok(faults.length === 0, `${name}: nothing for axe to find`,
		faults.join("\n"));
	const wide = await page.evaluate(() =>
		document.documentElement.scrollWidth - innerWidth);
	ok(wide <= 0, `${name}: nothing wider than the screen`, `${wide} px`);
	const [shift, violations, hit] = await page.evaluate(() => [window.shift,
		window.violations || [], window.hit]);
	ok(shift < 0.1, `${name}: nothing jumps`, shift);
	ok(violations.length === 0 && hit === undefined,
		`${name}: no policy was hit, nothing ran`, violations.join());
}

/* Her next code; whoever else signs in brings her own. */
export const nextCode = () => job.codes[codes++];

export async function signIn(page, name = "dara", code = nextCode()) {
	await page.goto(job.origin);
	await page.fill("input[name=name]", name);
	await page.fill("input[name=password]", job.password);
	await page.fill("input[name=code]", code);
	await page.click("form button.main");
	await page.waitForSelector(".queue");
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
	}
	ok(reports.length === 0, "no error, no dialog in any page",
		reports.join("\n"));
	if (browser)
		await browser.close();
	console.log(`1..${n}`);
	process.exit(failed === 0 ? 0 : 1);
}
