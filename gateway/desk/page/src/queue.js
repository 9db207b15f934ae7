// queue.js - what is there to do, without a word of it; what comes next first.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, post, practising } from "./api.js";
import { Remarks } from "./callback.js";
import { GoingSoon } from "./going.js";
import { Choice, Failure, Field, Form, Title, useEvery, useKeys, useWide }
	from "./parts.js";
import { spaced, useWords } from "./words.js";

const lists = ["centre", "mine", "unassigned", "urgent", "overdue", "waiting",
	"stand_in", "finished"];
const categories = ["paid", "papers", "wages", "job", "violence", "injury",
	"relative", "service", "other", "call", "unsorted", "urgent"];
const states = ["incomplete", "new", "working", "call_us", "finished"];
export const places = ["KH", "TH", "MY", "KR", "JP", "SG", "CN", "VN"];
const PULSE_S = 5;

export function categoryOf(say, category) {
	return say.or(`desk.category.${category}`, "") ||
		say.or(`list.what.${category}`, category);
}

export function placeOf(say, place) {
	return place === "" ? "" : say.or(`list.where.${place}`, place);
}

function Lists({ list, counts }) {
	const say = useWords();
	return html`<nav class="lists" aria-label=${say("desk.lists")}>
		${lists.map((name) => html`<a href="#/cases/${name}"
			aria-current=${name === list ? "page" : undefined}>
			${say(`desk.list.${name}`)}
			${counts[name] !== undefined && html`<b
				class=${counts[name] && /urgent|overdue/.test(name) ?
		"count hot" : "count"}>${counts[name] >= 500 ? "500+" :
		counts[name]}</b>`}</a>`)}</nav>`;
}

/* Folded away where they would push the cases off the screen; not while one
   is set, or the list would be short and nobody saw why. */
function Filters(given) {
	const say = useWords();
	const isSet = Object.values(given.filter).some((v) => v !== "");
	const all = html`<${FilterFields} ...${given} />`;
	return useWide() ? all : html`<details class="search" open=${isSet}>
		<summary>${say("desk.filter")}</summary>${all}</details>`;
}

/* Every field of a case that is in clear, in the words of its own list: its
   name, its label's word, what may be chosen. */
export const fieldsOf = (say, colleagues = []) => [
	["category", "desk.category", categories, (c) => categoryOf(say, c)],
	["state", "desk.find.state", states, (s) => say(`desk.state.${s}`)],
	["destination", "desk.place", places, (p) => placeOf(say, p)],
	["language", "desk.language", ["km", "km_Latn", "th", "en"],
		(l) => say(`desk.in.${l}`)],
	["channel", "desk.channel", ["ussd", "sms", "desk"],
		(c) => say(`desk.channel.${c}`)],
	["owner", "desk.owner", colleagues, (name) => name]].map(
	([name, label, values, text]) => ({ name, label: say(label), options:
		[["", say("desk.any")], ...values.map((v) => [v, text(v)])] }));

function FilterFields({ filter, change, colleagues }) {
	const say = useWords();
	const set = (name) => (event) =>
		change({ ...filter, [name]: event.target.value });
	return html`<div class="filters">${fieldsOf(say, colleagues).map(
		({ name, label, options }) => html`<${Choice} key=${name}
		label=${label} value=${filter[name] || ""} onInput=${set(name)}
		options=${options} />`)}</div>`;
}

export function Row({ it, chosen, centres, children }) {
	const say = useWords();
	const at = useRef(null);
	const centre = centres[it.centre];
	useEffect(() => {
		if (chosen)
			at.current.focus();
	}, [chosen]);
	return html`<li><a class="row" ref=${at} href="#/case/${it.ref}"
		data-ref=${it.ref}>
		<span class="ref">${spaced(it.ref)}</span>
		<span class="what">${it.urgent && html`<b class="badge urgent">${
			say("desk.urgent")}</b>${" "}`}${[categoryOf(say, it.category),
		placeOf(say, it.destination)].filter(Boolean).join(" · ")}</span>
		<span class="state">${say(`desk.state.${it.state}`)}${` · ${it.owner ||
		say("desk.nobody")}`}</span>
		<span class=${it.overdue ? "due late" : "due"}>${it.state ===
		"finished" ? say.date(it.changed_at) : say(it.overdue ? "desk.was_due" :
		"desk.due", { date: say.date(it.due_at) })}</span>
		${centre && !centre.own && html`<span class="centre">${
		centre.name[say.language] || centre.name.en}</span>`}
		</a>${children}</li>`;
}

const pageOf = (query, after) => get(`/api/cases?${query}${after ?
	`&after=${encodeURIComponent(after)}` : ""}`);

function useCases(list, filter) {
	const [page, setPage] = useState({ cases: null });
	const [counts, setCounts] = useState({});
	const [error, setError] = useState(null);
	const query = new URLSearchParams({ list, ...Object.fromEntries(
		Object.entries(filter).filter(([, v]) => v !== "")) }).toString();
	/* What answers a question that is no longer asked is dropped. */
	const asked = useRef("");
	const load = async (after) => {
		asked.current = query;
		try {
			let got = await pageOf(query, after);
			/* None fits among those that one page looks at: go on. */
			while (got.cases.length === 0 && got.next &&
				asked.current === query)
				got = await pageOf(query, got.next);
			const now = await get("/api/counts");
			if (asked.current !== query)
				return;
			setPage((was) => after ? { ...got,
				cases: was.cases.concat(got.cases) } : got);
			setCounts(now);
			setError(null);
		} catch (failed) {
			setError(failed);
		}
	};
	useEffect(() => { load(); }, [query]);
	useEvery(PULSE_S, () => {
		if (page.pulse === undefined)
			return load();
		return get(`/api/changes?since=${page.pulse}`).then((got) =>
			got.changed && load(), setError);
	});
	return [page, counts, error, load];
}

/* By her number: audited, thirty a day; what is found can be read. */
function Search({ centres }) {
	const say = useWords();
	const [cases, setCases] = useState(null);
	const send = async (data) => setCases((await post("/api/search", {
		number: String(data.get("number")).replace(/[ -]/g, "") })).cases);
	return html`<details class="search"><summary>${say("desk.search")}
		</summary><${Form} send=${send} label=${say("desk.search")}>
		<${Field} label=${say("desk.number")} name="number" type="tel"
			required maxlength="20" hint=${say("desk.number.hint")} />
		<button>${say("desk.search")}</button></${Form}>
		<div role="status">${cases && (cases.length === 0 ?
		html`<p class="empty">${say("desk.nothing")}</p>` :
		html`<ul class="rows">${cases.map((it) => html`<${Row} key=${it.ref}
			it=${it} centres=${centres} />`)}</ul>`)}</div></details>`;
}

/* What another office offers us waits for an answer. */
function Offers({ centres, pulse }) {
	const say = useWords();
	const [offers, setOffers] = useState([]);
	useEffect(() => {
		get("/api/referrals").then((got) => setOffers(got.in), () => {});
	}, [pulse]);
	if (offers.length === 0)
		return null;
	return html`<section class="card pending"><h2>${say("desk.offered")}</h2>
		<ul class="rows">${offers.map((offer) => html`<li key=${offer.ref}>
		<a class="row" href="#/offer/${offer.ref}"><span class="ref">${
		spaced(offer.ref)}</span>
		<span class="what">${offer.urgent && html`<b class="badge urgent">${
		say("desk.urgent")}</b>${" "}`}${[categoryOf(say, offer.category),
		placeOf(say, offer.destination)].filter(Boolean).join(" · ")}</span>
		<span class="state">${centres[offer.from] ? centres[offer.from]
		.name[say.language] || centres[offer.from].name.en : ""}</span>
		<span class="due">${say.date(offer.at)}</span></a></li>`)}
		</ul></section>`;
}

export function Queue({ list, centres, colleagues, session }) {
	const say = useWords();
	const [filter, setFilter] = useState({});
	const [chosen, setChosen] = useState(-1);
	const name = lists.includes(list) ? list : "centre";
	const [page, counts, error, load] = useCases(name, filter);
	const cases = page.cases || [];
	const move = (by) => () => setChosen((was) =>
		Math.max(0, Math.min(cases.length - 1, was + by)));
	useEffect(() => setChosen(-1), [name]);
	useKeys({ j: move(1), k: move(-1), c: async () => {
		if (cases[chosen])
			await post(`/api/cases/${cases[chosen].ref}/claim`)
				.then(() => load(), () => load());
	} });
	return html`<div class="queue"><${Lists} list=${name} counts=${counts} />
		<main><${Title}>${say(`desk.list.${name}`)}</${Title}>
		${session.role === "lead" && html`<${Remarks} />${!practising &&
		html`<${GoingSoon} />`}`}
		<${Offers} centres=${centres} pulse=${page.pulse} />
		<${Search} centres=${centres} />
		<${Filters} filter=${filter} change=${setFilter}
			colleagues=${colleagues} />
		<${Failure} error=${error} />
		${page.cases && cases.length === 0 && html`<p class="empty"
			role="status">${say(`desk.empty.${name}`)}</p>`}
		<ul class="rows">${cases.map((it, i) => html`<${Row} key=${it.ref}
			it=${it} chosen=${i === chosen} centres=${centres} />`)}</ul>
		${page.next && html`<button type="button"
			onClick=${() => load(page.next)}>${say("desk.more")}</button>`}
		</main></div>`;
}
