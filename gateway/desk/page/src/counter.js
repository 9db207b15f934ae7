// counter.js - people at the counter and on the phone: counted without a name
// in eight fields, by keyboard; one step more makes it a case.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask, get, post } from "./api.js";
import { Choice, Failure, Field, Form, Title, jump,
	useKeys } from "./parts.js";
import { caseFields, contactFields, facets, labelOf, wordOf } from "./intake.js";
import { languages, useWords } from "./words.js";

const NUMBER = /[ -]/g;

function Select({ field }) {
	const say = useWords();
	return html`<${Choice} name=${field.name} label=${labelOf(say, field)}
		options=${field.values.map((value) => [value, wordOf(say, field.name,
		value)])} />`;
}

function ContactForm({ counted, draft }) {
	const say = useWords();
	const send = async (data, form, key) => {
		const contact = Object.fromEntries(contactFields.map(
			({ name }) => [name, data.get(name)]));
		const heads = Number(data.get("heads") || 1);
		await post("/api/contacts", heads > 1 ? { ...contact, heads } :
			contact, key);
		form.reset();
		form.querySelector("select").focus();
		await counted();
	};
	return html`<section class="card"><${Form} send=${send}
		label=${say("desk.count")} draft=${draft}><div class="grid">
		${contactFields.map((field) => html`<${Select} key=${field.name}
			field=${field} />`)}
		<${Field} label=${say("desk.heads")} name="heads" type="number"
			min="1" max="10000" placeholder="1" /></div>
		<button class="main">${say("desk.count")}</button></${Form}></section>`;
}

/* How a field of a case is entered; the others are chosen. */
function CaseField({ field }) {
	const say = useWords();
	if (field.values)
		return html`<${Select} field=${field} />`;
	if (field.name === "number")
		return html`<${Field} label=${labelOf(say, field)} name="number"
			type="tel" maxlength="20" hint=${say("desk.number.hint")} />`;
	if (field.name === "words")
		return html`<label class="field all"><span>${labelOf(say, field)}
			</span><textarea name="words" rows="5" maxlength="8000"
			required></textarea></label>`;
	return html`<label class="tick all"><input type="checkbox"
		name=${field.name} /><span>${labelOf(say, field)}</span></label>`;
}

function CaseForm({ draft }) {
	const say = useWords();
	const send = async (data, form, key) => {
		const number = String(data.get("number")).replace(NUMBER, "");
		const it = { category: data.get("category"),
			words: String(data.get("words")), language: data.get("language"),
			destination: data.get("destination"),
			...Object.fromEntries(Object.keys(facets).map((name) =>
				[name, data.get(name)])),
			urgent: data.get("urgent") !== null };
		if (number !== "")
			it.number = number;
		const made = await post("/api/cases", it, key);
		location.hash = `#/case/${made.ref}`;
	};
	return html`<details class="card"><summary>${say("desk.make_case")}
		</summary><${Form} send=${send} label=${say("desk.make_case")}
		draft=${draft}>
		<div class="grid">${caseFields.map((field) => html`<${CaseField}
			key=${field.name} field=${field} />`)}</div>
		<button class="main">${say("desk.make_case")}</button>
		</${Form}></details>`;
}

export function Counter() {
	const say = useWords();
	const [contacts, setContacts] = useState([]);
	const [error, setError] = useState(null);
	const [drafts, setDrafts] = useState([]);
	const draft = (form) => ({ form, path: "/api/drafts",
		text: (drafts.find((d) => d.form === form) || {}).text });
	const load = () => get("/api/contacts").then((got) =>
		setContacts(got.contacts), setError);
	const remove = (id) => ask("DELETE", `/api/contacts/${id}`)
		.then(load, setError);
	useEffect(() => {
		load();
		get("/api/drafts").then((got) => setDrafts(got.drafts), () => {});
	}, []);
	useKeys({ n: jump("select[name=kind]"),
		i: jump("select[name=category]") });
	return html`<main class="narrow wide"><${Title}>${say("desk.counter")}
		</${Title}><${ContactForm} counted=${load}
		draft=${draft("contact")} /><${CaseForm} draft=${draft("intake")} />
		<p>${say("desk.form.blank")}${": "}${languages.map(([key, name]) =>
		html`<a key=${key} lang=${key} href="#/form/${key}">${name}</a>
		${" "}`)}</p><${Failure} error=${error} />
		<h2>${say("desk.today", { n: contacts.length })}</h2>
		<ul class="rows">${contacts.map((c) => html`<li key=${c.id}
			class="counted"><span>${contactFields.filter(({ name }) =>
		c[name] !== "").map(({ name }) => wordOf(say, name, c[name]))
		.join(" · ")}${c.heads > 1 ? ` × ${c.heads}` : ""}</span>
		<button type="button" onClick=${() => remove(c.id)}>
			${say("desk.take_back")}</button></li>`)}</ul></main>`;
}
