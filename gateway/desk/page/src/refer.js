// refer.js - what she agreed to is offered to another office, which takes it or
// not.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Answered, Ask, Ticks, codedOf, consentOf, itemsOf, kindOf }
	from "./sharing.js";
import { Choice, Failure, Field, Form, Title } from "./parts.js";
import { categoryOf, placeOf } from "./queue.js";
import { scriptOf, useWords } from "./words.js";

const nameOf = (say, centre) => centre ? centre.name[say.language] ||
	centre.name.en : "";

/* Without her yes: only who leads, with a reason, which everybody reads. */
function Override({ it, to, entries, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		await post(`/api/cases/${it.ref}/referral`, { version: it.version, to,
			text: String(data.get("text")),
			override: String(data.get("override")),
			items: data.getAll("item").map((n) => ({ n: Number(n) })) }, key);
		await done();
	};
	return html`<details><summary>${say("desk.override")}</summary>
		<${Form} send=${send} label=${say("desk.override")}>
		<p class="unsafe">${say("desk.override.hint")}</p>
		<${Field} name="override" label=${say("desk.reason")} required
			maxlength="4000" />
		<${Ticks} name="item" legend=${say("desk.override.items")}
			options=${itemsOf(say, entries)} />
		<${Field} name="text" label=${say("desk.refer.why")} required
			maxlength="4000" />
		<button class="main">${say("desk.refer.offer")}</button></${Form}>
		</details>`;
}

function Offer({ it, to, draft, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		await post(`/api/cases/${it.ref}/referral`, { version: it.version, to,
			text: String(data.get("text")) }, key);
		await done();
	};
	return html`<${Form} send=${send} draft=${draft}
		label=${say("desk.refer.offer")}>
		<p>${say("desk.refer.unread")}</p>
		<${Field} name="text" label=${say("desk.refer.why")} required
			maxlength="4000" />
		<button class="main">${say("desk.refer.offer")}</button></${Form}>`;
}

function Offering({ it, entries, centres, session, draft, done }) {
	const say = useWords();
	const others = Object.values(centres).filter((c) => !c.own &&
		c.id !== it.centre);
	const [chosen, setChosen] = useState(null);
	if (others.length === 0)
		return null;
	const to = chosen ?? others[0].id;
	const consent = consentOf(entries, "centre", to);
	return html`<details class="card"><summary>${say("desk.refer")}</summary>
		<${Choice} label=${say("desk.refer.to")} value=${String(to)}
			onInput=${(e) => setChosen(Number(e.target.value))}
			options=${others.map((c) => [String(c.id), nameOf(say, c)])} />
		<${Answered} consent=${consent} entries=${entries} />
		<${Ask} key=${`${to} ${entries.length}`} reference=${it.ref} about="centre" to=${to}
			entries=${entries} done=${done} />
		${consent && consent.yes && html`<${Offer} it=${it} to=${to}
			draft=${draft} done=${done} />`}
		${!(consent && consent.yes) && session.role === "lead" &&
		html`<${Override} it=${it} to=${to} entries=${entries}
			done=${done} />`}</details>`;
}

/* Ours that goes on: taken back, or, of the copy, done. */
function Going({ it, referral, centres, done }) {
	const say = useWords();
	const verb = referral.is_copy && centres[referral.to]?.own ? "done" :
		referral.state === "offered" ? "withdraw" : "";
	const send = async (data) => {
		await post(`/api/cases/${it.ref}/referral/${verb}`,
			data.get("text") ? { text: String(data.get("text")) } : {});
		if (verb === "done")
			location.hash = "#/cases/centre";
		else
			await done();
	};
	return html`<section class="card pending"><h2>${say("desk.referral")}</h2>
		<p>${say(`desk.referral.${referral.state}`, {
		from: nameOf(say, centres[referral.from]),
		to: nameOf(say, centres[referral.to]) })}</p>
		${!referral.is_copy && referral.state === "accepted" && html`<p>
		<a href="#/case/${referral.copy}">${say("desk.referral.follow")}</a>
		</p>`}
		${verb !== "" && html`<${Form} send=${send}
			label=${say(`desk.referral.${verb}`)}>
		${verb === "done" && html`<${Field} name="text"
			label=${say("desk.referral.what")} maxlength="4000" />`}
		<button>${say(`desk.referral.${verb}`)}</button></${Form}>`}
		</section>`;
}

export function Referral({ it, entries, referral, centres, session,
	draft, done }) {
	if (referral)
		return html`<${Going} it=${it} referral=${referral}
			centres=${centres} done=${done} />`;
	return it.state === "finished" || !centres[it.centre]?.own ? null :
		html`<${Offering} it=${it} entries=${entries} centres=${centres}
			session=${session} draft=${draft} done=${done} />`;
}

/* What another office offers us: read, then taken or not. */
export function Offered({ reference, centres }) {
	const say = useWords();
	const [read, setRead] = useState(null);
	const [error, setError] = useState(null);
	useEffect(() => {
		get(`/api/offers/${reference}`).then(setRead, setError);
	}, [reference]);
	const answer = (verb) => async (data) => {
		await post(`/api/offers/${reference}/${verb}`, data.get("text") ?
			{ text: String(data.get("text")) } : {});
		location.hash = verb === "accept" ? `#/case/${reference}` :
			"#/cases/centre";
	};
	const form = (verb) => html`<${Form} send=${answer(verb)}
		label=${say(`desk.referral.${verb}`)}>
		${verb === "refuse" && html`<${Field} name="text"
			label=${say("desk.reason")} maxlength="4000" />`}
		<button class=${verb === "accept" ? "main" : ""}>
		${say(`desk.referral.${verb}`)}</button></${Form}>`;
	return html`<main class="narrow wide"><p><a href="#/cases/centre">${`← ${
		say("desk.back")}`}</a></p>
		<${Title}>${say("desk.offered")}</${Title}><${Failure} error=${error} />
		${read && html`<p class="facts">${[categoryOf(say,
		read.case.category), placeOf(say, read.case.destination)]
		.filter(Boolean).join(" · ")}</p><p>${say("desk.offered.hint")}</p>
		<h2>${say("desk.story")}</h2><ol class="story">${read.entries.map((e) => html`<li class="entry"
			key=${e.n}><h3>${kindOf(say, e)}<time>${say.date(e.at)}</time></h3>
		${e.withheld ? html`<p class="quiet">${say("desk.withheld")}</p>` :
		codedOf(say, e) || html`<bdi class="said" dir="auto"
			lang=${scriptOf(e.text || "")}>${e.text}</bdi>`}</li>`)}</ol>
		<section class="card">${form("accept")}${form("refuse")}</section>`}
		</main>`;
}
