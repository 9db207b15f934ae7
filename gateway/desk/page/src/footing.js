// footing.js - what a centre stands on: colleague, stand-in, paper key; and
// what is done where one of them is missing.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Failure, Field, Form } from "./parts.js";
import { useWords } from "./words.js";

/* Written down, then taken from the screen, then typed back. */
function TypeBack({ shown, done }) {
	const say = useWords();
	const send = async (data) => done(await post("/api/centre/paper/back",
		{ group: shown.group, text: String(data.get("text")).trim() }));
	return html`<${Form} send=${send} label=${say("desk.paper.back")}>
		<${Field} name="text" required maxlength="40" autocomplete="off"
			label=${say("desk.paper.group", { n: shown.group })} />
		<button class="main">${say("desk.paper.back")}</button></${Form}>`;
}

export function Paper({ done = () => {} }) {
	const say = useWords();
	const [shown, setShown] = useState(null);
	const [written, setWritten] = useState(false);
	const [kept, setKept] = useState(false);
	const show = async () => {
		setShown(await post("/api/centre/paper"));
		setWritten(false);
	};
	if (kept)
		return html`<p role="status" class="safe">${say("desk.paper.kept")}
			</p>`;
	return html`<section class="card"><h2>${say("desk.paper")}</h2>
		<p>${say("desk.paper.why")}</p>
		${!shown && html`<${Form} send=${show} label=${say("desk.paper.show")}>
		<button class="main">${say("desk.paper.show")}</button></${Form}>`}
		${shown && !written && html`<p><code class="secret">${shown.paper}
			</code></p><button type="button" onClick=${() => window.print()}>
			${say("desk.print")}</button>
		<button type="button" class="main" onClick=${() => setWritten(true)}>
			${say("desk.paper.written")}</button>`}
		${shown && written && html`<${TypeBack} shown=${shown}
			done=${(got) => {
		setKept(true);
		done(got);
	}} /><button type="button" class="plain"
			onClick=${() => setWritten(false)}>${say("desk.paper.again")}
			</button>`}</section>`;
}

function Rehearse({ got, done }) {
	const say = useWords();
	const send = async (data, form) => {
		done(await post("/api/centre/rehearsal",
			{ paper: String(data.get("paper")).trim() }));
		form.reset();
	};
	return html`<details><summary>${say("desk.rehearse")}</summary>
		<p>${say("desk.rehearse.why")}</p>
		<p class="quiet">${got.rehearsed_at ? say("desk.rehearse.last",
		{ date: say.date(got.rehearsed_at) }) : say("desk.rehearse.never")}</p>
		<${Form} send=${send} label=${say("desk.rehearse")}>
		<${Field} name="paper" required maxlength="200" autocomplete="off"
			label=${say("desk.paper")} />
		<button>${say("desk.rehearse.try")}</button></${Form}></details>`;
}

function Legs({ got }) {
	const say = useWords();
	const legs = [["members", got.members >= 2], ["stand_in", got.stand_in],
		["paper", got.paper]];
	return html`<ul class="legs">${legs.map(([name, there]) => html`<li
		class=${there ? "there" : "lacking"}><b>${there ? "✓" : "✗"}</b>
		${" "}${say(`desk.footing.${name}`)}</li>`)}</ul>`;
}

/* first: /api/centre, as it is now. */
export function Footing({ first }) {
	const say = useWords();
	const [got, setGot] = useState(first);
	const send = (path) => async () => setGot(await post(path));
	return html`<section class="card" aria-label=${say("desk.footing")}>
		<h2>${say("desk.footing")}</h2>
		${!got.started && html`<p class="failure">${say(got.found < got.needed ?
		"desk.footing.not_started" : "desk.footing.may_start")}</p>`}
		${got.started && got.found < got.needed && html`<p class="failure">
			${say("desk.footing.weak")}</p>`}
		<${Legs} got=${got} />
		${!got.started && got.found >= got.needed && html`<${Form}
			send=${send("/api/centre/start")}
			label=${say("desk.footing.start")}>
		<button class="main">${say("desk.footing.start")}</button></${Form}>`}
		${got.key_due > 0 && html`<div class="news"><p>${
		say("desk.footing.key_due", { date: say.date(got.key_due) })}</p>
		<${Form} send=${send("/api/centre/rekey")}
			label=${say("desk.footing.rekey")}>
		<button>${say("desk.footing.rekey")}</button></${Form}></div>`}
		${got.changing && html`<p class="quiet">${say("desk.footing.changing")}
			</p>`}
		${!got.paper && html`<${Paper} done=${setGot} />`}
		<${Rehearse} got=${got} done=${setGot} /></section>`;
}

/* An office that we stand in for and where nobody is left. */
export function Remake({ centres, shown }) {
	const say = useWords();
	const empty = Object.values(centres).filter((c) => c.we_stand_in &&
		c.members === 0);
	const send = (centre) => async (data, form) => {
		const name = String(data.get("name")).trim().toLowerCase();
		shown({ name, ...await post(`/api/centres/${centre.id}/remake`,
			{ name }) });
		form.reset();
	};
	return empty.map((centre) => html`<section class="card pending"
		key=${centre.id}><h2>${centre.name[say.language] || centre.name.en}</h2>
		<p>${say("desk.remake.why")}</p>
		<${Form} send=${send(centre)} label=${say("desk.remake")}>
		<${Field} label=${say("desk.member.login")} name="name" required
			maxlength="32" hint=${say("desk.member.login.hint")} />
		<button class="main">${say("desk.remake")}</button></${Form}>
		</section>`);
}

/* For everybody who works there: a centre that takes no cases yet says so. */
export function NotStarted({ role }) {
	const say = useWords();
	const [got, setGot] = useState(null);
	useEffect(() => { get("/api/centre").then(setGot, () => {}); }, []);
	if (!got || got.started)
		return null;
	return html`<section class="card pending"><p class="failure">
		${say("desk.footing.not_started")}</p><${Legs} got=${got} />
		${role === "lead" && html`<p><a href="#/members">${
		say("desk.members")}</a></p>`}</section>`;
}
