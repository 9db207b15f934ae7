// going.js - what will be erased within the notice, and what is kept from it;
// who leads keeps one, for a reason and so long.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask, get, post } from "./api.js";
import { Choice, Failure, Form, Title, useKeys } from "./parts.js";
import { categoryOf } from "./queue.js";
import { endOf, spaced, useWords } from "./words.js";

const reasons = ["asked", "court", "money", "police", "family", "review"];
const spans = ["92", "183", "365", "730"];

/* "court 2027-03-01", as the case holds it. */
export function keptOf(say, text) {
	const [why, day] = text.split(" ");
	return [say.or(`desk.keep.${why}`, why), day && say("desk.duty.until",
		{ date: say.date(endOf(day)) })]
		.filter(Boolean).join(" · ");
}

function Which({ it, children }) {
	const say = useWords();
	return html`<p><a class="ref" href="#/case/${it.ref}">${spaced(it.ref)}
		</a>${` · ${categoryOf(say, it.category)} · ${
		say(`desk.state.${it.state}`)} · `}${children}</p>`;
}

function Keep({ it, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		const got = await post(`/api/cases/${it.ref}/keep`, {
			why: data.get("why"), days: Number(data.get("days")) }, key);
		await done(say("desk.keep.done", { ref: spaced(it.ref),
			date: say.date(got.until) }));
	};
	return html`<details><summary>${say("desk.keep_case")}</summary>
		<${Form} send=${send} label=${`${say("desk.keep_case")} ${it.ref}`}>
		<div class="grid"><${Choice} name="why" label=${say("desk.reason")}
			options=${reasons.map((r) => [r, say(`desk.keep.${r}`)])} />
		<${Choice} name="days" label=${say("desk.keep.long")} value="365"
			options=${spans.map((n) => [n, say(`desk.keep.${n}`)])} /></div>
		<button class="main">${say("desk.keep_case")}</button></${Form}>
		</details>`;
}

function Going({ it, lead, done }) {
	const say = useWords();
	return html`<li class="card"><${Which} it=${it}><strong>${
	say("desk.going.from", { date: say.date(it.goes_at) })}</strong>${
	it.asked && html`${" "}<b class="badge urgent">${
	say("desk.going.asked")}</b>`}</${Which}>
		${lead && html`<${Keep} it=${it} done=${done} />`}</li>`;
}

function Kept({ it, lead, done }) {
	const say = useWords();
	const [error, setError] = useState(null);
	const end = () => ask("DELETE", `/api/cases/${it.ref}/keep`).then(() =>
		done(say("desk.keep.ended", { ref: spaced(it.ref) })), setError);
	return html`<li class="card"><${Which} it=${it}>${`${
	say("desk.duty.until", { date: say.date(it.until) })} · ${it.by}`}
		</${Which}>${lead && html`<button type="button" onClick=${end}>${
	say("desk.keep.end")}</button>`}<${Failure} error=${error} /></li>`;
}

/* j and k go from one to the next, Enter opens it. */
const step = (by) => () => {
	const all = [...document.querySelectorAll("main a.ref")];
	const at = all.indexOf(document.activeElement) + by;
	all[Math.max(0, Math.min(all.length - 1, at))]?.focus();
};

export function Goings({ session }) {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [done, setDone] = useState("");
	const [error, setError] = useState(null);
	const lead = session.role === "lead";
	const load = () => get("/api/going").then(setGot, setError);
	const said = async (text) => {
		await load();
		setDone(text);
	};
	useEffect(() => { load(); }, []);
	useKeys({ j: step(1), k: step(-1) });
	return html`<main class="narrow wide"><${Title}>${say("desk.going")}
		</${Title}><${Failure} error=${error} />
		${got && html`<p>${say("desk.going.why", { draft: got.draft_days,
		closed: got.closed_months, notice: got.notice_days })}</p>
		${got.clock_in_doubt && html`<p class="news">${
		say("desk.going.clock")}</p>`}
		<div role="status">${done && html`<p class="safe">${done}</p>`}
		${got.going.length === 0 && html`<p class="empty">${
		say("desk.going.none", { n: got.notice_days })}</p>`}</div>
		<ul class="members">${got.going.map((it) => html`<${Going}
			key=${it.ref} it=${it} lead=${lead} done=${said} />`)}</ul>
		${got.more && html`<p>${say("desk.going.more",
		{ n: got.going.length })}</p>`}
		${got.kept.length > 0 && html`<h2>${say("desk.kept")}</h2>
		<ul class="members">${got.kept.map((it) => html`<${Kept}
			key=${it.ref} it=${it} lead=${lead} done=${said} />`)}
		</ul>`}`}</main>`;
}

/* Above the list, where something will go: nobody looks at an empty one. */
export function GoingSoon() {
	const say = useWords();
	const [got, setGot] = useState(null);
	useEffect(() => { get("/api/going").then(setGot, () => {}); }, []);
	return got && got.going.length > 0 && html`<p class="news"><a
		href="#/going">${say("desk.going.soon", { days: got.notice_days,
	n: got.more ? `${got.going.length}+` : got.going.length })}</a></p>`;
}
