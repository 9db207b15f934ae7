// callback.js - who waits to be called: whose time it is now first, what to
// say first, one key for how it went.  And what who leads is told.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Failure, Title, useEvery, useKeys } from "./parts.js";
import { categoryOf, placeOf } from "./queue.js";
import { scriptOf, spaced, useWords } from "./words.js";

const results = ["reached", "no_answer", "someone_else", "not_safe",
	"wrong_number"];
const LOOK_S = 30;

const clock = (minutes) => `${String(Math.floor(minutes / 60)).padStart(2,
	"0")}:${String(minutes % 60).padStart(2, "0")}`;

/* Her days and hours, where she is. */
function hoursOf(say, hours) {
	const days = [1, 2, 3, 4, 5, 6, 7].filter((n) =>
		hours.days >> (n - 1) & 1);
	return [days.length === 7 ? say("desk.every_day") : days.map((n) =>
		say(`desk.day.${n}`)).join(" "), `${clock(hours.from)}–${
		clock(hours.until)}`, placeOf(say, hours.country)].join(" · ");
}

function Row({ one, chosen, choose }) {
	const say = useWords();
	const at = useRef(null);
	const it = one.case;
	useEffect(() => {
		if (chosen)
			at.current.focus();
	}, [chosen]);
	return html`<li><a class="row" ref=${at} href="#/case/${it.ref}"
		data-ref=${it.ref} onFocus=${choose}>
		<span class="ref">${spaced(it.ref)}</span>
		<span class="what">${it.urgent && html`<b class="badge urgent">${
		say("desk.urgent")}</b>${" "}`}${categoryOf(say, it.category)}${
		` · ${say(`desk.in.${it.language}`)} · ${hoursOf(say, one.hours)}`}
		</span>
		<span class="state">${say("desk.tries", { n: one.tries })}${` · ${
		say("desk.call_until", { date: say.date(one.until) })}`}</span>
		<span class=${one.now ? "due" : "due later"}>${one.now ?
		html`<b class="badge ok">${say("desk.call_now")}</b>` : one.from ?
			say("desk.call_from", { time: say.date(one.from, true) }) :
			say("desk.call_never")}</span></a></li>`;
}

/* Whoever answers may be another: the first words say of what it is nothing. */
function First({ one, log }) {
	const say = useWords();
	return html`<section class="card first" aria-label=${say("desk.first")}>
		<h2>${say("desk.first")}</h2>
		<bdi class="said" lang=${scriptOf(one.first_words)}>${one.first_words}
		</bdi>
		<p><a href="#/case/${one.case.ref}">${say("desk.show_number")}</a></p>
		<h3>${say("desk.how_it_went")}</h3>
		<div class="results">${results.map((r, i) => html`<button
			type="button" onClick=${log(r)}><kbd>${i + 1}</kbd>
			<span>${say(`desk.result.${r}`)}</span></button>`)}</div>
		</section>`;
}

export function Callbacks() {
	const say = useWords();
	const [list, setList] = useState(null);
	const [chosen, setChosen] = useState(-1);
	const [error, setError] = useState(null);
	const load = () => get("/api/callbacks").then((got) => {
		setList(got.callbacks);
		setError(null);
	}, setError);
	const one = list && list[Math.max(0, Math.min(chosen, list.length - 1))];
	const log = (result) => async () => {
		if (!one)
			return;
		try {
			await post(`/api/cases/${one.case.ref}/contacts`, { result });
			await load();
		} catch (failed) {
			setError(failed);
		}
	};
	const move = (by) => () => setChosen((was) => Math.max(0,
		Math.min((list || []).length - 1, was + by)));
	useEffect(() => { load(); }, []);
	useEvery(LOOK_S, load);
	useKeys({ j: move(1), k: move(-1), ...Object.fromEntries(results.map(
		(r, i) => [String(i + 1), log(r)])) });
	return html`<main class="case"><${Title}>${say("desk.callbacks")}
		</${Title}><${Failure} error=${error} />
		${list && list.length === 0 && html`<p class="empty"
			role="status">${say("desk.callbacks.empty")}</p>`}
		<div class="columns"><ul class="rows">${(list || []).map((it, i) =>
		html`<${Row} key=${it.case.ref} one=${it} chosen=${i === chosen}
			choose=${() => setChosen(i)} />`)}</ul>
		${one && html`<aside><${First} one=${one} log=${log} /></aside>`}
		</div></main>`;
}

/* A text in spite of the list, a reference given again, a call not made. */
export function Remarks() {
	const say = useWords();
	const [list, setList] = useState([]);
	const load = () => get("/api/remarks").then((got) =>
		setList(got.remarks), () => {});
	const seen = (id) => post(`/api/remarks/${id}/seen`).then(load, load);
	useEffect(() => { load(); }, []);
	if (list.length === 0)
		return null;
	return html`<section class="card pending remarks"><h2>${
		say("desk.remarks")}</h2><ul class="rows">${list.map((r) => html`<li
		key=${r.id} class="counted"><span><a href="#/case/${r.ref}">${
		spaced(r.ref)}</a>${` · ${
		say(`desk.remark.${r.what}`)} · ${r.by} · ${say.date(r.at)}`}</span>
		<button type="button" onClick=${() => seen(r.id)}>${
		say("desk.seen")}</button></li>`)}</ul></section>`;
}
