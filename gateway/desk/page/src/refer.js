// refer.js - a case is offered to another office, which takes it or not.
import { html } from "htm/preact";
import { post } from "./api.js";
import { Choice, Field, Form } from "./parts.js";
import { useWords } from "./words.js";

const nameOf = (say, centre) => centre ? centre.name[say.language] ||
	centre.name.en : "";

function Offer({ it, centres, draft, done }) {
	const say = useWords();
	const others = Object.values(centres).filter((c) => !c.own &&
		c.id !== it.centre);
	if (others.length === 0)
		return null;
	const send = async (data, form, key) => {
		await post(`/api/cases/${it.ref}/referral`, { version: it.version,
			to: Number(data.get("to")), consent: data.get("consent") !== null,
			text: String(data.get("text")) }, key);
		await done();
	};
	return html`<details class="card"><summary>${say("desk.refer")}</summary>
		<p>${say("desk.refer.unread")}</p>
		<${Form} send=${send} label=${say("desk.refer")} draft=${draft}>
		<${Choice} name="to" label=${say("desk.refer.to")}
			options=${others.map((c) => [String(c.id), nameOf(say, c)])} />
		<${Field} name="text" label=${say("desk.refer.why")} required
			maxlength="4000" />
		<label class="tick"><input type="checkbox" name="consent" required />
		<span>${say("desk.refer.consent")}</span></label>
		<button class="main">${say("desk.refer")}</button></${Form}></details>`;
}

function Answer({ it, referral, centres, done }) {
	const say = useWords();
	const ours = centres[referral.to] && centres[referral.to].own;
	const verbs = referral.state === "accepted" ? (ours ? ["done"] : []) :
		ours ? ["accept", "refuse"] : ["withdraw"];
	const send = (verb) => async (data, form, key) => {
		await post(`/api/cases/${it.ref}/referral/${verb}`,
			data.get("text") ? { text: String(data.get("text")) } : {},
			key);
		await done();
	};
	return html`<section class="card pending"><h2>${say("desk.referral")}</h2>
		<p>${say(`desk.referral.${referral.state}`, {
		from: nameOf(say, centres[referral.from]),
		to: nameOf(say, centres[referral.to]) })}</p>
		${verbs.map((verb) => html`<${Form} key=${verb} send=${send(verb)}
			label=${say(`desk.referral.${verb}`)}>
		<button class=${verb === "accept" ? "main" : ""}>
			${say(`desk.referral.${verb}`)}</button></${Form}>`)}</section>`;
}

export function Referral({ it, referral, centres, draft, done }) {
	if (referral)
		return html`<${Answer} it=${it} referral=${referral}
			centres=${centres} done=${done} />`;
	return it.state === "finished" ? null : html`<${Offer} it=${it}
		centres=${centres} draft=${draft} done=${done} />`;
}
