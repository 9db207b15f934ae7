// drafts.mjs - what is typed at the desk survives: the power (kill -9 of the desk
// and of the browser), an expired session, another laptop.
import { spawn } from "node:child_process";
import { job, launch, look, ok, openContext, play, signIn } from "./browser.mjs";

const LAPTOP = { width: 1024, height: 768 };
const NAMES = Array.from({ length: 30 }, (_, i) => `Sok ${i + 1}`).join("\n");
const KHMER = "គេរក្សាលិខិតឆ្លងដែនរបស់ខ្ញុំ";

const kept = (page, form) => page.waitForResponse((r) =>
	r.request().method() === "PUT" && /\/drafts?$/.test(r.url()) &&
	JSON.parse(r.request().postData()).form === form && r.status() === 204);

/* Everything a browser could keep but the language. */
async function nothingKept(page, name) {
	const found = await page.evaluate(async () => [
		...Object.keys(localStorage).filter((k) => k !== "language"),
		...Object.keys(sessionStorage),
		...(await indexedDB.databases()).map((d) => d.name),
		...await caches.keys(), document.cookie].filter(Boolean));
	ok(found.length === 0, `${name}: the browser keeps nothing of it`, found);
}

async function typeAtCounter(page) {
	await page.goto(`${job.origin}/#/counter`);
	await page.waitForSelector("select[name=kind]");
	await page.selectOption("select[name=kind]", "legal");
	await page.selectOption("select[name=sex]", "f");
	await page.click("summary:has-text('Make it a case')");
	await page.selectOption("select[name=category]", "papers");
	await page.check("input[name=urgent]");
	const both = Promise.all([kept(page, "contact"), kept(page, "intake")]);
	await page.fill("textarea[name=words]", `${KHMER}\n${NAMES}`);
	await both;
	ok(true, "what is typed at the counter is kept within five seconds");
	await nothingKept(page, "counter");
}

/* As the power goes: nobody is asked. */
async function powerCut(browser) {
	const client = await browser.newBrowserCDPSession();
	const { processInfo } = await client.send("SystemInfo.getProcessInfo");
	process.kill(processInfo.find((p) => p.type === "browser").id, "SIGKILL");
	process.kill(job.pid, "SIGKILL");
}

async function startDesk() {
	const desk = spawn(job.helpline, ["desk", job.dir], { stdio: "ignore" });
	for (let i = 0; i < 400; i++) {
		const up = await fetch(`${job.origin}/api/health`)
			.then((r) => r.ok, () => false);
		if (up)
			return desk;
		await new Promise((r) => setTimeout(r, 50));
	}
	throw new Error("the desk does not come back");
}

async function afterPowerCut() {
	const first = await launch();
	const before = await openContext("en", LAPTOP, {}, first);
	await signIn(before);
	await typeAtCounter(before);
	await powerCut(first);
	const desk = await startDesk();
	const page = await openContext("en", LAPTOP);
	await signIn(page);
	await page.goto(`${job.origin}/#/counter`);
	await page.waitForFunction(() =>
		document.querySelector("textarea[name=words]")?.value !== "");
	const back = await page.evaluate(() => Object.fromEntries(
		["select[name=kind]", "select[name=sex]", "select[name=category]",
			"textarea[name=words]"].map((q) => [q,
			document.querySelector(q).value])));
	ok(back["select[name=kind]"] === "legal" &&
		back["select[name=sex]"] === "f", "a contact is there again after " +
		"kill -9 of the desk and the browser", JSON.stringify(back));
	ok(back["select[name=category]"] === "papers" &&
		back["textarea[name=words]"] === `${KHMER}\n${NAMES}` &&
		await page.isChecked("input[name=urgent]"),
	"so is a case that was begun, with thirty pasted lines",
	JSON.stringify(back));
	ok(await page.isVisible("textarea[name=words]"),
		"where she sees that it is");
	await look(page, "en-drafts-back");
	await sendBoth(page);
	await page.context().close();
	return desk;
}

async function drafts(page, path) {
	return page.evaluate(async (p) => (await (await fetch(p)).json()).drafts,
		path);
}

/* Sent is wiped. */
async function sendBoth(page) {
	await page.click("form:has(select[name=kind]) button.main");
	await page.waitForSelector(".counted");
	await page.click("form:has(textarea[name=words]) button.main");
	await page.waitForSelector(".story");
	const left = await drafts(page, "/api/drafts");
	ok(left.length === 0, "what was sent is no draft any more",
		JSON.stringify(left));
	await page.goto(`${job.origin}/#/counter`);
	await page.waitForSelector("select[name=kind]");
	await page.waitForTimeout(300);
	ok(await page.inputValue("select[name=kind]") === "information" &&
		await page.inputValue("textarea[name=words]") === "",
	"and its forms are empty");
}

/* A key every 300 ms never stops for five seconds. */
async function whileTyping(page) {
	const note = page.locator("textarea[name=note]");
	const saved = kept(page, "note");
	let done = false, stopped = false;
	saved.then(() => { done = true; });
	for (let i = 0; i < 22 && !done; i++) {
		await note.pressSequentially("a");
		await page.waitForTimeout(300);
		stopped = i === 21;
	}
	ok(done && !stopped, "who types without a pause is kept too");
}

async function anotherLaptop() {
	const page = await openContext("en", LAPTOP);
	const path = `/api/cases/${job.ref}`;
	await signIn(page);
	await page.goto(`${job.origin}/#/case/${job.ref}`);
	await page.waitForSelector(".story");
	await whileTyping(page);
	const all = Promise.all([kept(page, "outcome"), kept(page, "refer")]);
	await page.click("details summary:has-text('Finish the case')");
	await page.selectOption("select[name=outcome]", "refund");
	await page.fill("input[name=received]", "250.5");
	await page.selectOption("select[name=currency]", "USD");
	await page.click("details summary:has-text('Refer to another')");
	await page.fill("form[aria-label='Offer it'] " +
		"[name=text]", "She moved to Pursat");
	await all;
	await nothingKept(page, "case");
	await page.context().clearCookies();
	await page.context().close();
	const other = await openContext("en", { width: 360, height: 740 });
	await signIn(other);
	await other.goto(`${job.origin}/#/case/${job.ref}`);
	await other.waitForSelector(".story");
	ok(/^a+$/.test(await other.inputValue("textarea[name=note]")) &&
		await other.inputValue("select[name=outcome]") === "refund" &&
		await other.inputValue("input[name=received]") === "250.5" &&
		await other.inputValue("select[name=currency]") === "USD" &&
		await other.inputValue("form[aria-label='Offer it'] " +
			"[name=text]") === "She moved to Pursat",
	"a note, an ending and a reason are there on another laptop");
	await look(other, "en-drafts-360");
	await other.fill("textarea[name=note]", "");
	await other.locator("textarea[name=note]").pressSequentially("b");
	await other.evaluate(() => document.activeElement.blur());
	await other.keyboard.press("L");
	await other.waitForSelector("input[name=password]");
	await other.fill("input[name=password]", job.password);
	await other.keyboard.press("Enter");
	await other.waitForSelector("textarea[name=note]");
	ok(await other.inputValue("textarea[name=note]") === "b",
		"L keeps what was typed a moment ago");
	await other.click("form[aria-label='Finish the case'] button.main");
	await other.waitForFunction(() => document.querySelector(".facts")
		?.textContent.includes("Finished"));
	const left = (await drafts(other, path)).map((d) => d.form).sort();
	ok(left.join() === "note,refer", "what was sent is dropped, the others " +
		"stay", left.join());
	await other.context().close();
}

let desk;
await play(async () => { desk = await afterPowerCut(); }, anotherLaptop,
	async () => { desk.kill("SIGTERM"); });
