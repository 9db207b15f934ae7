// search.mjs - words are looked for with the keyboard, found and opened.
import { job, look, ok, openContext, signIn } from "./browser.mjs";

export async function search() {
	const page = await openContext("en", { width: 1024, height: 768 });
	await signIn(page);
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("/");
	await page.waitForSelector("input[name=words]");
	await page.keyboard.type("PASSport");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".found");
	ok(await page.textContent(".found mark") === "passport" &&
		(await page.textContent(".found .said")).includes("They keep my"),
	"/ leads to where words are found, as they were written",
	await page.textContent(".found"));
	ok(!page.url().includes("passport"), "they do not stand in the address");
	await look(page, "en-find");
	await page.fill("input[name=words]", "nothing like it");
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => document.querySelector(".results p")
		?.textContent.includes("No case"));
	await look(page, "en-find-nothing");
	await page.fill("input[name=words]", "window.hit");
	await page.keyboard.press("Enter");
	await page.waitForSelector(`.found a[href="#/case/${job.nasty}"]`);
	ok(await page.$$eval(".found script, .found img, .found svg",
		(all) => all.length) === 0, "what is found becomes no part of the page");
	await look(page, "en-find-hostile");
	await page.focus(".found a");
	await page.keyboard.press("Enter");
	await page.waitForSelector(".story");
	ok(true, "and Enter opens the case");
	await page.context().close();
	const khmer = await openContext("km", { width: 360, height: 740 });
	await signIn(khmer);
	await khmer.goto(`${job.origin}/#/search`);
	await khmer.waitForSelector("input[name=words]");
	await khmer.fill("input[name=words]", "passport");
	await khmer.keyboard.press("Enter");
	await khmer.waitForSelector(".found");
	await look(khmer, "km-find-360");
	await khmer.context().close();
}
