// people.js - the people of a case: a list pasted at once, who agreed, what
// became of each, and the other cases of one.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { get, post, put } from "./api.js";
import { Amounts, amountOf, coinsOf, outcomes } from "./ending.js";
import { ages, sexes, wordOf } from "./intake.js";
import { Choice, Failure, Field, Form } from "./parts.js";
import { Row } from "./queue.js";
import { spaced, useWords } from "./words.js";

const LINES_MAX = 200;
const consents = ["", "yes", "no"];
/* What a paste from another program may carry and no name has. */
const controls = /[\u0000-\u0008\u000b-\u001f\u007f]/g;

const pathOf = (it, person, what = "") =>
	`/api/cases/${it.ref}/people/${person.n}${what}`;

function Consent({ value = "" }) {
	const say = useWords();
	return html`<${Choice} name="consent" label=${say("desk.consent")}
		value=${value} options=${consents.map((c) =>
	[c, say(`desk.consent.${c || "unasked"}`)])} />`;
}

function Words({ name, values, value = "" }) {
	const say = useWords();
	return html`<${Choice} name=${name} label=${say(`desk.${name}`)}
		value=${value} options=${values.map((v) => [v,
	wordOf(say, name, v)])} />`;
}

/* ---- a list ---- */

/* Which lines are no names, and why; what was typed is still there. */
function Faults({ told }) {
	const say = useWords();
	if (told.many)
		return html`<p class="failure" role="alert">${say(
			"desk.people.too_many", { n: told.many })}</p>`;
	if (told.lines)
		return html`<div class="failure" role="alert"><p>
			${say("desk.people.nothing")}</p><ul>${told.lines.map((f) =>
		html`<li>${say("desk.people.line", { line: f.line, fault:
			say(`desk.fault.${f.fault}`) })}</li>`)}</ul></div>`;
	return told.added !== undefined && html`<p role="status">${[say(
		"desk.people.added", { n: told.added }), told.there.length > 0 &&
		say("desk.people.there", { lines: told.there.join(", ") })]
		.filter(Boolean).join(" ")}</p>`;
}

function Add({ it, draft, done }) {
	const say = useWords();
	const [told, setTold] = useState({});
	const send = async (data, form, key) => {
		const names = String(data.get("names")).replace(controls, "");
		const n = names.trim().split("\n").length;
		setTold({});
		if (n > LINES_MAX)
			return setTold({ many: n });
		try {
			const got = await post(`/api/cases/${it.ref}/people`, {
				version: it.version, names, consent: data.get("consent"),
				sex: data.get("sex"), twice: data.get("twice") !== null }, key);
			setTold(got);
			form.reset();
		} catch (failed) {
			if (!failed.body.lines)
				throw failed;
			return setTold(failed.body);
		}
		return done();
	};
	return html`<details><summary>${say("desk.people.add")}</summary>
		<${Form} send=${send} label=${say("desk.people.add")} draft=${draft}>
		<label class="field"><span>${say("desk.people.names")}</span>
		<textarea name="names" rows="6" required spellcheck=${false}></textarea>
		<small>${say("desk.people.names.hint")}</small></label>
		<div class="grid"><${Consent} /><${Words} name="sex" values=${sexes} />
		</div><label class="tick"><input type="checkbox" name="twice" />
		<span>${say("desk.people.twice")}</span></label>
		<button class="main">${say("desk.people.add")}</button>
		<${Faults} told=${told} /></${Form}></details>`;
}

/* ---- one of them ---- */

/* Asked for, because each time is a row of the audit. */
function Cases({ it, person, centres, done }) {
	const say = useWords();
	const [found, setFound] = useState(null);
	const [error, setError] = useState(null);
	const attempt = (act) => async () => {
		setError(null);
		try {
			await act();
		} catch (failed) {
			setError(failed);
		}
	};
	const look = attempt(async () => setFound(
		(await get(pathOf(it, person, "/cases"))).cases));
	const tie = (other) => attempt(async () => {
		await (other.same ? post(pathOf(it, person, "/alone"),
			{ version: it.version }) : post(pathOf(it, person, "/same"),
			{ version: it.version, ref: other.case.ref, n: other.n }));
		setFound(null);
		await done();
	});
	return html`<div class="cases-of"><button type="button" onClick=${look}>
		${say("desk.person.cases")}</button><${Failure} error=${error} />
		<div role="status">${found && (found.length === 0 ? html`<p
		class="quiet">${say("desk.person.no_cases")}</p>` : html`<ul
		class="rows">${found.map((other) => html`<${Row}
		key=${other.case.ref} it=${other.case} centres=${centres}>
		<span class="tie"><b class=${other.same ? "badge ok" : "badge"}>
		${say(other.same ? "desk.person.same" : "desk.person.name_only")}</b>
		<button type="button" onClick=${tie(other)}>${say(other.same ?
		"desk.person.make_alone" : "desk.person.make_same")}</button></span>
		</${Row}>`)}</ul>`)}</div></div>`;
}

function Edit({ it, person, done }) {
	const say = useWords();
	const send = async (data) => {
		const typed = (name) => String(data.get(name)).trim();
		const currency = typed("claimed") || typed("received") ?
			data.get("currency") : "";
		const coins = (name) => currency && typed(name) ?
			coinsOf(typed(name), currency) : 0;
		await put(pathOf(it, person), { version: it.version,
			...Object.fromEntries(["name", "consent", "sex", "age",
				"outcome"].map((field) => [field, typed(field)])),
			claimed: coins("claimed"), received: coins("received"),
			currency });
		await done();
	};
	return html`<${Form} send=${send} label=${person.name}>
		<${Field} label=${say("desk.name")} name="name" required
			maxlength="80" value=${person.name} />
		<div class="grid"><${Consent} value=${person.consent} />
		<${Words} name="sex" values=${sexes} value=${person.sex} />
		<${Words} name="age" values=${ages} value=${person.age} />
		<${Choice} label=${say("desk.outcome")} name="outcome"
			value=${person.outcome} options=${["", ...outcomes].map((o) => [o,
	say(`desk.outcome.${o || "as_case"}`)])} /></div>
		<${Amounts} ...${person} />
		<button class="main">${say("desk.save")}</button></${Form}>`;
}

function Remove({ it, person, done }) {
	const say = useWords();
	const send = async () => {
		await post(pathOf(it, person, "/remove"), { version: it.version });
		await done();
	};
	return html`<${Form} send=${send} label=${say("desk.person.remove")}>
		<button class="plain">${say("desk.person.remove")}</button></${Form}>`;
}

function Person({ it, person, centres, done }) {
	const say = useWords();
	const [open, setOpen] = useState(false);
	const facts = [person.outcome && say(`desk.outcome.${person.outcome}`),
		person.currency && person.received > 0 && amountOf(person.received,
			person.currency)].filter(Boolean);
	/* Thirty forms at once would be slow on an old laptop. */
	return html`<li><details class="person" open=${open}
		onToggle=${(e) => setOpen(e.target.open)}><summary>
		<bdi dir="auto">${person.name}</bdi>
		<b class=${person.consent === "yes" ? "badge ok" : person.consent ===
		"no" ? "badge urgent" : "badge"}>${say(`desk.agreed.${person.consent ||
		"unasked"}`)}</b><span class="quiet">${facts.join(" · ")}</span>
		</summary>${open && html`<${Edit} it=${it} person=${person}
			done=${done} /><${Cases} it=${it} person=${person}
			centres=${centres} done=${done} />
		<${Remove} it=${it} person=${person} done=${done} />`}</details></li>`;
}

export function People({ it, people, centres, draft, done, of = "" }) {
	const say = useWords();
	const count = (consent) => people.filter((p) => p.consent === consent)
		.length;
	const title = `${say("desk.people")} ${spaced(of)}`.trim();
	return html`<section class="card people" aria-label=${title}>
		<h2>${title}</h2>
		${people.length > 0 && html`<p class="quiet">${say("desk.people.n",
		{ n: people.length, yes: count("yes"), no: count("no"),
			unasked: count("") })}</p><ul class="persons">${people.map((p) =>
		html`<${Person} key=${p.n} it=${it} person=${p} centres=${centres}
			done=${done} />`)}</ul>`}
		${!of && html`<${Add} it=${it} draft=${draft} done=${done} />`}
		</section>`;
}

/* Those of the case, then those of its duplicates. */
export function Everybody({ read, centres, draft, done }) {
	return html`<${People} it=${read.case} people=${read.people}
		centres=${centres} draft=${draft} done=${done} />${read.joined.filter((j) =>
	j.people.length > 0).map((j) => html`<${People} key=${j.case.ref}
		it=${j.case} people=${j.people} centres=${centres} of=${j.case.ref}
		done=${done} />`)}`;
}
