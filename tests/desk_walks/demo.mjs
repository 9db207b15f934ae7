// demo.mjs - the whole way of one complaint, as two offices see it: dialled while
// they look on, taken, read, noted, referred, taken over there, written of to a
// partner, closed, counted.  Once in Khmer, then in English; the phone is
// desk_demo_test.py's.
import { asked, job, look, ok, openContext, play, printed, signIn, wordsOf }
	from "./browser.mjs";
import { going } from "./going.mjs";
import { month as monthThatIsOver } from "./month.mjs";

/* The second thing that she says stays with the office she said it to. */
const typed = {
	km: { office: "ពោធិ៍សាត់", person: "សុខ ចាន់",
		words: ["ថៅកែរក្សាលិខិតឆ្លងដែនរបស់ខ្ញុំ",
			"បងប្រុសខ្ញុំឈ្មោះវុទ្ធ នៅប៉ោយប៉ែត"],
		note: "បាននិយាយជាមួយមន្ត្រីស្រុក។",
		why: "គាត់ត្រឡប់មកនៅពោធិ៍សាត់វិញ", done: "បានជួបគាត់ហើយ",
		request: "សូមជួយយកលិខិតឆ្លងដែនរបស់គាត់មកវិញ។" },
	en: { office: "Pursat", person: "Sok Chan",
		words: ["My boss keeps my passport since March.",
			"My brother Vuth hides in Poipet."],
		note: "Spoke with the district office.",
		why: "She came back to Pursat", done: "We met her at home",
		request: "Please help her to get her passport back." },
};
const partner = { km: "មន្ទីរការងារ និងបណ្តុះបណ្តាលវិជ្ជាជីវៈ ខេត្តពោធិ៍សាត់",
	en: "Provincial department of labour, Pursat" };
const RECEIVED = 1500.5;

/* Both offices, at laptops of their own. */
async function begin(language, round) {
	const laptop = { width: 1024, height: 768 };
	const say = wordsOf(language);
	let n = 0;
	return { language, round, say, ...typed[language],
		ours: await openContext(language, laptop),
		theirs: await openContext(language, laptop),
		seen: (page, name) => look(page, `demo-${language}-${
			String(++n).padStart(2, "0")}-${name}`),
		form: (key) => `form[aria-label="${say(key)}"]:visible`,
		fold: (key) => `summary:text-is("${say(key)}"):visible`,
		holds: async (page, selector, text, name) => {
			const is = await page.textContent(selector);
			ok(is.includes(text), `${language}: ${name}`, is);
		} };
}

async function bothSignIn({ ours, theirs, seen }) {
	await ours.goto(job.origin);
	await ours.waitForSelector("form");
	await seen(ours, "sign-in");
	await signIn(ours);
	await signIn(theirs, "rithy", job.theirs.shift());
	await ours.waitForSelector(".queue .empty, a.row");
	await seen(ours, "before");
}

/* Her phone is pressed while the list is looked at. */
async function dialled(desk) {
	const { ours, language, words, seen } = desk;
	const before = await ours.$$eval("a.row", (all) =>
		all.map((a) => a.dataset.ref));
	desk.ref = await asked("dial", { language, words });
	desk.row = `a.row[data-ref="${desk.ref}"]`;
	await ours.waitForSelector(`${desk.row}:not(:has-text("${
		desk.say("desk.state.incomplete")}"))`);
	ok(!before.includes(desk.ref),
		`${language}: what was just dialled appears by itself`);
	await seen(ours, "queue");
}

async function claim({ ours, row, ref, language, seen }) {
	const rows = await ours.$$eval("a.row", (all) =>
		all.map((a) => a.dataset.ref));
	await ours.evaluate(() => document.activeElement.blur());
	for (let i = 0; i <= rows.indexOf(ref); i++)
		await ours.keyboard.press("j");
	await ours.keyboard.press("c");
	await ours.waitForSelector(`${row}:has-text("dara")`);
	ok(true, `${language}: taken, with two keys`);
	await seen(ours, "claimed");
}

async function read(desk) {
	const { ours, row, words, seen, holds } = desk;
	await ours.focus(row);
	await ours.keyboard.press("Enter");
	await ours.waitForSelector(".story");
	for (const said of words)
		await holds(ours, ".story", said, "what she said is read");
	ok(!(await ours.content()).includes(job.phones[desk.language].slice(4)),
		`${desk.language}: her number is not in the page`);
	await seen(ours, "case");
}

async function takeNote({ ours, note, seen, holds }) {
	await ours.keyboard.press("n");
	await ours.keyboard.type(note);
	await ours.keyboard.press("Control+Enter");
	await ours.waitForSelector(".entry.ours");
	await holds(ours, ".entry.ours", note, "a note stands in the case");
	await seen(ours, "note");
}

/* She is asked, whoever is to be told: nothing is ticked before. */
async function ask(desk, page, said, fields = []) {
	await page.click(desk.fold("desk.sharing.ask"));
	const form = desk.form("desk.sharing.ask");
	ok(await page.$$eval(form.replace(":visible", " input:checked"),
		(all) => all.length) === 0, `${desk.language}: nothing is ticked`);
	for (const name of fields)
		await page.check(`${form} input[name=field][value=${name}]`);
	await page.check(`${form} label:has-text("${said}") input`);
	await page.check(`${form} input[name=answer] >> nth=0`);
	return `${form} button.main`;
}

async function refer(desk) {
	const { ours, office, words, why, seen, form } = desk;
	await ours.click(desk.fold("desk.refer"));
	await ours.selectOption("details[open] > label.field > select",
		{ label: office });
	const keep = await ask(desk, ours, words[0]);
	await seen(ours, "ask");
	await ours.click(keep);
	await ours.fill(`${form("desk.refer.offer")} input[name=text]`, why);
	await seen(ours, "agreed");
	await ours.click(`${form("desk.refer.offer")} button.main`);
	await ours.waitForSelector(form("desk.referral.withdraw"));
	await desk.holds(ours, ".pending", office, "it is offered");
	await seen(ours, "offered");
}

async function accept(desk) {
	const { theirs, words, why, done, seen, form, holds } = desk;
	await theirs.waitForSelector(".pending a.row");
	await seen(theirs, "there");
	await theirs.click(".pending a.row");
	await theirs.waitForSelector(".story");
	await holds(theirs, ".story", words[0], "there they read what she chose");
	await holds(theirs, ".story", why, "and why it comes");
	ok(!(await theirs.content()).includes(words[1]),
		`${desk.language}: and nothing else`);
	await seen(theirs, "offer");
	await theirs.click(`${form("desk.referral.accept")} button.main`);
	await theirs.waitForSelector(".actions");
	await holds(theirs, ".facts", "rithy", "taken over there");
	await seen(theirs, "accepted");
	await theirs.fill(`${form("desk.referral.done")} input[name=text]`, done);
	await theirs.click(`${form("desk.referral.done")} button`);
	await theirs.waitForSelector(".queue");
}

/* The page says by itself that something changed, and opens it when asked. */
async function comesBack({ ours, done, seen, holds }) {
	await ours.click(".watch button");
	await ours.waitForSelector(`.entry:has-text("${done}")`);
	await holds(ours, ".story", done, "what they did is read here");
	await seen(ours, "back");
}

/* The one who leads writes down whom the office writes to, once. */
async function addPartner(desk) {
	const { ours, seen, form, holds } = desk;
	await ours.goto(`${job.origin}/#/partners`);
	await ours.click(desk.fold("desk.partners.add"));
	await ours.selectOption("select[name=kind]", "labour");
	await ours.selectOption("select[name=country]", "KH");
	for (const language of ["km", "en"])
		await ours.fill(`input[name=${language}]`, partner[language]);
	await ours.click(`${form("desk.partners.add")} button.main`);
	await ours.waitForSelector("li.entry");
	await holds(ours, "li.entry", partner[desk.language], "a partner stands");
	await seen(ours, "partners");
}

async function letter(desk) {
	const { ours, ref, language, words, person, request, seen, form } = desk;
	if (desk.round === 1)
		await addPartner(desk);
	await ours.goto(`${job.origin}/#/case/${ref}`);
	await ours.click(desk.fold("desk.letters"));
	await ours.waitForSelector(".letters select");
	await ours.click(await ask(desk, ours, words[0], ["person", "opened"]));
	const write = form("desk.letter.write");
	await ours.check(`${write} input[value=person]`);
	await ours.fill(`${write} input[name=person]`, person);
	await ours.check(`${write} input[name=item]`);
	await ours.fill(`${write} textarea`, request);
	await seen(ours, "write");
	await ours.click(`${write} button.main`);
	await ours.waitForSelector("article.paper");
	await seen(ours, "letter");
	const paper = await printed(ours, `demo-${language}-letter`);
	ok(paper.pages === 1 && [partner[language], person, words[0], request]
		.every((text) => paper.holds(text)) && !paper.holds(words[1]),
	`${language}: on paper stands what she agreed to, on one page`,
	paper.text);
}

async function close(desk) {
	const { ours, say, ref, seen, form, holds } = desk;
	await ours.goto(`${job.origin}/#/case/${ref}`);
	await ours.click(desk.fold("desk.close"));
	const closing = form("desk.close");
	await ours.selectOption(`${closing} select[name=outcome]`, "money");
	await ours.fill(`${closing} input[name=received]`, String(RECEIVED));
	await ours.selectOption(`${closing} select[name=currency]`, "THB");
	await ours.click(`${closing} button.main`);
	await ours.waitForSelector(`.facts:has-text("${
		say("desk.state.finished")}")`);
	await holds(ours, ".story", "1,500.5 THB", "closed, with what she got");
	await seen(ours, "closed");
}

/* A case for each round so far, and what each got. */
async function month({ ours, language, round, say, seen }) {
	await ours.keyboard.press("m");
	await ours.waitForSelector("table");
	const parts = Object.fromEntries(await ours.$$eval(".part h2", (all) =>
		all.map((h) => [...h.children].map((e) => e.textContent))));
	ok(["opened", "finished"].every((part) =>
		parts[say(`desk.part.${part}`)] === String(round)),
	`${language}: it is counted in the month`, JSON.stringify(parts));
	await seen(ours, "month");
	const paper = await printed(ours, `demo-${language}-month`);
	const sum = `${(RECEIVED * round).toLocaleString("en")} THB`;
	ok([say("desk.part.opened"), say("desk.outcome.money"), sum,
		say("list.what.wages")].every((text) => paper.holds(text)),
	`${language}: and printed, in words of the language`, paper.text);
}

async function demo(language, round) {
	const desk = await begin(language, round);
	for (const step of [bothSignIn, dialled, claim, read, takeNote, refer,
		accept, comesBack, letter, close, month])
		await step(desk);
	await desk.ours.context().close();
	await desk.theirs.context().close();
}

await play(async function khmer() { await demo("km", 1); },
	async function english() { await demo("en", 2); }, monthThatIsOver,
	going);
