// people.mjs - a walk over the people of a case and what ties cases together:
// thirty names with a line to mend, one person in two cases, an employer, a
// duplicate that is joined and parted.  In Khmer, wide and on a phone; the
// picture of the joined case also in English.
import { job, look, ok, openContext, signIn } from "./browser.mjs";

const khmer = ["សុខ ដារា", "ចាន់ ធី", "ម៉ៅ ស្រីមុំ", "គឹម សុភា", "ហេង វិចិត្រ",
	"ឈួន សុភ័ក្រ", "លី ចាន់ថា", "អ៊ុំ សុជាតា", "នួន រតនា", "ប៊ុន ធឿន"];
const names = Array.from({ length: 30 }, (_, i) => `${i + 1}. ${
	khmer[i % 10]}${["", " ក", " ខ"][Math.floor(i / 10)]}`);

async function open(page, ref) {
	await page.goto(`${job.origin}/#/case/${ref}`);
	await page.waitForFunction((r) => document.querySelector("h1") &&
		document.querySelector("h1").textContent.replace(" ", "") === r &&
		document.querySelector(".people"), ref);
}

/* What she sent herself may make room for what it brought, however long a busy
   machine takes to answer: only later jumps count. */
const settled = (page) => page.evaluate(() => { window.shift = 0; });

async function paste(page, text) {
	await page.$eval(".people > details", (d) => { d.open = true; });
	await page.$eval("textarea[name=names]", (area, value) => {
		area.value = value;
	}, text);
	await page.click(".people > details button.main");
}

/* One line is no name: nothing is kept and it says which; mended, all stand. */
async function thirty(page) {
	await paste(page, [...names.slice(0, 29), "30. ប៊ុន ធឿន 25"].join("\n"));
	await page.waitForSelector(".people .failure li");
	const told = await page.$$eval(".people .failure li",
		(all) => all.map((li) => li.textContent));
	ok(told.length === 1 && told[0].includes("30") &&
		(await page.inputValue("textarea[name=names]")).includes("ធឿន 25"),
	"the line that is no name is told, and what was pasted is still there",
	told);
	await look(page, "km-people-mend");
	await paste(page, names.join("\n"));
	await page.waitForFunction(() => document.querySelectorAll(
		".persons > li").length === 30);
	ok((await page.textContent(".people > details [role=status]"))
		.includes("30"), "thirty people stand in the case, and it says so");
	await settled(page);
	await paste(page, "x\n".repeat(10000));
	await page.waitForSelector(".people p.failure");
	ok((await page.textContent(".people p.failure")).includes("10000"),
		"ten thousand lines are refused at once, with how many they are");
	await page.$eval(".people > details", (d) => { d.open = false; });
}

async function one(page) {
	await page.click(".persons > li:first-child summary");
	await page.selectOption(".person select[name=consent]", "yes");
	await page.selectOption(".person select[name=outcome]", "money");
	await page.fill(".person input[name=received]", "250.50");
	await page.selectOption(".person select[name=currency]", "THB");
	await look(page, "km-person");
	await page.click(".person form:first-of-type button.main");
	await page.waitForFunction(() => document.querySelector(
		".persons > li:first-child summary").textContent.includes(
		"250.5 THB"));
	ok(true, "what became of one of them is kept");
}

async function ties(page) {
	await page.fill(".ties input[name=name]", job.agency);
	await page.click(".ties form button");
	await page.click(".ties .agencies button");
	await page.waitForSelector(".ties .plain");
	await page.fill(".ties input[name=employer]", "រោងចក្រ ត្រីមាស");
	await page.click("form:has(input[name=employer]) button");
	await page.waitForFunction(() => [...document.querySelectorAll(
		".entry.ours")].some((e) => e.textContent.includes("ត្រីមាស")));
	ok((await page.textContent(".ties")).includes(job.agency),
		"an agency and an employer are named");
	await settled(page);
	await page.setViewportSize({ width: 360, height: 740 });
	await look(page, "km-people-360");
	await page.setViewportSize({ width: 1024, height: 768 });
}

/* The second case: the same employer, and one of the names. */
async function second(page) {
	const [first, other] = job.twins;
	await open(page, other);
	await page.fill(".ties input[name=employer]", "រោងចក្រ  ត្រីមាស");
	await page.click("form:has(input[name=employer]) button");
	await page.click(".ties button[aria-expanded]");
	await page.waitForSelector(`.ties a.row[data-ref="${first}"]`);
	ok(true, "the other case with this employer is one key away");
	await paste(page, khmer[0]);
	await page.click(".persons > li:first-child summary");
	await page.click(".cases-of button");
	await page.waitForSelector(`.tie`);
	await page.click(".tie button");
	await page.waitForFunction(() => !document.querySelector(".tie"));
	await page.click(".cases-of button");
	await page.waitForSelector(".tie .badge.ok");
	ok(true, "her name is found in it, and staff say that she is one person");
	await settled(page);
	await look(page, "km-ties");
}

async function joined(page) {
	const [first, other] = job.twins;
	await page.click(".ties details:last-of-type > summary");
	await page.fill("input[name=into]", `${first.slice(0, 4)} ${
		first.slice(4)}`);
	await page.click("form:has(input[name=into]) button");
	await page.waitForSelector(".pending a.ref");
	await settled(page);
	await look(page, "km-joined");
	await open(page, first);
	await page.waitForSelector(`.entry h3 a[href="#/case/${other}"]`);
	ok(true, "what was said in a duplicate is read with the other case");
	await look(page, "km-joined-to");
	await page.click(".languages button[lang=en]");
	await look(page, "en-joined-to");
	await page.click(".languages button[lang=km]");
	await open(page, other);
	await page.click(".pending button");
	await page.waitForFunction(() => document.querySelector(".people") &&
		!document.querySelector(".pending"));
	ok(true, "and undone");
}

export async function people() {
	const page = await openContext("km", { width: 1024, height: 768 });
	await signIn(page);
	await open(page, job.twins[0]);
	for (const part of [thirty, one, ties, second, joined])
		await part(page);
	await page.context().close();
}
