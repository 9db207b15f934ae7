// proxy.mjs - the desk behind a proxy with TLS, in a browser, for
// desk_proxy_test.py: one sign-in, what the browser made of the cookies.
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";

const need = createRequire(new URL("../../gateway/desk/page/package.json",
	import.meta.url));
const { chromium } = need("playwright-core");
const job = JSON.parse(readFileSync(0, "utf8"));

let n = 0, failed = 0;
function ok(good, name, why = "") {
	failed += good ? 0 : 1;
	console.log(`${good ? "ok" : "not ok"} ${++n} - ${name}`);
	if (!good)
		console.log(`# ${why}`);
}

const browser = await chromium.launch({ executablePath: "/usr/bin/chromium",
	args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking",
		"--disable-component-update", "--disable-sync", "--no-first-run",
		`--host-resolver-rules=MAP ${job.name} 127.0.0.1`] });
/* The certificate is of the test's own making; Python has looked at it. */
const context = await browser.newContext({ ignoreHTTPSErrors: true });
const page = await context.newPage();
const faults = [];
page.on("pageerror", (e) => faults.push(e.message));
/* Of an answer without a body Chromium says that reading it was given up. */
page.on("requestfailed", async (r) => {
	const answer = await r.response();
	if (answer === null || answer.status() !== 204)
		faults.push(`${r.url()} ${r.failure().errorText}`);
});
await page.goto(job.origin);
await page.fill("input[name=name]", "dara");
await page.fill("input[name=password]", job.password);
await page.fill("input[name=code]", job.code);
await page.click("form button.main");
await page.waitForSelector("a.row");
ok(true, "a browser signs in");
const cookies = await context.cookies();
ok(cookies.length === 2 && cookies.every((c) => c.secure && c.httpOnly &&
	c.sameSite === "Strict" && c.path === "/" &&
	c.name.startsWith("__Host-") && !c.domain.startsWith(".")),
"and keeps __Host- cookies", JSON.stringify(cookies));
await page.reload();
await page.waitForSelector("a.row");
ok(true, "which it shows again");
const protocol = await page.evaluate(() =>
	performance.getEntriesByType("navigation")[0].nextHopProtocol);
ok(protocol === "h2", "over HTTP/2", protocol);
await page.click("a.row");
await page.waitForSelector("textarea[name=note]");
await page.fill("textarea[name=note]", "Through the proxy.");
await page.click(
	"form:has(textarea[name=note]) button.main");
await page.waitForSelector(".entry.ours");
ok((await page.textContent(".entry.ours")).includes("Through the proxy."),
	"a note is kept through it");
ok(faults.length === 0, "nothing fails on the way", faults.join(" "));
await browser.close();
process.exit(failed === 0 ? 0 : 1);
