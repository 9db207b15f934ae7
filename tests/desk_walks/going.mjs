// going.mjs - what will be erased: the list of who leads says so, she keeps one
// by the keyboard and lets it go again; who does not lead only reads.  In Khmer
// on a phone, in English at a laptop.  What has grown old is the test's.
import { asked, job, look, ok, openContext, signIn, wordsOf }
	from "./browser.mjs";

const listed = (page, n) => page.waitForFunction((many) => document
	.querySelectorAll("main li.card").length === many, n);
const spaced = (ref) => `${ref.slice(0, 4)} ${ref.slice(4)}`;

/* From the list of cases to the one that is kept, without a mouse. */
async function keepOne(page, say) {
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("g");
	await listed(page, 2);
	await look(page, "km-going-360");
	await page.keyboard.press("j");
	await page.keyboard.press("j");
	const ref = await page.evaluate(() => document.activeElement.textContent
		.replace(/\s/g, ""));
	await page.keyboard.press("Tab");
	await page.keyboard.press("Enter");
	await page.waitForSelector("details[open] select[name=why]");
	await page.evaluate(() => { window.shift = 0; });
	await look(page, "km-keep-360");
	await page.keyboard.press("Tab");
	await page.keyboard.press("ArrowDown");
	for (const key of ["Tab", "Tab", "Enter"])
		await page.keyboard.press(key);
	await page.waitForSelector(`.safe:has-text("${spaced(ref)}")`);
	await page.waitForSelector(`h2:has-text("${say("desk.kept")}")`);
	ok(await page.$$eval("main h2 ~ ul li", (all) => all.length) === 1,
		"kept with keys alone, and it says until when");
	await page.evaluate(() => { window.shift = 0; });
	await look(page, "km-kept-360");
	return ref;
}

/* Why it is kept is read in the case; and then it is kept no longer. */
async function letGo(page, say, ref) {
	await page.goto(`${job.origin}/#/case/${ref}`);
	await page.waitForSelector(`.entry.ours:has-text("${
		say("desk.keep.court")}")`);
	ok(true, "the case says why");
	await page.goto(`${job.origin}/#/going`);
	await listed(page, 2);
	await page.click(`button:text-is("${say("desk.keep.end")}")`);
	await page.waitForSelector(`.safe:has-text("${spaced(ref)}")`);
	await listed(page, 1);
	ok(await page.$(`main li a[href="#/case/${ref}"]`) === null,
		"kept no longer, it is told of anew at night");
}

/* Who does not lead reads; who holds no key has no such screen. */
async function others(code) {
	const page = await openContext("en", { width: 1024, height: 768 });
	await signIn(page, "sophea", code);
	await page.click("header nav a[href='#/going']");
	await listed(page, 1);
	ok(await page.$("main details, main li button") === null,
		"who does not lead sees it and keeps nothing");
	await look(page, "en-going-staff");
	await page.context().close();
	const admin = await openContext("en", { width: 1024, height: 768 });
	await signIn(admin, "vanna", job.administrators.shift(), "main");
	ok(await admin.$("header nav a[href='#/going']") === null,
		"an administrator is not offered it");
	await admin.context().close();
}

export async function going() {
	const say = wordsOf("km");
	const { refs, code } = await asked("age");
	const page = await openContext("km", { width: 360, height: 740 });
	await signIn(page);
	await page.waitForSelector(".news a[href='#/going']");
	ok((await page.textContent(".news")).includes(String(refs.length)),
		"who leads is told above her list how many will go");
	await look(page, "km-going-soon-360");
	const ref = await keepOne(page, say);
	await page.context().close();
	const laptop = await openContext("en", { width: 1024, height: 768 });
	await signIn(laptop);
	await laptop.goto(`${job.origin}/#/going`);
	await listed(laptop, 2);
	await look(laptop, "en-going");
	await letGo(laptop, wordsOf("en"), ref);
	await laptop.context().close();
	await others(code);
}
