// pictures.mjs - the handbook's pictures: screens of an office that does not
// exist, in English, as wide as a page of a book shows them.
import { mkdirSync } from "node:fs";
import { job, ok, openContext, play, signIn } from "./browser.mjs";

const WIDTH = 480;

/* The top of the screen, or one part of it; nothing blinks, nothing floats. */
async function keep(page, name, height, selector) {
	mkdirSync(job.screens, { recursive: true });
	await page.setViewportSize({ width: WIDTH, height });
	await page.evaluate(() => document.activeElement.blur());
	await page.evaluate(() => document.fonts.ready);
	await (selector ? page.locator(selector).first() : page).screenshot({
		path: `${job.screens}/${name}.png`, caret: "hide",
		animations: "disabled" });
	ok(true, `${name} is taken`);
}

const to = (page, hash) => page.goto(`${job.origin}/#/${hash}`);

async function pictures() {
	const page = await openContext("en", { width: WIDTH, height: 720 });
	await page.goto(job.origin);
	await page.waitForSelector("input[name=code]");
	await keep(page, "sign-in", 540);
	await signIn(page);
	await page.waitForSelector("a.row");
	await page.waitForSelector(".news a");
	await keep(page, "queue", 760);
	await to(page, `case/${job.ref}`);
	await page.waitForSelector(".story");
	await keep(page, "case", 1160);
	await keep(page, "call", 860, "section.contact");
	await to(page, `letter/${job.letter}`);
	await page.waitForSelector("article.paper");
	await keep(page, "letter", 900);
	await to(page, "counter");
	await page.waitForSelector("select[name=kind]");
	await keep(page, "counter", 860);
	await to(page, "month");
	await page.waitForSelector(".part table");
	await keep(page, "month", 860);
	await to(page, "going");
	await page.waitForSelector("main li.card summary");
	await page.click("main li.card summary >> nth=0");
	await page.waitForSelector("select[name=why]");
	await keep(page, "going", 760);
	await page.context().close();
}

await play(pictures);
