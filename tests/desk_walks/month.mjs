// month.mjs - a month that is over: exact for who works here, given out once with
// the password again, small numbers hidden for everybody else; taken out as
// files, which are read again, and printed in two languages.
import { asked, job, look, nextCode, ok, openContext, printed, signIn,
	wordsOf } from "./browser.mjs";

const LAPTOP = { width: 1024, height: 768 };
const KHMER = /[\u1780-\u17ff]/;

/* "2026-10" where it is November in Cambodia. */
const lastMonth = () => {
	const now = new Date(Date.now() + 7 * 3600 * 1000);
	return new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() - 1, 1))
		.toISOString().slice(0, 7);
};

/* {part: {table: {row: what stands there}}}; a table that is withheld is
   null. */
const scrape = (page) => page.$$eval(".part", (parts) =>
	Object.fromEntries(parts.map((part) => [part.querySelector("h2 span")
		?.textContent, Object.fromEntries([...part.querySelectorAll("table")]
		.map((t) => [t.caption?.textContent, Object.fromEntries(
			[...t.tBodies[0].rows].map((r) => [r.cells[0].textContent.trim(),
				r.cells[1].textContent.trim()]))]).concat(
			[...part.querySelectorAll(".withheld b")].map((b) =>
				[b.textContent, null])))])));

const isSmall = (text) => /^\d+$/.test(text) && Number(text) >= 1 &&
	Number(text) <= 10;

/* Every cell of what was given out beside the exact one. */
function compare(exact, out, hidden) {
	let told = 0, lone = 0, covered = 0, small = 0, changed = 0;
	for (const [part, tables] of Object.entries(exact))
		for (const [table, rows] of Object.entries(tables)) {
			const given = out[part]?.[table];
			if (!given || table === "undefined")
				continue;
			const gone = Object.keys(given).filter((r) => given[r] === hidden);
			lone += gone.length === 1;
			for (const [row, n] of Object.entries(rows)) {
				small += isSmall(n);
				told += isSmall(n) && given[row] !== hidden;
				covered += !isSmall(n) && given[row] === hidden;
				changed += given[row] !== hidden && given[row] !== n;
			}
		}
	return { told, lone, covered, small, changed };
}

async function choose(page, month) {
	await page.goto(`${job.origin}/#/month`);
	await page.selectOption(".tools select >> nth=0", month);
	await page.waitForFunction(() => document.querySelector(".part table") &&
		document.querySelector(".printed").textContent ===
		document.querySelector(".tools select").selectedOptions[0].textContent);
}

/* Unlocked with the password alone, so what is given out asks for a code. */
async function giveOut(page, say) {
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("L");
	await page.fill("input[name=password]", job.password);
	await page.keyboard.press("Enter");
	await page.waitForSelector("header");
	await choose(page, lastMonth());
	await page.click(`summary:text-is("${say("desk.publish")}")`);
	await page.click(`form[aria-label="${say("desk.publish")}"] button.main`);
	await page.waitForSelector(".again");
	await look(page, "month-km-again");
	await page.fill("input[name=again_password]", job.password);
	await page.fill("input[name=again_code]", nextCode());
	await page.click(`form[aria-label="${say("desk.publish")}"] button.main`);
	await page.waitForFunction(() => !document.querySelector(".again") &&
		document.querySelector("td.figure.hidden"));
}

/* What the browser keeps when she presses CSV or Excel, as rows. */
async function taken(page, label, kind) {
	const [file] = await Promise.all([page.waitForEvent("download"),
		page.click(`form[aria-label="${label}"] button`)]);
	const path = `${job.screens}/${kind}-${file.suggestedFilename()}`;
	await file.saveAs(path);
	return [file.suggestedFilename(), await asked("read", { path })];
}

async function files(page, language, out, hidden) {
	const [name, rows] = await taken(page, "CSV", language);
	ok(name === `helpline-${lastMonth()}.csv`, `${language}: a CSV file`, name);
	const [book, cells] = await taken(page, "Excel", language);
	ok(book.endsWith(".xlsx") && JSON.stringify(cells) ===
		JSON.stringify(rows), `${language}: the workbook holds the same`,
	JSON.stringify([rows, cells]).slice(0, 900));
	const shown = Object.entries(out).flatMap(([part, tables]) =>
		Object.entries(tables).filter(([, t]) => t).flatMap(([table, t]) =>
			Object.entries(t).map((cell) => [part, table, ...cell])))
		.filter(([, table]) => table !== "undefined");
	const missing = shown.filter(([part, table, row, n]) => !rows.some((r) =>
		r[1] === part && r[2] === table && r[3] === row &&
		r[4] === n.replaceAll(",", "")));
	ok(shown.length > 10 && missing.length === 0,
		`${language}: each of ${shown.length} cells of the page is in it`,
		JSON.stringify([missing, rows.slice(0, 20)]));
	ok(rows.some((r) => r[4] === hidden) && !rows.slice(1).some((r) =>
		isSmall(r[4])), `${language}: hidden is hidden there, nothing small`);
}

async function paper(page, language, say) {
	const got = await printed(page, `month-${language}`);
	ok(["desk.month", "desk.part.contacts", "desk.hidden", "desk.hidden.why",
		"desk.withheld_table"].every((key) => got.holds(say(key))) &&
		got.holds(await page.textContent(".printed")) && KHMER.test(got.text) === (language === "km"),
	`${language}: on paper it is the same`, got.text);
}

async function lead(say) {
	const page = await openContext("km", LAPTOP, { acceptDownloads: true });
	await signIn(page);
	await choose(page, lastMonth());
	const exact = await scrape(page);
	await look(page, "month-km-exact");
	await giveOut(page, say);
	const out = await scrape(page);
	const is = compare(exact, out, say("desk.hidden"));
	ok(is.small > 0 && is.told === 0 && is.changed === 0,
		`of ${is.small} small numbers none is told, nothing else changed`,
		JSON.stringify(is));
	ok(is.lone === 0 && is.covered > 0,
		`none is hidden alone: ${is.covered} larger ones hide beside them`,
		JSON.stringify([is, out]));
	await look(page, "month-km-given-out");
	await files(page, "km", out, say("desk.hidden"));
	await paper(page, "km", say);
	await page.context().close();
}

/* Who only counts: no case, no exact month, what was given out. */
async function counts(say) {
	const page = await openContext("en", LAPTOP, { acceptDownloads: true });
	await signIn(page, "nary", job.numbers.shift(), ".month .empty");
	await look(page, "month-en-not-given-out");
	await choose(page, lastMonth());
	ok(await page.$$eval(".tools select", (all) => all.length) === 1 &&
		await page.$("a[href='#/cases/centre']") === null,
	"who only counts is not offered the exact month, nor a case");
	const out = await scrape(page);
	await look(page, "month-en-numbers");
	await files(page, "en", out, say("desk.hidden"));
	await paper(page, "en", say);
	await page.context().close();
}

export async function month() {
	await asked("fill");
	await lead(wordsOf("km"));
	await counts(wordsOf("en"));
}
