// desk_page.mjs - drives a browser over the desk for desk_page_test.py.
import { readFileSync, statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { job, look, ok, openContext, play, signIn }
	from "./desk_walks/browser.mjs";
import { arriving } from "./desk_walks/arriving.mjs";
import { cut } from "./desk_walks/cut.mjs";
import { keys } from "./desk_walks/keys.mjs";
import { people } from "./desk_walks/people.mjs";
import { phone } from "./desk_walks/phone.mjs";
import { members, practice } from "./desk_walks/members.mjs";
import { refer } from "./desk_walks/refer.mjs";
import { search } from "./desk_walks/search.mjs";

const dist = new URL("../gateway/desk/page/dist/", import.meta.url);
const FIRST_PAGE_MAX = 150 * 1024;

async function size() {
	const first = ["index.html", "desk.css", "desk.js", "khmer-400.woff2",
		"khmer-600.woff2", "thai-400.woff2", "thai-600.woff2"];
	const octets = first.reduce((sum, file) => sum +
		gzipSync(readFileSync(new URL(file, dist)), { level: 9 }).length, 0);
	ok(octets <= FIRST_PAGE_MAX, `the first page with every font has ` +
		`${octets} octets compressed`, FIRST_PAGE_MAX);
	ok(statSync(new URL("licences.txt", dist)).size > 1000,
		"with the licences of what it carries");
}

async function inKhmer() {
	const page = await openContext("km", { width: 360, height: 740 });
	await signIn(page);
	await page.waitForSelector(`a.row[data-ref="${job.ref}"]`);
	const style = await page.evaluate(() => {
		const s = getComputedStyle(document.querySelector("main"));
		return [parseFloat(s.fontSize), parseFloat(s.lineHeight)];
	});
	ok(style[0] >= 16 && style[1] / style[0] >= 1.7,
		"Khmer stands in 16 px and lines of 1.7", style);
	ok(await page.evaluate(() => [...document.fonts].some((f) =>
		f.family.includes("Khmer") && f.status === "loaded")),
	"in a font of our own");
	await look(page, "km-queue-360");
	ok(await page.$$eval("a.row", (rows) =>
		rows[1].getBoundingClientRect().bottom) < 740,
	"the first cases are seen without scrolling");
	await narrowFilters(page);
	await page.click(`a.row[data-ref="${job.ref}"]`);
	await page.waitForSelector(".story");
	ok(await page.$eval("button.whose", (key) =>
		key.getBoundingClientRect().bottom) < 740,
	"so is the key that takes a case");
	await look(page, "km-case-360");
	await page.goBack();
	await page.waitForSelector(".rows");
	ok(true, "back leads to the list");
	await menu(page);
	await page.waitForSelector("main.wide form");
	await look(page, "km-companies-360");
	await page.context().close();
}

/* Folded until one is set: a list that is short says why. */
async function narrowFilters(page) {
	const fold = "details.search:has(.filters)";
	ok(!await page.isVisible(".filters select"), "filters are folded away");
	await page.click(`${fold} summary`);
	await page.selectOption(".filters select >> nth=0", "relative");
	await page.waitForSelector(".queue .empty");
	await page.evaluate(() => { window.shift = 0; });
	ok(await page.isVisible(".filters select"), "and stay in sight when set");
	await look(page, "km-filtered-360");
	await page.selectOption(".filters select >> nth=0", "");
	await page.waitForSelector(`a.row[data-ref="${job.ref}"]`);
	ok(!await page.isVisible(".filters select"), "until none is");
	/* She chose that herself, but what a test chooses is no input to Chromium:
	   what it folds would count as a jump. */
	await page.evaluate(() => { window.shift = 0; });
}

/* By the keyboard: what the screens are, away with Escape, on to one of them. */
async function menu(page) {
	const open = () => page.$eval(".menu", (menu) => menu.open);
	await page.focus(".menu summary");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".menu nav");
	await look(page, "km-menu-360");
	await page.keyboard.press("Tab");
	await page.keyboard.press("Escape");
	ok(!await open() && await page.evaluate(() =>
		document.activeElement.tagName) === "SUMMARY",
	"Escape closes the menu, and the focus is where it was");
	await page.keyboard.press("Enter");
	await page.focus(".menu a[href='#/companies']");
	await page.keyboard.press("Enter");
	await page.waitForSelector("main.wide form");
	ok(!await open(), "a choice closes it too");
}

async function inEnglish() {
	const page = await openContext("en", { width: 1280, height: 800 });
	await signIn(page);
	await page.keyboard.press("?");
	await page.waitForSelector(".help");
	await look(page, "en-keys");
	await page.keyboard.press("Escape");
	await keyboard(page);
	await page.context().close();
}

/* From the queue to a finished case without a mouse. */
async function keyboard(page) {
	await page.waitForSelector(`a.row[data-ref="${job.ref}"]`);
	const rows = await page.$$eval("a.row", (all) =>
		all.map((a) => a.dataset.ref));
	for (let i = 0; i <= rows.indexOf(job.ref); i++)
		await page.keyboard.press("j");
	await page.keyboard.press("c");
	await page.waitForFunction((ref) => document.querySelector(
		`a.row[data-ref="${ref}"] .state`).textContent.includes("dara"),
	job.ref);
	ok(true, "c takes the case that j has chosen");
	await page.focus(`a.row[data-ref="${job.ref}"]`);
	await page.keyboard.press("Enter");
	await page.waitForSelector(".story");
	ok((await page.textContent(".story")).includes("They keep my passport."),
		"what she said is there");
	await page.keyboard.press("n");
	await page.keyboard.type("Spoke with the district office.");
	await draftSurvives(page);
	await page.click("form[aria-label=Note] button.main");
	await page.waitForSelector(".entry.ours");
	ok((await page.textContent(".entry.ours")).includes("district office"),
		"the note stands in the case");
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("1");
	await page.waitForFunction(() => document.querySelectorAll(".entry.ours")
		.length === 2);
	ok(true, "1 says that she was reached");
	await number(page);
	await stale(page);
	await close(page);
}

/* The session ends in the middle of a note; the draft comes back. */
async function draftSurvives(page) {
	await page.waitForResponse((r) => r.url().endsWith("/draft"));
	await page.context().clearCookies();
	await page.reload();
	await page.waitForSelector("input[name=code]");
	ok(true, "without a session she is asked to sign in");
	await signIn(page);
	await page.goto(`${job.origin}/#/case/${job.ref}`);
	await page.waitForSelector(".story");
	ok(await page.inputValue("textarea[name=note]") ===
		"Spoke with the district office.", "her draft is there again");
}

async function number(page) {
	ok(!(await page.content()).includes("+85512777100"),
		"her number is not on the page");
	await page.click(".contact button");
	await page.fill(".contact input[name=reason]", "She asked for it by phone");
	await page.click(".contact form button");
	await page.waitForSelector(".numbers a");
	ok((await page.textContent(".numbers")).includes("+85512777100"),
		"after a reason it is");
}

/* Somebody else changes the case in another tab. */
async function stale(page) {
	const tab = await page.context().newPage();
	await tab.goto(`${job.origin}/#/case/${job.ref}`);
	await tab.waitForSelector(".actions");
	await tab.selectOption(".actions select", "agency");
	await tab.waitForFunction(() => !document.querySelector(".failure"));
	await page.selectOption(".actions select", "court");
	await page.waitForSelector(".news");
	ok((await page.textContent(".news")).includes("dara") &&
		await page.inputValue(".actions select") === "agency",
	"a change of what was changed is refused, with who did it",
	await page.textContent(".news"));
	await tab.close();
}

async function close(page) {
	await page.click("details summary:has-text('Finish the case')");
	await page.selectOption("select[name=outcome]", "money");
	await page.fill("input[name=received]", "1500.50");
	await page.selectOption("select[name=currency]", "THB");
	await page.click("form[aria-label='Finish the case'] button.main");
	await page.waitForFunction(() => document.querySelector(".facts")
		?.textContent.includes("Finished"));
	ok((await page.textContent(".story")).includes("1,500.5 THB"),
		"closed, with what she received",
		await page.textContent(".story"));
}

async function payloads() {
	const page = await openContext("en", { width: 1024, height: 768 });
	await signIn(page);
	await page.goto(`${job.origin}/#/case/${job.nasty}`);
	await page.waitForSelector(".story");
	const shown = await page.$$eval(".said", (all) => all.length);
	ok(shown >= job.payloads - 2, `${shown} texts of a hostile phone shown`,
		job.payloads);
	ok(await page.$$eval(".story script, .story img, .story iframe, " +
		".story style, .story form, .story svg, .story base",
	(all) => all.length) === 0, "none of them became a part of the page");
	await look(page, "en-hostile");
	await page.context().close();
}

/* Nine fields and a key: the person is counted. */
async function counter(language) {
	const page = await openContext(language, { width: 1024, height: 768 });
	await signIn(page);
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("p");
	await page.waitForSelector("select[name=kind]");
	await page.keyboard.press("n");
	for (const keys of [1, 1, 1, 4, 17, 1, 2, 3, 1]) {
		for (let i = 0; i < keys; i++)
			await page.keyboard.press("ArrowDown");
		await page.keyboard.press("Tab");
	}
	await page.keyboard.press("Enter");
	await page.waitForSelector(".counted");
	ok(true, `${language}: a person is counted with the keyboard alone`);
	await look(page, `${language}-counter`);
	await page.context().close();
}

async function searching() {
	const page = await openContext("en", { width: 1280, height: 800 });
	await signIn(page);
	await page.click("details.search summary");
	await page.fill(".search input[name=number]", "+855 12 777 101");
	await page.click(".search form button");
	await page.waitForSelector(`.search a.row[data-ref="${job.nasty}"]`);
	ok(true, "her number finds her case");
	await look(page, "en-search");
	await page.click(`.search a.row[data-ref="${job.nasty}"]`);
	await page.waitForSelector(".story");
	await page.context().close();
}

const inTwo = async () => {
	await counter("km");
	await counter("en");
};

async function companies() {
	const page = await openContext("en", { width: 1024, height: 768 });
	await signIn(page);
	await page.click("header nav a[href='#/companies']");
	await page.waitForSelector("main.wide form");
	await page.fill("main.wide input[name=name]", job.agency);
	await page.click("main.wide form button.main");
	await page.waitForSelector(".agency");
	ok((await page.textContent(".agency h3")).includes(job.agency),
		"a company of the list is found", job.agency);
	await look(page, "en-company");
	await page.fill("main.wide input[name=name]", "no such company at all");
	await page.click("main.wide form button.main");
	await page.waitForFunction(() => document.querySelector(
		"[role=status] p").textContent.includes("Not on the list"));
	ok((await page.textContent("main.wide")).includes("Do not pay"),
		"a name that is on no list: do not pay");
	await look(page, "en-companies");
	ok((await page.textContent(".pending")).includes("valid again"),
		"a list that waits says what becomes valid again");
	await page.click(".pending button.main");
	await page.waitForFunction(() => !document.querySelector(".pending"));
	ok(true, "a second person has said yes");
	await page.keyboard.press("Escape");
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("L");
	await page.waitForSelector("input[name=password]");
	ok(!(await page.content()).includes("no such company"),
		"L locks, and nothing stays on the screen");
	await look(page, "en-locked");
	await page.fill("input[name=password]", job.password);
	await page.keyboard.press("Enter");
	await page.waitForSelector("header");
	ok(true, "the password opens it again");
	await page.context().close();
}

await play(size, inKhmer, inEnglish, inTwo, searching, refer, search, people,
	phone, cut, keys, payloads, practice, companies, arriving, members);
