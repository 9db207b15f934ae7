// counter.js - people at the counter and on the phone: counted without a name
// in eight fields, by keyboard; one step more makes it a case.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask, get, post } from "./api.js";
import { Choice, Failure, Field, Form, Title, jump,
	useKeys } from "./parts.js";
import { categoryOf, places, placeOf } from "./queue.js";
import { useWords } from "./words.js";

const kinds = ["information", "counselling", "orientation", "outreach",
	"legal", "referral"];
const channels = ["counter", "phone", "visit", "online"];
export const sexes = ["", "f", "m", "other"];
export const ages = ["", "0-14", "15-17", "18-24", "25-34", "35-49", "50+"];
const regulars = ["", "yes", "no"];
const stages = ["", "before", "waiting", "abroad", "returned", "family"];
const sectors = ["", "fishing", "seafood", "farm", "factory", "building",
	"domestic", "service", "other"];
export const facets = { sex: sexes, age: ages, regular: regulars };
const categories = ["wages", "paid", "papers", "job", "injury", "violence",
	"relative", "other"];

export const provinceOf = (say, code) => say.or(`province.${code}`, code);

export function wordOf(say, field, value) {
	if (value === "")
		return say("desk.unsaid");
	if (field === "province")
		return provinceOf(say, value);
	if (field === "destination")
		return placeOf(say, value);
	if (field === "age")
		return value;
	return say.or(`desk.${field}.${value}`, value);
}

function ContactForm({ counted, draft }) {
	const say = useWords();
	const provinces = [""].concat(Array.from({ length: 25 },
		(_, i) => `KH-${i + 1}`));
	const select = (field, values) => html`<${Choice} name=${field}
		label=${say(`desk.${field}`)} options=${values.map((value) =>
		[value, wordOf(say, field, value)])} />`;
	const send = async (data, form, key) => {
		const contact = Object.fromEntries(["kind", "channel", "sex", "age",
			"province", "destination", "regular", "stage",
			"sector"].map((name) =>
			[name, data.get(name)]));
		const heads = Number(data.get("heads") || 1);
		await post("/api/contacts", heads > 1 ? { ...contact, heads } :
			contact, key);
		form.reset();
		form.querySelector("select").focus();
		await counted();
	};
	return html`<section class="card"><${Form} send=${send}
		label=${say("desk.count")} draft=${draft}><div class="grid">
		${select("kind", kinds)}${select("channel", channels)}
		${select("sex", sexes)}${select("age", ages)}
		${select("province", provinces)}
		${select("destination", [""].concat(places, "other"))}
		${select("regular", regulars)}
		${select("stage", stages)}${select("sector", sectors)}
		<${Field} label=${say("desk.heads")} name="heads" type="number"
			min="1" max="10000" placeholder="1" /></div>
		<button class="main">${say("desk.count")}</button></${Form}></section>`;
}

function CaseForm({ draft }) {
	const say = useWords();
	const send = async (data, form, key) => {
		const number = String(data.get("number")).replace(/[ -]/g, "");
		const it = { category: data.get("category"),
			words: String(data.get("words")), language: data.get("language"),
			destination: data.get("destination"),
			sex: data.get("sex"), age: data.get("age"),
			regular: data.get("regular"),
			urgent: data.get("urgent") !== null };
		if (number !== "")
			it.number = number;
		const made = await post("/api/cases", it, key);
		location.hash = `#/case/${made.ref}`;
	};
	return html`<details class="card"><summary>${say("desk.make_case")}
		</summary><${Form} send=${send} label=${say("desk.make_case")}
		draft=${draft}>
		<div class="grid"><${Choice} name="category"
			label=${say("desk.category")} options=${categories.map((c) =>
		[c, categoryOf(say, c)])} />
		<${Choice} name="destination" label=${say("desk.place")}
			options=${[["", say("desk.unsaid")]].concat(places.map((p) =>
		[p, placeOf(say, p)]))} />
		${["sex", "age", "regular"].map((field) => html`<${Choice} key=${field}
			name=${field} label=${say(`desk.${field}`)}
			options=${facets[field].map((v) => [v, wordOf(say, field, v)])}
			/>`)}
		<${Choice} name="language" label=${say("desk.language")}
			options=${["km", "th", "en"].map((l) => [l, say(`desk.in.${l}`)])} />
		<${Field} label=${say("desk.number")} name="number" type="tel"
			maxlength="20" hint=${say("desk.number.hint")} /></div>
		<label class="field"><span>${say("desk.kind.words")}</span>
		<textarea name="words" rows="5" maxlength="8000" required></textarea>
		</label>
		<label class="tick"><input type="checkbox" name="urgent" />
		<span>${say("desk.urgent")}</span></label>
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
		<${Failure} error=${error} />
		<h2>${say("desk.today", { n: contacts.length })}</h2>
		<ul class="rows">${contacts.map((c) => html`<li key=${c.id}
			class="counted"><span>${["kind", "channel", "sex", "age",
		"province", "destination", "regular", "stage", "sector"].filter((field) =>
		c[field] !== "").map((field) => wordOf(say, field, c[field]))
		.join(" · ")}${c.heads > 1 ? ` × ${c.heads}` : ""}</span>
		<button type="button" onClick=${() => remove(c.id)}>
			${say("desk.take_back")}</button></li>`)}</ul></main>`;
}
