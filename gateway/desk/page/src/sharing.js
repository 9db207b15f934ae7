// sharing.js - she is asked before anybody else is told: of what, yes or no,
// and how.  Nothing is ticked beforehand.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "./api.js";
import { Choice, Field, Form } from "./parts.js";
import { useWords } from "./words.js";

const ways = ["counter", "phone", "visit", "writing"];
export const letterFields = ["person", "category", "destination", "opened",
	"language", "contact"];
/* What we keep about consent and letters goes nowhere. */
const inner = ["sharing", "override", "letter", "answer", "due", "reason",
	"outcome", "reopened", "contacted", "kept"];
const SHORT = 60;

/* Kinds of entries that hold a word of ours, not of hers. */
const coded = { contact: "desk.wish", when: "desk.when", call: "desk.when",
	wish: "desk.said",
	days: "desk.days", relative: "desk.relative",
	who: "desk.about", country: "list.where", where: "list.where",
	what: "list.what", proof: "desk.proof_was" };

/* That word as staff read it; "" what it holds is hers. */
export function codedOf(say, entry) {
	return coded[entry.kind] ? say.or(`${coded[entry.kind]}.${entry.text}`,
		"") : "";
}

export function kindOf(say, entry) {
	return say.or(`desk.kind.${entry.kind}`, entry.kind);
}

/* Enough to tell one item from another. */
export function shortOf(say, entry) {
	const text = entry.withheld ? say("desk.withheld") :
		codedOf(say, entry) || entry.text || "";
	return text.length > SHORT ? `${text.slice(0, SHORT)}…` : text;
}

/* The last answer about somebody. */
export function consentOf(entries, about, to) {
	return entries.filter((e) => e.sharing && e.sharing.about === about &&
		e.sharing.to === to).map((e) => e.sharing).pop();
}

export function Ticks({ legend, name, options }) {
	return html`<fieldset class="ticks"><legend>${legend}</legend>
		${options.map(([value, label, more]) => html`<label class="tick"
			key=${value}><input type="checkbox" name=${name} value=${value} />
		<span>${label}${more && html`${": "}<bdi>${more}</bdi>`}</span>
		</label>`)}</fieldset>`;
}

export function itemsOf(say, entries) {
	return entries.filter((e) => !inner.includes(e.kind)).map((e) =>
		[String(e.n), kindOf(say, e), shortOf(say, e)]);
}

/* What she said of somebody, in one line. */
export function Answered({ consent, entries }) {
	const say = useWords();
	if (!consent)
		return html`<p class="unsafe">${say("desk.sharing.unasked")}</p>`;
	if (!consent.yes)
		return html`<p class="unsafe">${say("desk.sharing.said_no")}</p>`;
	const goes = entries.filter((e) => consent.items.includes(e.n));
	return html`<div class="safe"><p>${say("desk.sharing.said_yes")}</p>
		<ul>${consent.fields.map((f) => html`<li key=${f}>${
		say(`desk.letter.${f}`)}</li>`)}
		${goes.map((e) => html`<li key=${e.n}>${kindOf(say, e)}${": "}
		<bdi>${shortOf(say, e)}</bdi></li>`)}</ul>
		${consent.note && html`<p><bdi>${consent.note}</bdi></p>`}</div>`;
}

/* about: centre or partner; police: she must know what may follow. */
export function Ask({ reference, about, to, entries, police, done }) {
	const say = useWords();
	const [yes, setYes] = useState(false);
	const send = async (data, form, key) => {
		await post(`/api/cases/${reference}/sharing`, { about, to,
			answer: yes ? "yes" : "no", how: data.get("how"),
			items: data.getAll("item").map((n) => ({ n: Number(n) })),
			fields: data.getAll("field"), note: String(data.get("note")),
			...(police && yes ? { told: data.get("told") !== null } : {}) }, key);
		form.reset();
		await done();
	};
	const answer = (value) => html`<label class="tick"><input type="radio"
		name="answer" required
		onChange=${() => setYes(value)} /><span>${say(value ?
		"desk.sharing.yes" : "desk.sharing.no")}</span></label>`;
	return html`<details><summary>${say("desk.sharing.ask")}</summary>
		<${Form} send=${send} label=${say("desk.sharing.ask")}>
		${about === "partner" && html`<${Ticks} name="field"
			legend=${say("desk.sharing.fields")} options=${letterFields.map(
		(f) => [f, say(`desk.letter.${f}`)])} />`}
		<${Ticks} name="item" legend=${say("desk.sharing.items")}
			options=${itemsOf(say, entries)} />
		<${Choice} name="how" label=${say("desk.sharing.how")}
			options=${ways.map((w) => [w, say(`desk.sharing.${w}`)])} />
		<fieldset class="ticks"><legend>${say("desk.sharing.answer")}</legend>
		${answer(true)}${answer(false)}</fieldset>
		${police && yes && html`<p class="unsafe">${
		say("desk.police.follows")}</p><label class="tick"><input
			type="checkbox" name="told" required /><span>${
		say("desk.police.told")}</span></label>`}
		<${Field} name="note" label=${say("desk.sharing.note")}
			maxlength="2000" />
		<button class="main">${say("desk.sharing.keep")}</button>
		</${Form}></details>`;
}
