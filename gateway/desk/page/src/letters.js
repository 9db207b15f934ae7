// letters.js - partners without a login: written to on paper, with exactly what
// she agreed to; asked again on a day; their answer is kept.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Answered, Ask, Ticks, consentOf, itemsOf } from "./sharing.js";
import { Choice, Failure, Field, Form } from "./parts.js";
import { dayOf, endOf, languages, useWords } from "./words.js";

const results = ["answered", "refused", "none"];

export function partnerName(say, names) {
	return names[say.language] || names.en || names.km || names.th;
}

function Answer({ it, letter, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		await post(`/api/cases/${it.ref}/letters/${letter.n}/answer`, {
			result: data.get("result"), day: data.get("day"),
			note: String(data.get("note")) }, key);
		await done();
	};
	return html`<details><summary>${say("desk.letter.answer")}</summary>
		<${Form} send=${send} label=${say("desk.letter.answer")}>
		<${Choice} name="result" label=${say("desk.answer.result")}
			options=${results.map((r) => [r, say(`desk.answer.${r}`)])} />
		<${Field} name="day" type="date" label=${say("desk.answer.day")}
			required defaultValue=${dayOf(Date.now() / 1000)} />
		<${Field} name="note" label=${say("desk.note")} maxlength="4000" />
		<button class="main">${say("desk.answer.keep")}</button></${Form}>
		</details>`;
}

function Written({ it, letter, entries, done }) {
	const say = useWords();
	const kept = entries.find((e) => e.n === letter.n)?.letter;
	return html`<li><p><strong>${kept ? partnerName(say, kept.name) :
		letter.n}</strong>${" · "}${say.date(letter.at)}</p>
		<p>${letter.answered ? say("desk.letter.answered") :
		say("desk.letter.chase", { date: say.date(letter.chase_at) })}</p>
		<p><a href="#/letter/${it.ref}/${letter.n}">${
		say("desk.letter.print")}</a></p>
		${!letter.answered && it.state !== "finished" && html`<${Answer}
			it=${it} letter=${letter} done=${done} />`}</li>`;
}

/* Only what she agreed to can be ticked; only what is ticked goes out. */
function Write({ it, partner, consent, entries }) {
	const say = useWords();
	const [fields, setFields] = useState([]);
	const police = partner.kind === "police";
	const ticked = (event) => setFields([...event.currentTarget
		.querySelectorAll("input[name=field]:checked")].map((e) => e.value));
	const send = async (data, form, key) => {
		const person = data.getAll("field").includes("person");
		const made = await post(`/api/cases/${it.ref}/letters`, {
			version: it.version, partner: partner.id,
			language: data.get("language"), fields: data.getAll("field"),
			items: data.getAll("item").map((n) => ({ n: Number(n) })),
			request: String(data.get("request")),
			chase_at: endOf(data.get("chase")),
			...(person ? { person: String(data.get("person")) } : {}),
			...(police ? { again: data.get("again") !== null } : {}) }, key);
		location.hash = `#/letter/${it.ref}/${made.n}`;
	};
	return html`<${Form} send=${send} onChange=${ticked}
		label=${say("desk.letter.write")}>
		<${Choice} name="language" label=${say("desk.letter.in")}
			value=${say.language} options=${languages} />
		<${Ticks} name="field" legend=${say("desk.letter.fields")}
			options=${consent.fields.map((f) => [f,
		say(`desk.letter.${f}`)])} />
		${fields.includes("person") && html`<${Field} name="person"
			label=${say("desk.letter.person")} required maxlength="120" />`}
		<${Ticks} name="item" legend=${say("desk.letter.items")}
			options=${itemsOf(say, entries.filter((e) =>
		consent.items.includes(e.n)))} />
		<label class="field"><span>${say("desk.letter.request")}</span>
		<textarea name="request" rows="3" required maxlength="3000"></textarea>
		</label>
		<${Field} name="chase" type="date" label=${say("desk.letter.until")}
			required defaultValue=${dayOf(partner.chase_at)} />
		${police && html`<p class="unsafe">${say("desk.police.follows")}</p>
		<label class="tick"><input type="checkbox" name="again" required />
		<span>${say("desk.police.again")}</span></label>`}
		<button class="main">${say("desk.letter.write")}</button></${Form}>`;
}

function Writing({ it, entries, partners, done }) {
	const say = useWords();
	const [chosen, setChosen] = useState(null);
	const active = partners.filter((p) => p.active);
	const partner = active.find((p) => p.id === chosen) || active[0];
	if (!partner)
		return html`<p>${say("desk.partners.empty")}</p>`;
	const consent = consentOf(entries, "partner", partner.id);
	return html`<${Choice} label=${say("desk.partner")}
		value=${String(partner.id)}
		onInput=${(e) => setChosen(Number(e.target.value))}
		options=${active.map((p) => [String(p.id), `${partnerName(say,
		p.name)} · ${say(`desk.partner.${p.kind}`)}`])} />
		<${Answered} consent=${consent} entries=${entries} />
		<${Ask} key=${`ask${partner.id} ${entries.length}`} reference=${it.ref} about="partner"
			to=${partner.id} entries=${entries}
			police=${partner.kind === "police"} done=${done} />
		${consent && consent.yes && html`<${Write} key=${partner.id} it=${it}
			partner=${partner} consent=${consent} entries=${entries} />`}`;
}

export function Letters({ it, entries, letters, own, done }) {
	const say = useWords();
	const [partners, setPartners] = useState(null);
	const [error, setError] = useState(null);
	const open = (event) => event.currentTarget.open && !partners &&
		get("/api/partners").then((got) => setPartners(got.partners),
			setError);
	return html`<details class="card letters" onToggle=${open}
		open=${letters.some((l) => !l.answered)}>
		<summary>${say("desk.letters")}</summary><${Failure} error=${error} />
		<ul class="rows">${letters.map((letter) => html`<${Written}
			key=${letter.n} it=${it} letter=${letter} entries=${entries}
			done=${done} />`)}</ul>
		${own && it.state !== "finished" && partners && html`<${Writing}
			it=${it} entries=${entries} partners=${partners}
			done=${done} />`}
		<p><a href="#/partners">${say("desk.partners")}</a></p></details>`;
}
