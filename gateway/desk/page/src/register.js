// register.js - the list of agencies: how old it is, what waits for a second
// person, and what a caller would be told of a name.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Choice, Failure, Field, Form, Title } from "./parts.js";
import { placeOf } from "./queue.js";
import { useWords } from "./words.js";

const places = ["TH", "MY", "KR", "JP", "SG", "CN", "VN"];

function Head({ got }) {
	const say = useWords();
	const list = got.register;
	return html`<section class="card"><h2>${say("desk.register")}</h2>
		${list ? html`<p>${say("desk.register.of", { date: list.as_of,
		rows: list.rows, days: list.age_days })}</p>
		<p class="quiet"><bdi>${list.source}</bdi></p>` :
		html`<p>${say("desk.register.none")}</p>`}
		${!got.current && html`<p class="failure">
			${say("desk.register.old")}</p>`}</section>`;
}

function Change({ change }) {
	const say = useWords();
	const word = (value) => change.field === "status" ?
		say.or(`desk.says.${value}`, value) : value;
	return html`<li class=${change.revives ? "change revives" : "change"}>
		<b><bdi>${change.name}</bdi></b>${` ${change.licence} · ${
		say.or(`desk.agency_field.${change.field}`, change.field)}: `}<del>${
		word(change.was)}</del>${" → "}<ins>${word(change.is)}</ins>${" "}${change.revives && html`<b
		class="badge urgent">${say("desk.revives")}</b>`}</li>`;
}

function Pending({ pending, reload }) {
	const say = useWords();
	const [error, setError] = useState(null);
	if (!pending)
		return null;
	const judge = (verb) => async () => {
		setError(null);
		try {
			await post(`/api/register/imports/${pending.import}/${verb}`);
			await reload();
		} catch (failed) {
			setError(failed);
		}
	};
	return html`<section class="card pending"><h2>${say("desk.pending")}</h2>
		<p>${say("desk.pending.counts", pending)}</p>
		<p class="quiet"><bdi>${pending.source}</bdi>${` · ${
		pending.as_of} · `}<bdi>${pending.importer}</bdi></p>
		<ul class="changes">${pending.changes.slice(0, 50).map((change) =>
		html`<${Change} change=${change} />`)}</ul>
		${pending.may_confirm ? html`<div class="results">
		<button class="main" type="button" onClick=${judge("confirm")}>
			${say("desk.confirm")}</button>
		<button type="button" onClick=${judge("reject")}>
			${say("desk.reject")}</button></div>` : html`<p class="quiet">
			${say("desk.other_must")}</p>`}
		<${Failure} error=${error} /></section>`;
}

function Agency({ agency }) {
	const say = useWords();
	const office = agency.head_office || {};
	return html`<li class="agency"><h3><bdi>${agency.name}</bdi>${" "}
		<bdi lang="km">${agency.name_km}</bdi></h3>
		<p><b class="badge ${agency.says === "valid" ? "ok" : "urgent"}">
		${say(`desk.says.${agency.says}`)}</b>${` ${[agency.licence,
		agency.valid_until && say("desk.until", { date: agency.valid_until })]
		.filter(Boolean).join(" · ")}`}</p>
		${(office.address || office.phone) && html`<p class="quiet"><bdi>${
		office.address || ""}</bdi>${` ${office.phone || ""}`}</p>`}</li>`;
}

function Find() {
	const say = useWords();
	const [got, setGot] = useState(null);
	const send = async (data) => setGot(await post("/api/register/find", {
		name: String(data.get("name")).trim(),
		country: String(data.get("country")) }));
	return html`<section class="card"><h2>${say("desk.find")}</h2>
		<${Form} send=${send} label=${say("desk.find")}>
		<${Field} label=${say("desk.company_name")} name="name" required
			maxlength="400" autocomplete="off" />
		<${Choice} label=${say("desk.place")} name="country" options=${[["",
	say("desk.any")]].concat(places.map((p) => [p, placeOf(say, p)]))} />
		<button class="main">${say("desk.find")}</button></${Form}>
		<div role="status">${got && html`<p>${say(got.current ?
		`desk.found.${got.found}` : "desk.register.old")}</p>
		<ul class="agencies">${got.agencies.map((agency) =>
		html`<${Agency} agency=${agency} />`)}</ul>`}</div></section>`;
}

export function Register() {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const load = () => get("/api/register").then(setGot, setError);
	useEffect(() => { load(); }, []);
	return html`<main class="narrow wide"><${Title}>${say("desk.companies")}
		</${Title}><${Failure} error=${error} /><${Find} />
		${got && html`<${Head} got=${got} />
		<${Pending} pending=${got.pending} reload=${load} />`}</main>`;
}
