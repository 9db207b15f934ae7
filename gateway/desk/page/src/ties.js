// ties.js - what ties cases together: an agency, an employer, a duplicate, a
// relative who asks after a worker.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { get, post, put } from "./api.js";
import { Failure, Field, Form } from "./parts.js";
import { Row } from "./queue.js";
import { spaced, useWords } from "./words.js";

const DAYS = 60;
const refOf = (data, name) => String(data.get(name)).replace(/\D/g, "");

/* What was said in a case and its duplicates, in one order; times are to the
   hour, within one the case's own come first. */
export function storyOf(read) {
	const own = read.entries.map((e) => ({ ...e, of: "" }));
	return own.concat(...read.joined.map((j) => j.entries.map((e) =>
		({ ...e, of: j.case.ref })))).sort((a, b) => a.at - b.at);
}

function CaseLink({ of }) {
	return html`<a class="ref" href="#/case/${of}">${spaced(of)}</a>`;
}

/* ---- duplicates ---- */

/* At the head of a case that is another's duplicate. */
export function Joined({ it, links, done }) {
	const say = useWords();
	if (!links.joined_to)
		return null;
	const send = async (data) => {
		await post(`/api/cases/${it.ref}/part`, { version: it.version,
			...(data.get("reason") ? { reason: String(data.get("reason")) } :
				{}) });
		await done();
	};
	return html`<section class="card pending"><h2>${say("desk.joined_to")}
		${" "}<${CaseLink} of=${links.joined_to} /></h2>
		<p>${say("desk.joined_to.hint")}</p>
		<${Form} send=${send} label=${say("desk.part")}>
		${!links.undoes && html`<${Field} label=${say("desk.reason")}
			name="reason" required maxlength="4000" />`}
		<button>${say(links.undoes ? "desk.part.undo" : "desk.part")}</button>
		</${Form}></section>`;
}

function Join({ it, done }) {
	const say = useWords();
	const send = async (data) => {
		await post(`/api/cases/${it.ref}/join`, { version: it.version,
			into: refOf(data, "into") });
		await done();
	};
	return html`<details><summary>${say("desk.join")}</summary>
		<p>${say("desk.join.hint")}</p>
		<${Form} send=${send} label=${say("desk.join")}>
		<${Field} label=${say("desk.join.ref")} name="into" required
			inputmode="numeric" pattern="[0-9 ]{8,9}" />
		<button>${say("desk.join.do")}</button></${Form}></details>`;
}

/* ---- others with the same ---- */

function Others({ it, by, n, centres }) {
	const say = useWords();
	const [cases, setCases] = useState(null);
	const [error, setError] = useState(null);
	const look = () => get(`/api/cases/${it.ref}/others?by=${by}&days=${DAYS}`)
		.then((got) => setCases(got.cases), setError);
	if (n === 0)
		return null;
	return html`<button type="button" aria-expanded=${cases !== null}
		onClick=${cases ? () => setCases(null) : look}>${say(
		`desk.others.${by}`, { n: n >= 100 ? "100+" : n })}</button>
		<${Failure} error=${error} />
		${cases && html`<ul class="rows close">${cases.map((other) =>
		html`<${Row} key=${other.ref} it=${other} centres=${centres} />`)}
		</ul>`}`;
}

function Agency({ it, links, centres, done }) {
	const say = useWords();
	const [found, setFound] = useState(null);
	const seek = async (data) => setFound((await post("/api/register/find",
		{ name: String(data.get("name")), country: "" })).agencies);
	const set = async (licence) => {
		await put(`/api/cases/${it.ref}/agency`, { version: it.version,
			licence });
		setFound(null);
		await done();
	};
	const choose = (agency) => html`<li><${Form} key=${agency.licence}
		send=${() => set(agency.licence)}><button><bdi>${agency.name}</bdi>
		${` ${agency.licence}`}</button></${Form}></li>`;
	return html`<h3>${say("desk.agency")}</h3>
		${links.agency && html`<${Form} send=${() => set("")}
			label=${say("desk.take_away")}><p><bdi>${links.agency_name}</bdi>
			${` ${links.agency} `}<button class="plain">${say("desk.take_away")}
			</button></p></${Form}>
		<${Others} it=${it} by="agency" n=${links.agency_others}
			centres=${centres} />`}
		${!links.agency && html`<${Form} send=${seek}
			label=${say("desk.agency")}><${Field} label=${say("desk.agency.name")}
			name="name" required maxlength="200" />
		<button>${say("desk.agency.find")}</button></${Form}>`}
		${found && html`<div role="status">${found.length === 0 ?
		html`<p>${say("desk.nothing")}</p>` : html`<ul class="agencies">
		${found.map(choose)}</ul>`}</div>`}`;
}

function Employer({ it, links, centres, done }) {
	const say = useWords();
	const send = async (data) => {
		await put(`/api/cases/${it.ref}/employer`, { version: it.version,
			name: String(data.get("employer")).trim() });
		await done();
	};
	return html`<h3>${say("desk.employer")}</h3>
		<${Others} it=${it} by="employer" n=${links.employer_others}
			centres=${centres} />
		<${Form} send=${send} label=${say("desk.employer")}>
		<${Field} label=${say("desk.employer.name")} name="employer"
			maxlength="80" value=${links.employer}
			hint=${say("desk.employer.hint")} />
		<button>${say("desk.save")}</button></${Form}>`;
}

/* ---- a relative ---- */

function About({ it, links, done }) {
	const say = useWords();
	const set = async (about) => {
		await put(`/api/cases/${it.ref}/about`, { version: it.version,
			about });
		await done();
	};
	if (links.about)
		return html`<h3>${say("desk.about")}</h3><${Form}
			send=${() => set("")} label=${say("desk.take_away")}><p>
			<${CaseLink} of=${links.about.ref} />${" "}<button class="plain">
			${say("desk.take_away")}</button></p></${Form}>`;
	return html`<details><summary>${say("desk.about")}</summary>
		<p>${say("desk.about.hint")}</p>
		<${Form} send=${(data) => set(refOf(data, "about"))}
			label=${say("desk.about")}><${Field} label=${say("desk.about.ref")}
			name="about" required inputmode="numeric" pattern="[0-9 ]{8,9}" />
		<button>${say("desk.save")}</button></${Form}></details>`;
}

export function Ties({ it, links, centres, done }) {
	const say = useWords();
	const parts = { it, links, centres, done };
	return html`<section class="card ties" aria-label=${say("desk.ties")}>
		<h2>${say("desk.ties")}</h2>
		${links.asked_by.length > 0 && html`<h3>${say("desk.asked_by")}</h3>
		<p>${links.asked_by.map((other) => html`<${CaseLink}
			of=${other.ref} /> `)}</p>`}
		<${Agency} ...${parts} /><${Employer} ...${parts} />
		<${About} ...${parts} />
		${it.state !== "finished" && html`<${Join} it=${it} done=${done} />`}
		</section>`;
}
