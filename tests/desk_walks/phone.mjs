// phone.mjs - the menu is walked with the keyboard, as callers see it.
import { job, look, ok, openContext, signIn } from "./browser.mjs";

export async function phone() {
	const page = await openContext("en", { width: 1024, height: 768 });
	await signIn(page);
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("t");
	await page.waitForSelector(".screen");
	const first = await page.textContent(".screen");
	ok(first.includes("DEMO") || first.length > 10, "t shows the first page",
		first);
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.type("91");
	await page.waitForFunction(() => document.querySelector("aside .edits"));
	ok((await page.textContent(".keys")).trim() === "9  1",
		"keys typed faster than they are answered are all taken",
		await page.textContent(".keys"));
	ok((await page.textContent("aside")).includes("Asks to be called"),
		"9, 1: what would have been done stands beside it",
		await page.textContent("aside"));
	ok(/\d+ \/ \d+/.test(await page.textContent(".wire")),
		"with the units of the wire");
	await look(page, "en-phone");
	await page.evaluate(() => document.activeElement.blur());
	await Promise.all([page.waitForResponse((r) =>
		r.url().endsWith("/api/phone")), page.keyboard.press("Enter")]);
	await page.waitForFunction((text) => document.querySelector(".screen")
		?.textContent === text, first);
	ok(true, "Enter begins again");
	await page.context().close();
	const khmer = await openContext("km", { width: 360, height: 740 });
	await signIn(khmer);
	await khmer.goto(`${job.origin}/#/phone`);
	await khmer.waitForSelector(".screen");
	await look(khmer, "km-phone-360");
	await khmer.selectOption("main select", "sms");
	await khmer.waitForFunction(() => !document.querySelector(".screen"));
	await khmer.fill("main form input", "ជួយខ្ញុំផង");
	await khmer.keyboard.press("Enter");
	await khmer.waitForSelector(".screen");
	ok((await khmer.textContent("aside")).includes("ជួយខ្ញុំផង"),
		"an SMS of words would be sealed for people to read");
	await look(khmer, "km-phone-sms-360");
	await khmer.context().close();
}
