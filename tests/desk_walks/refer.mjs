// refer.mjs - a case is told to others: she is asked, an office is offered what
// she agreed to, a partner is written to, and what is printed fits its paper.
import { job, look, ok, openContext, printed, signIn } from "./browser.mjs";

/* That it moved when the screen became another was our doing. */
const settle = (page) => page.evaluate(() => new Promise((done) =>
	requestAnimationFrame(() => setTimeout(() => {
		window.shift = 0;
		done();
	}, 100))));

async function paper(page, name, holds) {
	await page.emulateMedia({ media: "print" });
	const hidden = await page.evaluate(() => ["header", ".languages",
		".tools", "button"].filter((s) => [...document.querySelectorAll(s)]
		.some((e) => e.checkVisibility())));
	ok(hidden.length === 0, `${name}: on paper are no buttons`, hidden);
	const ink = await page.$$eval(".paper, .paper *", (all) => all.filter(
		(e) => getComputedStyle(e).color !== "rgb(0, 0, 0)").length);
	ok(ink === 0, `${name}: black on white, no colour is needed`, ink);
	const is = await printed(page, name);
	ok(is.pages === 1, `${name}: one page of A4`, is.pages);
	const words = await page.textContent(holds);
	ok(words.length > 3 && is.holds(words),
		`${name}: the PDF holds the words`, `${words}\n${is.text}`);
	await page.emulateMedia({ media: "screen" });
	await page.setViewportSize({ width: 794, height: 1123 });
	await page.screenshot({ path: `${job.screens}/${name}-paper.png`,
		fullPage: true });
	await settle(page);
}

async function ask(page, { ticks, yes, told = false }) {
	await page.click("details[open] > details > summary:has-text('Ask her')");
	const form = "form[aria-label='Ask her']:visible";
	for (const [name, value] of ticks)
		await page.check(`${form} input[name=${name}][value="${value}"]`);
	await page.click(`${form} label:has-text("${yes ? "Yes," : "No"}") input`);
	if (told)
		await page.check(`${form} input[name=told]`);
	await page.click(`${form} button.main`);
}

async function office(page) {
	await page.click("details summary:has-text('Refer to another')");
	ok((await page.textContent("details[open]")).includes("not asked"),
		"nobody can be told before she was asked");
	ok(await page.$$eval("form[aria-label='Ask her'] input[type=checkbox]",
		(all) => all.length > 3 && all.every((e) => !e.checked)),
	"what may go is chosen one by one, nothing beforehand");
	const said = (await page.$$eval("form[aria-label='Ask her'] " +
		"input[name=item]", (all) => all.map((e) => e.value)));
	await ask(page, { ticks: [["item", said[said.length - 1]]], yes: true });
	await page.waitForSelector("form[aria-label='Offer it']");
	ok((await page.textContent("details[open]")).includes("cannot be unread"),
		"the page says that what was read cannot be unread");
	await page.fill("form[aria-label='Offer it'] input[name=text]",
		"She lives there now");
	await page.click("form[aria-label='Offer it'] button.main");
	await page.waitForSelector("button:has-text('Take the offer back')");
	ok((await page.textContent(".pending")).includes("offers it to"),
		"a case is offered to another office");
	await page.click("button:has-text('Take the offer back')");
	await page.waitForSelector("details summary:has-text('Refer to another')");
	ok(true, "and the offer is taken back");
	return said;
}

async function partner(page) {
	await page.goto(`${job.origin}/#/partners`);
	await page.waitForSelector("details.card summary");
	await page.click("details.card summary");
	await page.selectOption("select[name=kind]", "police");
	await page.selectOption("select[name=country]", "KH");
	await page.fill("input[name=km]", "ស្នងការដ្ឋាននគរបាលខេត្តសៀមរាប");
	await page.fill("input[name=en]", "Provincial police");
	await page.fill("input[name=address]", "ក្រុងសៀមរាប");
	await page.fill("input[name=phone]", "063 000 000");
	await page.click("form[aria-label='Add a partner'] button.main");
	await page.waitForSelector("li.entry");
	ok((await page.textContent("li.entry")).includes("entered by dara"),
		"a partner stands with who entered it");
	await look(page, "en-partners");
}

async function letter(page, said) {
	await page.goto(`${job.origin}/#/case/${job.nasty}`);
	await page.waitForSelector(".story");
	await page.click("details.letters > summary");
	await page.waitForSelector(".letters select");
	await ask(page, { ticks: [["field", "person"], ["field", "opened"],
		["item", said[0]]], yes: true, told: true });
	await page.waitForSelector("form[aria-label='Write the letter']");
	const form = "form[aria-label='Write the letter']";
	ok(await page.$$eval(`${form} input[type=checkbox]`, (all) =>
		all.every((e) => !e.checked)) && await page.$(`${form} ` +
		"input[value=destination]") === null,
	"only what she agreed to can be ticked, and nothing is");
	await page.selectOption(`${form} select[name=language]`, "km");
	await page.check(`${form} input[value=person]`);
	await page.fill(`${form} input[name=person]`, "សុខ ចាន់");
	await page.check(`${form} input[value="${said[0]}"]`);
	await page.fill(`${form} textarea`, "សូមជួយយកលិខិតឆ្លងដែនរបស់គាត់មកវិញ។");
	ok(await page.$eval(`${form} input[name=again]`, (e) => e.required &&
		!e.checked), "the police ask for a second yes");
	await look(page, "en-letter-police");
	await page.check(`${form} input[name=again]`);
	await page.click(`${form} button.main`);
	await page.waitForSelector("article.paper");
	await look(page, "km-letter");
	const words = await page.textContent("article.paper");
	ok(words.includes("សុខ ចាន់") && words.includes("យល់ព្រម") &&
		await page.getAttribute("article.paper", "lang") === "km",
	"the letter is in Khmer whatever the page speaks", words);
	await paper(page, "km-letter", ".paper .said");
	await page.setViewportSize({ width: 360, height: 740 });
	await settle(page);
	await look(page, "km-letter-360");
	await page.setViewportSize({ width: 1280, height: 900 });
	await settle(page);
	await answered(page);
}

async function answered(page) {
	await page.goto(`${job.origin}/#/case/${job.nasty}`);
	await page.waitForSelector(".letters li");
	await page.click(".letters li summary");
	await page.fill("form[aria-label='Note their answer'] input[name=note]",
		"They went to the pier");
	await page.click("form[aria-label='Note their answer'] button.main");
	await page.waitForFunction(() => document.querySelector(".story")
		?.textContent.includes("went to the pier"));
	ok(true, "what they answered stands in the case");
	await look(page, "en-letter-answered");
}

/* The printed form asks what the entry page asks, in its order. */
async function blank(page, language) {
	await page.goto(`${job.origin}/#/counter`);
	await page.waitForSelector("select[name=kind]");
	await page.click(`.languages button[lang=${language}]`);
	await page.waitForFunction((l) => document.documentElement.lang === l,
		language);
	await page.click("details.card summary");
	const asked = await page.$$eval("main form .grid [name]", (all) =>
		all.map((e) => [e.name, e.closest("label").querySelector("span")
			.textContent.trim()]).filter(([name]) => name !== "heads"));
	await page.goto(`${job.origin}/#/form/${language}`);
	await page.waitForSelector("article.paper tr");
	const printed = await page.$$eval("article.paper tr", (all) =>
		all.map((e) => [e.dataset.field, e.querySelector("th").textContent
			.replace(/^\d+\. /, "").trim()]));
	ok(JSON.stringify(asked) === JSON.stringify(printed) &&
		printed.length >= 14, `${language}: the form's order is the page's`,
	JSON.stringify([asked, printed]));
	await look(page, `${language}-form`);
	await paper(page, `${language}-form`, ".paper h1");
}

async function byHand(page) {
	await page.goto(`${job.origin}/#/case/${job.nasty}`);
	await page.waitForSelector(".next");
	ok((await page.textContent(".next")).length > 10,
		"the case says what is due next");
	await page.click("summary:has-text('Set another day')");
	await page.fill("form[aria-label='Set another day'] input[name=day]",
		"2031-03-04");
	await page.fill("form[aria-label='Set another day'] input[name=reason]",
		"The court sits then");
	await page.click("form[aria-label='Set another day'] button");
	await page.waitForFunction(() => document.querySelector(".story")
		?.textContent.includes("court sits"));
	ok((await page.textContent(".next")).includes("2031"),
		"a day set by hand counts, and why stands in the case");
}

export async function refer() {
	const page = await openContext("en", { width: 1280, height: 900 });
	await signIn(page);
	await page.goto(`${job.origin}/#/case/${job.nasty}`);
	await page.waitForSelector(".story");
	const said = await office(page);
	await partner(page);
	await letter(page, said);
	await byHand(page);
	for (const language of ["km", "th", "en"])
		await blank(page, language);
	await page.context().close();
}
