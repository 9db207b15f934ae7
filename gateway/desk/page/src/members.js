// members.js - the people of a centre: who is there, who comes, who forgot her
// password; and, in leave(), who goes.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, insist, patch, post } from "./api.js";
import { Footing, Paper, Remake } from "./footing.js";
import { Choice, Failure, Field, Form, Title } from "./parts.js";
import { dayOf, endOf, spaced, useWords } from "./words.js";

const keyed = ["staff", "lead"];
const keyless = ["administrator", "numbers"];

/* Shown once: to be written down or printed. */
export function Code({ code }) {
	const say = useWords();
	if (!code)
		return null;
	return html`<div class="card pending" role="status">
		<p>${say("desk.member.code", { name: code.name, days: code.days })}</p>
		<p><code class="secret">${code.code}</code></p>
		<button type="button" onClick=${() => window.print()}>
			${say("desk.print")}</button></div>`;
}

function Invite({ session, done }) {
	const say = useWords();
	const roles = session.role === "lead" ? [...keyed, ...keyless] : keyless;
	const send = async (data, form) => {
		const name = String(data.get("name")).trim().toLowerCase();
		done({ name, ...await post("/api/staff", { name,
			role: String(data.get("role")) }) });
		form.reset();
	};
	return html`<section class="card"><h2>${say("desk.member.invite")}</h2>
		<${Form} send=${send} label=${say("desk.member.invite")}>
		<${Field} label=${say("desk.member.login")} name="name" required
			maxlength="32" pattern="[A-Za-z][A-Za-z0-9.\\-]+"
			hint=${say("desk.member.login.hint")} />
		<${Choice} label=${say("desk.member.role")} name="role"
			options=${roles.map((r) => [r, say(`desk.role.${r}`)])} />
		<button class="main">${say("desk.member.invite")}</button></${Form}>
		</section>`;
}

/* What a lead does about one of her members; an administrator lets go those
   who hold no key. */
function Acts({ member, lead, act }) {
	const say = useWords();
	const roles = [...keyed, ...keyless];
	return html`<div class="acts">${lead && html`<button type="button"
		onClick=${act.recode}>${say("desk.member.recode")}</button>
		<button type="button" onClick=${act.lost}>
			${say("desk.member.lost")}</button>
		<${Choice} label=${say("desk.member.role")} value=${member.role}
			onInput=${(e) => act.role(e.target.value)}
			options=${roles.map((r) => [r, say(`desk.role.${r}`)])} />`}
		${member.sessions > 0 && html`<button type="button"
			onClick=${act.out}>${say("desk.member.out")}</button>`}
		<a class="button" href="#/members/${member.name}">
			${say("desk.leave")}</a></div>`;
}

function Member({ member, session, reload, shown }) {
	const say = useWords();
	const [error, setError] = useState(null);
	const at = `/api/staff/${member.name}`;
	const attempt = (what) => async (value) => {
		setError(null);
		try {
			await what(value);
			await reload();
		} catch (failed) {
			setError(failed);
		}
	};
	const act = {
		recode: attempt(async () => shown({ name: member.name,
			...await insist("POST", `${at}/recode`) })),
		lost: attempt(() => insist("POST", `${at}/lost-code`)),
		role: attempt((role) => insist("POST", `${at}/role`, { role })),
		out: attempt(() => insist("DELETE", `${at}/sessions`)),
	};
	const lead = session.role === "lead";
	const hers = member.name !== session.name && member.state !== "departed"
		&& (lead || keyless.includes(member.role));
	const facts = [say(`desk.role.${member.role}`),
		say(`desk.member.${member.state}`), say("desk.member.since",
			{ date: say.date(member.since) }),
		member.practised_at && say("desk.member.practised",
			{ date: say.date(member.practised_at) }),
		member.sessions > 0 && say("desk.member.sessions",
			{ n: member.sessions })];
	return html`<li class="member card"><h2><bdi>${member.name}</bdi></h2>
		<p class="quiet">${facts.filter(Boolean).join(" · ")}</p>
		${hers && html`<details><summary>${say("desk.member.more")}</summary>
		<${Acts} member=${member} lead=${lead} act=${act} /></details>`}
		<${Failure} error=${error} /></li>`;
}

export function Members({ session, centres }) {
	const say = useWords();
	const [members, setMembers] = useState([]);
	const [centre, setCentre] = useState(null);
	const [error, setError] = useState(null);
	const [code, setCode] = useState(null);
	const load = () => get("/api/staff").then((got) =>
		setMembers(got.members), setError);
	/* All of it at once, or what is below would jump. */
	useEffect(() => {
		load().then(() => session.role === "lead" ? get("/api/centre") : {})
			.then(setCentre, setError);
	}, []);
	const shown = (got) => {
		setCode(got);
		load();
	};
	const there = members.filter((m) => m.state !== "departed");
	const gone = members.filter((m) => m.state === "departed");
	const cards = (list) => html`<ul class="members">${list.map((m) =>
		html`<${Member} key=${m.name} member=${m} session=${session}
			reload=${load} shown=${shown} />`)}</ul>`;
	return html`<main class="narrow wide"><${Title}>${say("desk.members")}
		</${Title}><${Failure} error=${error} /><${Code} code=${code} />
		${centre && html`${session.role === "lead" && html`<${Footing}
			first=${centre} />`}${cards(there)}
		${session.role !== "staff" && html`<${Invite} session=${session}
			done=${shown} />`}
		${session.role === "lead" && html`<${Remake} centres=${centres}
			shown=${shown} />`}
		${gone.length > 0 && html`<details><summary>${say("desk.member.gone")}
			</summary>${cards(gone)}</details>`}`}</main>`;
}

/* ---- leaving ---- */

function Given({ it, heirs, done }) {
	const say = useWords();
	const due = dayOf(it.due_at);
	const send = async (data) => {
		const day = String(data.get("due"));
		await patch(`/api/cases/${it.ref}`, { version: it.version,
			owner: String(data.get("to")), ...(day && day !== due ? {
				due_at: endOf(day), reason: say("desk.leave.give") } : {}) });
		await done();
	};
	return html`<li class="card"><${Form} send=${send}
		label=${`${say("desk.leave.give")} ${it.ref}`}>
		<h3>${spaced(it.ref)}${" "}
		${it.urgent && html`<b class="badge urgent">${
		say("desk.urgent")}</b>`}</h3>
		<div class="grid"><${Choice} name="to" label=${say("desk.leave.to")}
			options=${heirs.map((h) => [h, h])} />
		<${Field} name="due" type="date" value=${due}
			label=${say("desk.due_on")} /></div>
		<button>${say("desk.leave.give")}</button></${Form}></li>`;
}

function GiveAll({ got, done }) {
	const say = useWords();
	const send = async (data) => done(await post(
		`/api/staff/${got.name}/leaving`, { to: String(data.get("to")) }));
	if (got.heirs.length === 0)
		return html`<p class="failure">${say("desk.leave.nobody")}</p>`;
	return html`<section class="card"><${Form} send=${send}
		label=${say("desk.leave.all")}>
		<${Choice} name="to" label=${say("desk.leave.all_to")}
			options=${got.heirs.map((h) => [h, h])} />
		<button class="main">${say("desk.leave.all")}</button></${Form}>
		</section>`;
}

function Finish({ got, done }) {
	const say = useWords();
	const send = async () => {
		await post(`/api/staff/${got.name}/depart`);
		done();
	};
	return html`<section class="card"><h2>${say("desk.leave.end")}</h2>
		<p>${say(got.holds_key ? "desk.leave.end.key" : "desk.leave.end.plain")}
		</p><${Form} send=${send} label=${say("desk.leave.end")}>
		<button class="main" disabled=${!got.may_finish}>
			${say("desk.leave.finish", { name: got.name })}</button></${Form}>
		${!got.may_finish && html`<p class="quiet">${say("desk.leave.first",
		{ n: got.open })}</p>`}</section>`;
}

/* Her cases, her end, the new paper key: in this order, and each can be come
   back to. */
export function Leaving({ name, session }) {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [gone, setGone] = useState(false);
	const [error, setError] = useState(null);
	const load = () => insist("GET", `/api/staff/${name}/leaving`)
		.then(setGot, setError);
	useEffect(() => { load(); }, [name]);
	return html`<main class="narrow wide"><p><a href="#/members">${`← ${
		say("desk.members")}`}</a></p>
		<${Title}>${say("desk.leave.title", { name })}</${Title}>
		<${Failure} error=${error} />
		${gone && html`<p role="status" class="safe">${say("desk.leave.gone",
		{ name })}</p>
		${session.role === "lead" && got.holds_key && html`<${Paper} />`}`}
		${got && !gone && html`<section><h2>${say("desk.leave.cases",
		{ n: got.open })}</h2>
		${got.open > 0 && html`<${GiveAll} got=${got} done=${setGot} />
		<ul class="members">${got.cases.map((it) => html`<${Given}
			key=${it.ref} it=${it} heirs=${got.heirs} done=${load} />`)}</ul>`}
		</section><${Finish} got=${got} done=${() => setGone(true)} />`}
		</main>`;
}
