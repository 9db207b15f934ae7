// payloads_page.mjs - cases full of hostile texts in a real browser, for
// payloads_test.py: nothing runs, nothing is asked for elsewhere, no policy is
// hit, and every text stays inside its own box, on the screen and on paper.
import { createRequire } from "node:module";
import { mkdirSync, readFileSync } from "node:fs";

const need = createRequire(new URL("../gateway/desk/page/package.json",
	import.meta.url));
const { chromium } = need("playwright-core");
const job = JSON.parse(readFileSync(0, "utf8"));
let n = job.from, failed = 0;
function ok(good, name, why = "") {
	n++;
	failed += good ? 0 : 1;
	console.log(`${good ? "ok" : "not ok"} ${n} - ${name}`);
	if (!good)
		String(why).split("\n").forEach((line) => console.log(`# ${line}`));
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--no-first-run"] });
const context = await browser.newContext({ viewport: { width: 1024,
	height: 768 } });
const page = await context.newPage();
const seen = { dialogs: [], errors: [], elsewhere: [] };
page.setDefaultTimeout(60000);
page.on("dialog", (d) => { seen.dialogs.push(d.message()); d.dismiss(); });
page.on("pageerror", (e) => seen.errors.push(e.message));
page.on("request", (r) => {
	if (!r.url().startsWith(job.origin))
		seen.elsewhere.push(r.url());
});
await context.addInitScript(() => {
	localStorage.setItem("language", "en");
	window.reports = [];
	document.addEventListener("securitypolicyviolation", (e) =>
		window.reports.push(`${e.violatedDirective} ${e.blockedURI}`));
	new ReportingObserver((list) => list.forEach((r) => window.reports.push(
		r.type)), { types: ["csp-violation"], buffered: true }).observe();
});

/* Boxes in the order of the page: none over the next, none out of its own. */
const layout = () => page.evaluate(() => {
	const faults = [];
	const boxes = [...document.querySelectorAll(".entry")].map((entry) => {
		const box = entry.getBoundingClientRect();
		for (const said of entry.querySelectorAll(".said")) {
			const own = said.getBoundingClientRect();
			if (own.right > box.right + 1 || own.left < box.left - 1 ||
				own.bottom > box.bottom + 1)
				faults.push(`out: ${said.textContent.slice(0, 40)}`);
			if (said.scrollWidth > said.parentElement.clientWidth + 1)
				faults.push(`wide: ${said.textContent.slice(0, 40)}`);
		}
		return box;
	});
	boxes.forEach((box, i) => {
		if (i > 0 && box.top < boxes[i - 1].bottom - 1)
			faults.push(`over: entry ${i}`);
	});
	if (document.documentElement.scrollWidth > innerWidth)
		faults.push(`page: ${document.documentElement.scrollWidth}`);
	return { n: boxes.length, faults };
});

async function look(ref) {
	await page.goto(`${job.origin}/#/case/${ref}`);
	await page.waitForFunction((r) => document.querySelector("h1")
		.textContent.replace(" ", "").includes(r) &&
		document.querySelector(".story"), ref);
	await page.evaluate(() => document.fonts.ready);
	for (const width of [1024, 360]) {
		await page.setViewportSize({ width, height: 740 });
		const { n: count, faults } = await layout();
		ok(count > 0 && faults.length === 0, `${ref}: ${count} entries at ` +
			`${width} px, each in its box`, faults.join("\n"));
	}
	await page.emulateMedia({ media: "print" });
	await page.setViewportSize({ width: 680, height: 960 });
	const { faults } = await layout();
	ok(faults.length === 0, `${ref}: on paper too`, faults.join("\n"));
	const pdf = await page.pdf({ format: "A4" });
	ok(pdf.subarray(0, 5).toString() === "%PDF-" && pdf.length > 20000,
		`${ref}: it prints, ${pdf.length} octets`);
	await page.emulateMedia({ media: "screen" });
	await page.setViewportSize({ width: 1024, height: 768 });
	ok(await page.$$eval(".said *", (all) => all.length) === 0,
		`${ref}: no text became an element`);
	const [reports, hit] = await page.evaluate(() => [window.reports,
		window.hit]);
	ok(reports.length === 0 && hit === undefined,
		`${ref}: no script ran, no policy was hit`, reports.join("\n"));
}

try {
	await page.goto(job.origin);
	await page.fill("input[name=name]", "dara");
	await page.fill("input[name=password]", job.password);
	await page.fill("input[name=code]", job.code);
	await page.click("form button.main");
	await page.waitForSelector(".queue");
	for (const ref of job.refs)
		await look(ref);
	mkdirSync(job.screens, { recursive: true });
	await page.screenshot({ path: `${job.screens}/en-payloads.png` });
	await page.click(".said").catch(() => {});
} catch (error) {
	ok(false, "the browser went through the cases", error.stack);
}
ok(seen.dialogs.length + seen.errors.length + seen.elsewhere.length === 0,
	"no dialog, no error, nothing asked for elsewhere",
	JSON.stringify(seen));
await browser.close();
process.exit(failed === 0 ? 0 : 1);
