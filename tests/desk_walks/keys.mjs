// keys.mjs - how long work takes by keyboard: 200 ms for each key, and what the
// page really lets her wait.  Nothing is clicked.
import { ok, openContext, signIn } from "./browser.mjs";

const KEY_MS = 200, CONTACT_S = 45, CASE_S = 240;

const focusIs = (selector) =>
	document.activeElement === document.querySelector(selector);

/* A hand that counts. */
function handOf(page) {
	const began = Date.now();
	let n = 0;
	return {
		async press(...keys) {
			for (const key of keys) {
				n++;
				await page.keyboard.press(key);
			}
		},
		async type(text) {
			n += text.length;
			await page.keyboard.type(text);
		},
		/* Tab by tab to a field. */
		async to(selector) {
			for (let i = 0; i < 20 &&
				!await page.evaluate(focusIs, selector); i++)
				await this.press("Tab");
		},
		/* Looks for a moment, as she would, until it is there. */
		async see(what, arg) {
			await page.waitForFunction(what, arg, { polling: 20 });
		},
		end: () => [n, (n * KEY_MS + Date.now() - began) / 1000],
	};
}

async function contact(page) {
	const hand = handOf(page);
	await hand.press("p");
	await hand.see(() => document.querySelector("select[name=kind]"));
	await hand.press("n");
	/* Letters choose in a list; what need not be said is left. */
	for (const [field, letters] of [["kind", "Co"], ["sex", "Fe"],
		["age", "18"], ["province", "Siem"], ["destination", "Th"],
		["stage", "Be"], ["sector", "Fi"]]) {
		await hand.to(`select[name=${field}]`);
		await hand.type(letters);
	}
	await hand.press("Control+Enter");
	await hand.see(() => [...document.querySelectorAll(".counted")]
		.some((c) => c.textContent.includes("18-24")));
	const [n, seconds] = hand.end();
	const said = (await page.$$eval(".counted", (all) => all.map((c) =>
		c.textContent))).find((c) => c.includes("18-24"));
	ok(["Counselling", "18-24", "Siem Reap", "Thailand"].every((w) =>
		said.includes(w)), "a contact is counted as it was meant", said);
	ok(seconds <= CONTACT_S, `a contact takes ${n} keys, ` +
		`${seconds.toFixed(1)} s of ${CONTACT_S}`);
}

const entries = () => document.querySelectorAll(".entry").length;

/* At the counter, her words, two people, the employer, a call, a note, a date,
   an ending. */
async function wholeCase(page) {
	const hand = handOf(page);
	await hand.press("Escape", "p");
	await hand.see(() => document.querySelector("select[name=kind]"));
	await hand.press("i");
	await hand.see(focusIs, "select[name=category]");
	await hand.type("Pa");
	await hand.to("form input[name=number]");
	await hand.type("+85512345678");
	await hand.to("textarea[name=words]");
	await hand.type("She and her sister paid 500 dollars to a broker in May. " +
		"There was no work, and they keep both passports.");
	await hand.press("Control+Enter");
	await hand.see(() => document.querySelector(".story"));
	await hand.press("a");
	await hand.see(focusIs, "textarea[name=names]");
	await hand.type("Sok Dara\nSok Lina");
	await hand.press("Control+Enter");
	await hand.see(() => document.querySelectorAll(".person").length === 2);
	await hand.press("Escape", "e");
	await hand.see(focusIs, "input[name=employer]");
	await hand.type("Star Seafood");
	await hand.press("Enter");
	await hand.see(() => !document.querySelector("[aria-busy=true]"));
	await hand.press("Escape", "1");
	await hand.see(() => document.querySelectorAll(".entry.ours").length > 0);
	await hand.press("n");
	await hand.type("The broker will pay back on Monday; both agree.");
	await hand.press("Control+Enter");
	await hand.see(() => document.querySelectorAll(".entry.ours").length > 1);
	await hand.press("Escape", "d", "ArrowUp");
	await hand.see(() => !document.querySelector("[aria-busy=true]"));
	await hand.press("Escape", "f");
	await hand.see(focusIs, "details.card select[name=outcome]");
	await hand.type("Mo");
	await hand.press("Tab");
	await hand.press("Control+Enter");
	await hand.see(() => document.querySelector(".facts")?.textContent
		.includes("Finished"));
	const [n, seconds] = hand.end();
	ok(await page.evaluate(entries) >= 4 &&
		await page.$$eval(".person", (all) => all.length) === 2,
	"from the counter to its end without a mouse");
	ok(seconds <= CASE_S, `a whole case takes ${n} keys, ` +
		`${seconds.toFixed(0)} s of ${CASE_S}`);
}

export async function keys() {
	const page = await openContext("en", { width: 1280, height: 800 });
	await signIn(page);
	await page.evaluate(() => document.activeElement.blur());
	await contact(page);
	await wholeCase(page);
	await page.context().close();
}
