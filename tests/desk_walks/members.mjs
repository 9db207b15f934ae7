// members.mjs - practice, members, leaving, what a centre stands on, audit.
import { job, look, ok, openContext, signIn } from "./browser.mjs";

/* By the keyboard: what has the focus is what Enter presses. */
async function press(page, selector) {
	await page.focus(selector);
	await page.keyboard.press("Enter");
}

const marked = (page) => page.evaluate(() => document.body.classList
	.contains("practising") && document.querySelector(".practice-bar strong")
	.getBoundingClientRect().height > 0);

async function guided(page, step) {
	await page.waitForFunction((n) => document.querySelector(
		`.guide li:nth-child(${n})`).className === "there", step);
}

/* Five invented cases, in Khmer; the guide says what is done. */
export async function practice() {
	const page = await openContext("km", { width: 1024, height: 768 });
	await signIn(page);
	await press(page, ".invitation button");
	await page.waitForURL("**/practice/");
	await page.waitForSelector(".guide");
	await page.waitForFunction(() =>
		document.querySelectorAll("a.row").length === 5);
	ok(await marked(page), "five invented cases, marked as such");
	ok(await page.$(`a.row[data-ref="${job.ref}"]`) === null,
		"and none that is real");
	await look(page, "km-practice");
	await page.evaluate(() => document.activeElement.blur());
	await page.keyboard.press("j");
	await page.keyboard.press("c");
	await guided(page, 1);
	await press(page, "a.row");
	await page.waitForSelector(".story");
	await guided(page, 2);
	ok(await marked(page) && (await page.textContent(".story"))
		.includes("ហាត់រៀន"), "each text of them says what it is");
	await page.fill("textarea[name=note]", "Spoke with nobody.");
	await page.click("form:has(textarea[name=note]) button.main");
	await guided(page, 3);
	await page.setViewportSize({ width: 360, height: 740 });
	await look(page, "km-practice-case-360");
	await page.setViewportSize({ width: 1024, height: 768 });
	await finishPractice(page);
	await page.context().close();
}

async function finishPractice(page) {
	const card = "details.card:has(input[name=answer])" +
		":not(:has(input[name=field]))";
	await page.click(`${card} > summary`);
	await page.click(`${card} > details:has(input[name=answer]) > summary`);
	await page.locator(`${card} form:has(input[name=answer]) ` +
		"input[name=item]").first().check();
	await page.locator(`${card} input[name=answer]`).first().check();
	await page.click(`${card} form:has(input[name=answer]) button.main`);
	await page.fill(`${card} > form input[name=text]`, "for practice");
	await page.click(`${card} > form button.main`);
	await guided(page, 4);
	await page.goto(`${job.origin}/practice/#/cases/unassigned`);
	await page.waitForSelector("a.row");
	await page.click("a.row");
	await page.waitForSelector(".story");
	await page.click("details:has(select[name=outcome]) > summary");
	await page.click("form:has(select[name=outcome]) button.main");
	await guided(page, 5);
	await page.click(".guide button.main");
	await page.waitForSelector(".guide .safe");
	ok(true, "all five steps, and it is kept");
	await page.goto(`${job.origin}/#/cases/centre`);
	await page.reload();
	await page.waitForSelector(".queue");
	ok(!await page.evaluate(() => document.body.classList
		.contains("practising")) && await page.$(".invitation") === null,
	"back at the real cases nothing is marked, and nobody is invited");
}

async function invite(page) {
	await page.fill("form:has(input[pattern]) input[name=name]", "vuthy");
	await press(page, "form:has(input[pattern]) button.main");
	await page.waitForSelector("code.secret");
	ok(/^([0-9A-Z]{4}[- ]?){8}$/.test((await page.textContent("code.secret"))
		.trim()), "who is invited gets a code, shown once");
}

/* Her case goes to dara, she goes, the paper key is written down anew. */
async function leaving(page) {
	await page.goto(`${job.origin}/#/members/sophea`);
	await page.waitForSelector("main.wide h1");
	await look(page, "km-leaving");
	await page.click("section:last-of-type button.main");
	await page.waitForSelector(".safe");
	ok(true, "who has no case leaves at once");
	await press(page, ".card button.main");
	await page.waitForSelector("code.secret");
	const paper = await page.textContent("code.secret");
	await look(page, "km-paper");
	await page.click(".card button.main");
	await page.waitForSelector("input[name=text]");
	ok(!(await page.content()).includes(paper.trim()),
		"the paper key is off the screen while it is typed back");
	const label = await page.textContent(".field span");
	const n = Number(/(\d+)/.exec(label)[1]);
	await page.fill("input[name=text]",
		paper.match(/[0-9A-Z]{4}/g)[n - 1]);
	await page.keyboard.press("Enter");
	await page.waitForFunction(() => !document.querySelector(
		"input[name=text]"));
	ok(true, "typed back, it is kept");
}

async function audit(page) {
	await page.goto(`${job.origin}/#/case/${job.ref}`);
	await page.waitForSelector(".story");
	await page.goto(`${job.origin}/#/audit`);
	await page.waitForSelector("table.audit tbody tr");
	await look(page, "km-audit");
	await page.fill("input[name=to]", job.ref);
	await press(page, "form:has(input[name=to]) button.main");
	await page.waitForFunction((ref) => [...document.querySelectorAll(
		"table.audit tbody tr")].every((row) => row.textContent
		.replace(/ /g, "").includes(ref)), job.ref);
	ok((await page.$$("table.audit tbody tr")).length > 0,
		"what was done with one case");
	await press(page, "form:has(input[name=head]) button.main");
	await page.waitForSelector("code.secret");
	ok(await page.$(".safe") !== null, "all of it is as it was written");
	await page.setViewportSize({ width: 360, height: 740 });
	await page.waitForSelector("ul.audit li");
	/* What she pressed and turned has come, however long it took. */
	await page.evaluate(() => { window.shift = 0; });
	ok(await page.$(".scroll") === null, "on a phone each row is a card");
	await look(page, "km-audit-360");
	await page.fill("input[name=to]", "");
	await press(page, "form:has(input[name=to]) button.main");
	await page.waitForFunction(() => document.querySelectorAll("ul.audit li")
		.length > 5);
	const codes = await page.$$eval("ul.audit p", (all) => all.map((p) =>
		p.firstChild.textContent).filter((did) => /[a-z]/.test(did)));
	ok(codes.length === 0, "what was done stands in her words, never as a " +
		"code", codes.join("\n"));
}

export async function members() {
	const page = await openContext("km", { width: 1024, height: 768 });
	await signIn(page);
	await page.goto(`${job.origin}/#/members`);
	await page.waitForSelector(".member");
	await invite(page);
	await look(page, "km-members");
	await page.setViewportSize({ width: 360, height: 740 });
	await page.click(".member details summary");
	await look(page, "km-members-360");
	await page.setViewportSize({ width: 1024, height: 768 });
	await leaving(page);
	await audit(page);
	await page.context().close();
}
