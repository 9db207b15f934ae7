// duty.js - who is on duty and who stands in, when nobody is; phones are set
// here and shown to nobody.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask, get, post, put } from "./api.js";
import { Choice, Failure, Field, Form, Title } from "./parts.js";
import { useWords } from "./words.js";

const parts = ["duty", "stand_in"];
const week = [1, 2, 3, 4, 5, 6, 7];
const scripts = ["km", "km_Latn", "th", "en"];

function dayOf(say, n) {
	return say(`desk.day.${n}`);
}

/* "1-5 8:00-17:00" in words: Mon–Fri 8:00–17:00. */
function hoursOf(say, hours) {
	const [days, ...spans] = hours.split(" ");
	const [first, last] = days.split("-").map(Number);
	return [last && last !== first ? `${dayOf(say, first)}–${
		dayOf(say, last)}` : dayOf(say, first),
	...spans.map((span) => span.replace("-", "–"))].join(" ");
}

/* A night is two spans of each day. */
export function hoursFrom(data) {
	const [first, last, from, to] = ["first", "last", "from", "to"].map(
		(name) => String(data.get(name)));
	const days = last > first ? `${first}-${last}` : first;
	const until = to === "00:00" ? "24:00" : to;
	return from < until ? `${days} ${from}-${until}` :
		`${days} 0:00-${to} ${from}-24:00`;
}

function Shift({ it, lead, remove }) {
	const say = useWords();
	const days = [it.since && say("desk.duty.since", { date: it.since }),
		it.until && say("desk.duty.until", { date: it.until })];
	return html`<li class="counted"><span><b>${it.name}</b>${` · ${
		say(`desk.duty.part.${it.part}`)} · ${hoursOf(say, it.hours)}`}${
		days.filter(Boolean).map((text) => ` · ${text}`)}
		${it.now && it.reachable && html`${" "}<b class="badge ok">${
		say("desk.duty.now")}</b>`}
		${!it.reachable && html`${" "}<b class="badge urgent">${
		say("desk.duty.no_phone")}</b>`}</span>
		${lead && html`<button type="button" onClick=${() => remove(it.id)}>
			${say("desk.take_back")}</button>`}</li>`;
}

function Add({ members, done }) {
	const say = useWords();
	const days = week.map((n) => [String(n), dayOf(say, n)]);
	const send = async (data, form) => {
		await post("/api/duty", { name: data.get("name"),
			part: data.get("part"), hours: hoursFrom(data),
			since: String(data.get("since")),
			until: String(data.get("until")) });
		form.reset();
		await done();
	};
	return html`<details class="card"><summary>${say("desk.duty.add")}
		</summary><${Form} send=${send} label=${say("desk.duty.add")}>
		<div class="grid"><${Choice} name="name" label=${say("desk.name")}
			options=${members.map((m) => [m.name, m.name])} />
		<${Choice} name="part" label=${say("desk.duty.part")}
			options=${parts.map((p) => [p, say(`desk.duty.part.${p}`)])} />
		<${Choice} name="first" label=${say("desk.duty.first_day")}
			options=${days} />
		<${Choice} name="last" label=${say("desk.duty.last_day")}
			value="5" options=${days} />
		<${Field} name="from" type="time" label=${say("desk.duty.from")}
			required value="08:00" />
		<${Field} name="to" type="time" label=${say("desk.duty.to")}
			required value="17:00" hint=${say("desk.duty.night")} />
		<${Field} name="since" type="date"
			label=${say("desk.duty.since", { date: "" })} />
		<${Field} name="until" type="date"
			label=${say("desk.duty.until", { date: "" })} /></div>
		<button class="main">${say("desk.duty.add")}</button>
		</${Form}></details>`;
}

/* One's own, and for who leads those of the centre. */
function Phone({ got, me, lead, done }) {
	const say = useWords();
	const [name, setName] = useState(me);
	const [kept, setKept] = useState(false);
	const own = name === me;
	const send = async (data, form) => {
		const body = { language: data.get("language"),
			number: String(data.get("number")).replace(/[ -]/g, "") };
		if (own)
			await put("/api/session/phone", { ...body,
				reminders: data.get("reminders") !== null });
		else
			await put(`/api/staff/${name}/phone`, body);
		form.reset();
		setKept(true);
		await done();
	};
	return html`<section class="card"><h2>${say("desk.duty.phone")}</h2>
		<p class="quiet">${say("desk.duty.phone.why")}</p>
		<${Form} send=${send} label=${say("desk.duty.phone")}>
		<div class="grid">${lead && html`<${Choice} name="name"
			label=${say("desk.name")} value=${name}
			onInput=${(e) => { setName(e.target.value); setKept(false); }}
			options=${got.members.map((m) => [m.name, m.phone ? m.name :
		`${m.name} · ${say("desk.duty.no_phone")}`])} />`}
		<${Field} name="number" type="tel" maxlength="20" key=${name}
			label=${say("desk.number")} hint=${say("desk.duty.phone.hint")} />
		<${Choice} name="language" label=${say("desk.language")}
			value=${own ? got.own.language : "km_Latn"}
			options=${scripts.map((l) => [l, say(`desk.in.${l}`)])} /></div>
		${own && html`<label class="tick"><input type="checkbox"
			name="reminders" checked=${got.own.reminders} />
		<span>${say("desk.duty.reminders")}</span></label>`}
		<button class="main">${say("desk.keep")}</button>
		<p role="status" class="quiet">${kept && say("desk.duty.kept")}</p>
		</${Form}></section>`;
}

export function Duty({ session }) {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const lead = session.role === "lead";
	const load = () => get("/api/duty").then((now) => {
		setGot(now);
		setError(null);
	}, setError);
	const remove = (id) => ask("DELETE", `/api/duty/${id}`)
		.then(load, setError);
	useEffect(() => { load(); }, []);
	return html`<main class="narrow wide"><${Title}>${say("desk.duty")}
		</${Title}><${Failure} error=${error} />
		${got && html`${got.gaps.map((gap) => html`<p class="news">${
		say(`desk.duty.gap.${gap.part}`, {
			begins: say.date(gap.begins, true),
			ends: say.date(gap.ends, true) })}</p>`)}
		${got.shifts.length === 0 && html`<p class="empty">${
		say("desk.duty.empty")}</p>`}
		<ul class="rows">${got.shifts.map((it) => html`<${Shift} key=${it.id}
			it=${it} lead=${lead} remove=${remove} />`)}</ul>
		${lead && html`<${Add} members=${got.members} done=${load} />`}
		<${Phone} got=${got} me=${session.name} lead=${lead}
			done=${load} />`}</main>`;
}
