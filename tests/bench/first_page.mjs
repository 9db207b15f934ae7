// first_page.mjs - the desk's first page on a slow line, for desk.py: the job as
// JSON on standard input, one line of JSON back.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const need = createRequire(new URL("../../gateway/desk/page/package.json",
	import.meta.url));
const { chromium } = need("playwright-core");
const job = JSON.parse(readFileSync(0, "utf8"));

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--no-first-run"] });

async function open(language) {
	const context = await browser.newContext({ viewport:
		{ width: 1024, height: 768 } });
	const page = await context.newPage();
	await context.addInitScript((l) => {
		localStorage.setItem("language", l);
		window.shift = 0;
		new PerformanceObserver((list) => list.getEntries().forEach((e) => {
			window.shift += e.hadRecentInput ? 0 : e.value;
		})).observe({ type: "layout-shift", buffered: true });
		/* When she could type her name: the field is there and takes keys. */
		new MutationObserver((_, observer) => {
			if (!document.querySelector("input[name=name]"))
				return;
			observer.disconnect();
			requestAnimationFrame(() => {
				window.usable = performance.now();
			});
		}).observe(document, { childList: true, subtree: true });
	}, language);
	return [context, page];
}

/* A browser that was never here. */
async function once(language) {
	const [context, page] = await open(language);
	const client = await context.newCDPSession(page);
	let octets = 0;
	await client.send("Network.enable");
	await client.send("Network.emulateNetworkConditions", { offline: false,
		latency: job.latency_ms, downloadThroughput: job.octets_per_s,
		uploadThroughput: job.octets_per_s });
	client.on("Network.loadingFinished", (e) => {
		octets += e.encodedDataLength;
	});
	await page.goto(job.origin);
	await page.waitForFunction(() => window.usable);
	await page.evaluate(() => document.fonts.ready);
	await page.waitForLoadState("networkidle");
	const [usable, shift] = await page.evaluate(() =>
		[window.usable, window.shift]);
	await context.close();
	return { usable_ms: usable, octets, shift };
}

const runs = [];
for (let i = 0; i < job.runs; i++)
	runs.push(await once(job.languages[i % job.languages.length]));
await browser.close();
console.log(JSON.stringify(runs));
