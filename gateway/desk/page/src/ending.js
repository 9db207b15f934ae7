// ending.js - how a case ended, for the case and for each of its people: kinds,
// amounts, closing, taking up again.
import { html } from "htm/preact";
import { post } from "./api.js";
import { Choice, Field, Form } from "./parts.js";
import { scriptOf, useWords } from "./words.js";

export const outcomes = ["money", "refund", "deployed", "documents",
	"repatriated", "rescued", "sanction", "apology", "informed", "referred",
	"withdrawn", "unreachable", "duplicate", "out_of_scope", "none"];
/* How many of the smallest coin make one. */
const smallest = { KHR: 1, THB: 100, USD: 100 };
export const currencies = Object.keys(smallest);

export const amountOf = (n, currency) => `${(n / smallest[currency])
	.toLocaleString("en")} ${currency}`;
/* What was typed, in the smallest coin; 0 where nothing was. */
export const coinsOf = (typed, currency) => Math.round(Number(typed) *
	smallest[currency]);
export const typedOf = (n, currency) => n ? n / smallest[currency] : "";

export function Said({ text }) {
	return html`<bdi class="said" dir="auto" lang=${scriptOf(text)}>${text}
		</bdi>`;
}

export function Ending({ outcome }) {
	const say = useWords();
	const parts = [say(`desk.outcome.${outcome.outcome}`)];
	for (const name of ["claimed", "received"])
		if (outcome[name] !== undefined)
			parts.push(`${say(`desk.${name}`)}: ${amountOf(outcome[name],
				outcome.currency)}`);
	return html`<p>${parts.join(" · ")}</p>
		${outcome.note && html`<${Said} text=${outcome.note} />`}`;
}

export function Amounts({ claimed, received, currency }) {
	const say = useWords();
	const amount = (name, n) => html`<${Field} label=${say(`desk.${name}`)}
		name=${name} type="number" min="0" step="any" inputmode="decimal"
		value=${typedOf(n, currency)} />`;
	return html`<div class="pair">${amount("claimed", claimed)}
		${amount("received", received)}<${Choice} label=${say("desk.currency")}
		name="currency" value=${currency || currencies[0]}
		options=${currencies.map((c) => [c, c])} /></div>`;
}

/* The people's amounts together, where they have one currency. */
function sumOf(people) {
	const paid = people.filter((p) => p.currency);
	const currency = paid.length > 0 && paid[0].currency;
	if (!currency || paid.some((p) => p.currency !== currency))
		return {};
	const sum = (name) => paid.reduce((n, p) => n + p[name], 0);
	return { currency, claimed: sum("claimed"), received: sum("received") };
}

export function Close({ it, people, draft, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		const ending = { version: it.version, outcome: data.get("outcome"),
			note: String(data.get("note")) };
		for (const name of ["claimed", "received"]) {
			const typed = String(data.get(name)).trim();
			if (typed !== "") {
				ending.currency = data.get("currency");
				ending[name] = coinsOf(typed, ending.currency);
			}
		}
		await post(`/api/cases/${it.ref}/close`, ending, key);
		await done();
	};
	return html`<details class="card"><summary>${say("desk.close")}</summary>
		<${Form} send=${send} label=${say("desk.close")} draft=${draft}>
		<${Choice} label=${say("desk.outcome")} name="outcome"
			options=${outcomes.map((o) => [o, say(`desk.outcome.${o}`)])} />
		${people.length > 0 && html`<p class="quiet">
			${say("desk.people.together")}</p>`}
		<${Amounts} ...${sumOf(people)} />
		<${Field} label=${say("desk.note")} name="note" maxlength="4000" />
		<button class="main">${say("desk.close")}</button></${Form}></details>`;
}

export function Reopen({ it, draft, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		await post(`/api/cases/${it.ref}/reopen`, { version: it.version,
			reason: String(data.get("reason")) }, key);
		await done();
	};
	return html`<section class="card"><${Form} send=${send}
		label=${say("desk.reopen")} draft=${draft}>
		<${Field} label=${say("desk.reason")} name="reason" required
			maxlength="4000" />
		<button>${say("desk.reopen")}</button></${Form}></section>`;
}
