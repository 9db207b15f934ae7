// followup.mjs - staff's part of the whole follow-up, step by step as
// followup_test.py says on descriptor job.fd, so that a phone on the wire can act
// in between.  The job and the TAP are those of browser.mjs.
import { createReadStream } from "node:fs";
import { createInterface } from "node:readline";
import { job, look, ok, openContext, signIn } from "./browser.mjs";

const page = await openContext("en", { width: 1280, height: 900 });
const summary = (title) => `details summary:has-text("${title}")`;

async function openCase(ref) {
	/* Away first, and drawn: or the case that is open stays as it was read. */
	await page.goto(`${job.origin}/#/cases/centre`);
	await page.waitForSelector(".queue");
	await page.goto(`${job.origin}/#/case/${ref}`);
	await page.waitForSelector(".story");
	await page.waitForSelector(".proof");
}

async function roster() {
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("o");
	await page.waitForSelector("form[aria-label='Phone for duty']");
	await page.click(summary("Add to the roster"));
	await page.selectOption("select[name=last]", "7");
	await page.fill("input[name=from]", "17:00");
	await page.fill("input[name=to]", "08:00");
	await page.click("form[aria-label='Add to the roster'] button.main");
	await page.waitForSelector(".counted");
	ok((await page.textContent(".counted")).includes("0:00–08:00 17:00–24:00"),
		"a night is two spans of a day", await page.textContent(".counted"));
	await page.fill("input[name=number]", "+855 12 990 001");
	await page.click("form[aria-label='Phone for duty'] button.main");
	await page.waitForFunction(() =>
		document.body.textContent.includes("Kept."));
	ok(!(await page.content()).includes("990"), "her phone is not shown");
	await look(page, "en-duty");
}

async function answer({ ref }) {
	await openCase(ref);
	await page.keyboard.press("c");
	await page.waitForFunction(() => document.querySelector(".facts")
		?.textContent.includes("dara"));
	await page.click(summary("Answer that she reads"));
	await page.selectOption("select[name=code]", "one_more");
	const shown = (await page.$$eval(".answers form .handset", (all) =>
		all.map((one) => one.textContent))).join("");
	await page.click(".answers button.main");
	await page.waitForSelector(".answers .story .handset");
	ok((await page.textContent(".answers .story")).includes("not read yet"),
		"an answer is put and says that she has not read it");
	await look(page, "en-answer");
	return { shown };
}

async function readIt({ ref }) {
	await openCase(ref);
	await page.click(summary("Answer that she reads"));
	ok((await page.textContent(".answers .story")).includes("she read it"),
		"the desk says that she read it",
		await page.textContent(".answers .story"));
}

/* First with a word of hers and one of the list, then as it goes. */
async function text({ ref, echo, sensitive, words }) {
	await openCase(ref);
	await page.click(summary("Send her a text"));
	const check = async (value) => {
		await page.fill(".texts textarea", value);
		await page.click(".texts form button");
		await page.waitForSelector(".texts .judged");
		return page.textContent(".texts .judged");
	};
	ok((await check(echo)).includes("Four of her own words"),
		"four words of hers in a row are refused");
	ok((await check(sensitive)).includes("must not lie in an inbox"),
		"a word of the list asks for a reason");
	const said = await check(words);
	ok(said.includes("SMS parts: 1") && said.includes("It is her time"),
		"before it is sent it shows parts and time", said);
	await look(page, "en-text");
	await page.click(".texts button.main");
	await page.waitForSelector(".texts .edits li");
	ok(true, "it is queued, and its state shown");
}

async function arrived({ ref, state }) {
	for (let i = 0; i < 20; i++) {
		await openCase(ref);
		await page.click(summary("Send her a text"));
		const said = await page.textContent(".texts .edits");
		if (said.includes(state))
			return ok(true, `its state is: ${state}`);
		await page.waitForTimeout(500);
	}
	return ok(false, `its state is: ${state}`,
		await page.textContent(".texts .edits"));
}

/* What came from her phone unasked. */
async function match({ ref, unsorted, words }) {
	await openCase(unsorted);
	await page.waitForSelector(".match input[type=radio]");
	ok((await page.textContent(".match")).includes(ref.slice(0, 4)),
		"her open case is offered");
	await look(page, "en-match");
	await page.check(`.match input[value="${ref}"]`);
	await page.click(".match button.main");
	await page.waitForFunction(() => document.querySelector(".facts")
		?.textContent.includes("Finished"));
	await openCase(ref);
	const story = await page.textContent(".story");
	ok(story.includes(words) && story.includes("not verified"),
		"it stands in her case, not verified", story);
}

async function call({ ref }) {
	await page.goto(`${job.origin}/#/cases/centre`);
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("b");
	await page.waitForSelector(`a.row[data-ref="${ref}"]`);
	ok((await page.textContent(".first")).includes("wrong number"),
		"the list says what to say first");
	await look(page, "en-callbacks");
	await page.keyboard.press("j");
	await page.keyboard.press("1");
	await page.waitForFunction((r) => !document.querySelector(
		`a.row[data-ref="${r}"]`), ref);
	ok(true, "one key says how it went, and she is off the list");
}

async function prove({ ref, pin }) {
	await openCase(ref);
	await page.click(".proof summary");
	await page.fill("input[name=digits]", "0000");
	await page.click(".proof form button");
	await page.waitForSelector(".proof p.unsafe");
	await page.fill("input[name=digits]", pin);
	await page.click(".proof form button");
	await page.waitForSelector(".proof p.safe");
	ok(!(await page.content()).includes(pin), "right; the digits are nowhere");
	await look(page, "en-proof");
}

async function close({ ref }) {
	await openCase(ref);
	await page.click(summary("Finish the case"));
	await page.selectOption("select[name=outcome]", "informed");
	await page.click("form[aria-label='Finish the case'] button.main");
	await page.waitForFunction(() => document.querySelector(".facts")
		?.textContent.includes("Finished"));
	ok(true, "closed");
}

async function reopened({ ref }) {
	await openCase(ref);
	ok((await page.textContent(".facts")).includes("Being worked on") ||
		!(await page.textContent(".facts")).includes("Finished"),
	"not solved: it is taken up again", await page.textContent(".facts"));
}

/* The new screens in Khmer, and as narrow as a phone. */
async function khmer({ ref }) {
	const own = await openContext("km", { width: 360, height: 740 });
	await signIn(own);
	for (const [address, wait, name] of [["duty", "details.card", "duty"],
		["call", "main", "callbacks"], [`case/${ref}`, ".proof", "case"]]) {
		await own.goto(`${job.origin}/#/${address}`);
		await own.waitForSelector(wait);
		for (const one of await own.$$(
			".answers summary, .texts summary, .proof summary"))
			await one.click();
		await look(own, `km-${name}-followup-360`);
	}
	await own.context().close();
}

const steps = { roster, answer, readIt, text, arrived, match, call, prove,
	close, reopened, khmer };

await signIn(page);
console.log("STEP {}");
for await (const line of createInterface({
	input: createReadStream(null, { fd: job.fd }) })) {
	const step = JSON.parse(line);
	let got;
	try {
		got = await steps[step.do](step);
	} catch (error) {
		ok(false, `${step.do} went through`, error.stack);
		await page.screenshot({ path: `${job.screens}/failed.png` });
	}
	console.log(`STEP ${JSON.stringify(got || {})}`);
}
process.exit(0);
