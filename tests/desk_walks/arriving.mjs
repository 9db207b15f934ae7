// arriving.mjs - who is new, on a phone and in Khmer: a printed code becomes a
// password, then a second key; and what a screen says that has nothing to show,
// or cannot: wrong password, no such case, no line, password and code again.
import { job, look, nextCode, ok, openContext, signIn, wordsOf }
	from "./browser.mjs";

const NARROW = { width: 360, height: 740 };
const NAME = "maly", PASSWORD = "ស្ករត្នោត ផ្អែមណាស់ 12";
const say = wordsOf("km");
const shows = (page, key) => page.waitForFunction((text) =>
	document.querySelector("main").textContent.includes(text), say(key));

/* Who leads invites her, after password and code again: it was locked. */
async function invited() {
	const page = await openContext("km", NARROW);
	await signIn(page);
	await page.click(".lock");
	await page.fill("input[name=password]", job.password);
	await look(page, "km-locked-360");
	await page.keyboard.press("Enter");
	await page.waitForSelector("header");
	await page.goto(`${job.origin}/#/members`);
	await page.fill("form:has(input[pattern]) input[name=name]", NAME);
	await page.click("form:has(input[pattern]) button.main");
	await page.waitForSelector(".again");
	await page.fill("input[name=again_password]", job.password);
	await page.fill("input[name=again_code]", nextCode());
	await page.click("form:has(input[pattern]) button.main");
	const code = await page.textContent("code.secret");
	await fresh(page);
	await page.context().close();
	return code.trim();
}

/* A key, not a form, that needs to be certain who sits there. */
async function fresh(page) {
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("L");
	await page.fill("input[name=password]", job.password);
	await page.keyboard.press("Enter");
	await page.waitForSelector("header");
	const hers = `.member:has-text("${NAME}")`;
	await page.click(`${hers} details summary`);
	/* What unlocking brought has come, however long a busy machine takes. */
	await page.evaluate(() => { window.shift = 0; });
	await page.click(`${hers} button:text-is("${say("desk.member.recode")}")`);
	await page.waitForSelector("[role=dialog]");
	ok(await page.evaluate(() => document.activeElement.name) === "password",
		"it asks who sits there, and is ready for the answer");
	await look(page, "km-fresh-360");
	await page.keyboard.press("Escape");
	await page.waitForFunction(() => !document.querySelector(
		"[role=dialog]"));
	ok(true, "Escape leaves it");
}

async function activate(page, code) {
	await page.goto(job.origin);
	await page.waitForSelector("form");
	await page.fill("input[name=name]", NAME);
	await page.fill("input[name=password]", "wrong wrong wrong");
	await page.click("form button.main");
	await shows(page, "desk.error.wrong_login");
	await look(page, "km-wrong-360");
	await page.click("button.plain");
	await page.fill("input[name=code]", code);
	await page.fill("input[name=name]", NAME);
	await page.fill("input[name=password]", PASSWORD);
	await look(page, "km-activate-360");
	await page.fill("input[name=password]", "short");
	await page.keyboard.press("Enter");
	await shows(page, "desk.error.bad_body");
	ok(/12 to 128/.test(await page.textContent(".failure [lang=en]")),
		"why a password is none is said, in English where that is all");
	await look(page, "km-no-password-360");
	await page.fill("input[name=password]", PASSWORD);
	await page.keyboard.press("Enter");
	await shows(page, "desk.activated");
	ok(true, "the printed code becomes a password");
}

/* An app was begun and thought better of; then a sheet. */
async function enrol(page) {
	await page.fill("input[name=name]", NAME);
	await page.fill("input[name=password]", PASSWORD);
	await page.click("form button.main");
	await shows(page, "desk.factor.why");
	await look(page, "km-enrol-360");
	await page.click(`button:text-is("${say("desk.factor.app")}")`);
	await page.waitForSelector("svg.qr path");
	await look(page, "km-app-360");
	await page.reload();
	await page.click(`button:text-is("${say("desk.factor.sheet")}")`);
	await page.waitForSelector(".sheet li");
	const lines = await page.$$eval(".sheet code", (all) =>
		all.map((e) => e.textContent.trim()));
	ok(lines.length === 60, "a sheet of 60 codes is shown", lines.length);
	await look(page, "km-sheet-360");
	await page.fill("input[name=code]", lines[0].replace(/\D/g, ""));
	await page.click("form:has(input[name=code]) button.main");
	await page.waitForSelector(".queue");
	ok(true, "and its first line lets her in");
}

/* Nothing to show, and what cannot be shown, in words that help. */
async function nothing(page) {
	await page.goto(`${job.origin}/#/cases/mine`);
	await shows(page, "desk.empty.mine");
	await look(page, "km-empty-360");
	await page.goto(`${job.origin}/#/call`);
	await shows(page, "desk.callbacks.empty");
	await look(page, "km-callbacks-empty-360");
	await page.goto(`${job.origin}/#/case/00000000`);
	await shows(page, "desk.error.not_found");
	await look(page, "km-not-there-360");
	await page.goto(`${job.origin}/#/month`);
	await page.waitForSelector(".part");
	await page.selectOption(".tools select >> nth=0", { index: 12 });
	await shows(page, "desk.nobody_counted");
	await look(page, "km-month-empty-360");
}

async function noLine(page) {
	await page.goto(`${job.origin}/#/case/${job.ref}`);
	await page.waitForSelector(".story");
	const typed = "សរសេរពេលគ្មានអ៊ីនធឺណិត";
	await page.fill("textarea[name=note]", typed);
	await page.context().setOffline(true);
	await page.click("form:has(textarea[name=note]) button.main");
	await shows(page, "desk.error.no_line");
	ok(await page.inputValue("textarea[name=note]") === typed,
		"the line is down: what she typed is still there");
	await look(page, "km-no-line-360");
	await page.context().setOffline(false);
	await page.click("form:has(textarea[name=note]) button.main");
	await page.waitForFunction((text) => [...document.querySelectorAll(
		".entry.ours")].filter((e) => e.textContent.includes(text))
		.length === 1, typed);
	ok(true, "when it is back, the same key keeps it, once");
}

/* Who looks after accounts opens no case. */
async function administrator() {
	const page = await openContext("km", NARROW);
	await signIn(page, "vanna", job.administrators.shift(), "header");
	await page.waitForSelector("main form");
	ok(await page.$("a[href='#/cases/centre']") === null,
		"an administrator is offered no case");
	await look(page, "km-administrator-360");
	await page.context().close();
}

export async function arriving() {
	const code = await invited();
	const page = await openContext("km", NARROW);
	await activate(page, code);
	await enrol(page);
	await nothing(page);
	await noLine(page);
	await page.context().close();
	await administrator();
}
