// audit.js - who did what, when; and whether it is as it was written.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post } from "./api.js";
import { Choice, Failure, Field, Form, Title, useWide } from "./parts.js";
import { spaced, useWords } from "./words.js";

function Verify() {
	const say = useWords();
	const [got, setGot] = useState(null);
	const send = async (data) => {
		const head = String(data.get("head")).trim();
		setGot(await post("/api/audit/verify", head ? { head } : {}));
	};
	return html`<section class="card"><h2>${say("desk.verify")}</h2>
		<${Form} send=${send} label=${say("desk.verify")}>
		<${Field} name="head" label=${say("desk.verify.noted")} maxlength="40"
			autocomplete="off" hint=${say("desk.verify.noted.hint")} />
		<button class="main">${say("desk.verify")}</button></${Form}>
		<div role="status">${got && html`<p class=${got.whole && got.known ?
		"safe" : "unsafe"}>${say(!got.whole ? "desk.verify.wrong" : got.known ?
		"desk.verify.whole" : "desk.verify.older", got)}</p>
		${got.head && html`<p>${say("desk.verify.head")}${" "}
		<code class="secret">${got.head}</code></p>`}`}</div></section>`;
}

/* "print_letter 3" is opening the third letter. */
function didOf(say, did) {
	const n = / \d+$/.exec(did);
	return say.or(`desk.did.${n ? did.slice(0, n.index) : did}`, did) +
		(n ? n[0] : "");
}

function Whom({ to }) {
	const say = useWords();
	if (/^\d{8}$/.test(to))
		return html`<a href="#/case/${to}">${spaced(to)}</a>`;
	return html`<bdi>${to === "erased" ? say("desk.remark.erased") : to}
		</bdi>`;
}

function Row({ row }) {
	const say = useWords();
	return html`<tr><td class="figure">${row.row}</td>
		<td>${say.date(row.at, true)}</td><td><bdi>${row.by}</bdi></td>
		<td>${didOf(say, row.did)}</td><td><${Whom} to=${row.to} /></td></tr>`;
}

function Card({ row }) {
	const say = useWords();
	return html`<li class="entry"><h3><bdi>${row.by}</bdi>
		<time>${say.date(row.at, true)}${` · ${row.row}`}</time></h3>
		<p>${didOf(say, row.did)}${" "}<${Whom} to=${row.to} /></p></li>`;
}

/* Five columns where there is room for them, else a card for each row. */
function Rows({ rows }) {
	const say = useWords();
	const heads = ["row", "at", "by", "did", "to"];
	return useWide() ? html`<div class="scroll" tabindex="0" role="region"
		aria-label=${say("desk.audit")}><table class="audit"><thead><tr>${
	heads.map((h) => html`<th scope="col">${say(`desk.audit.${h}`)}</th>`)}
		</tr></thead><tbody>${rows.map((row) => html`<${Row} key=${row.row}
			row=${row} />`)}</tbody></table></div>` :
		html`<ul class="rows audit">${rows.map((row) => html`<${Card}
			key=${row.row} row=${row} />`)}</ul>`;
}

function Filter({ members, change }) {
	const say = useWords();
	const send = async (data) => change(Object.fromEntries([...data.entries()]
		.map(([k, v]) => [k, String(v).replace(/\s/g, "")])
		.filter(([, v]) => v !== "")));
	return html`<section class="card"><${Form} send=${send}
		label=${say("desk.audit.filter")}><div class="grid">
		<${Choice} name="by" label=${say("desk.audit.by")}
			options=${[["", say("desk.any")], ...members.map((m) =>
		[m.name, m.name])]} />
		<${Field} name="to" label=${say("desk.audit.to")} maxlength="40"
			autocomplete="off" /></div>
		<button class="main">${say("desk.audit.filter")}</button></${Form}>
		</section>`;
}

export function Audit() {
	const say = useWords();
	const [members, setMembers] = useState([]);
	const [filter, setFilter] = useState({});
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const load = (before, rows) => get(`/api/audit?${new URLSearchParams({
		...filter, ...(before ? { before } : {}) })}`).then((page) =>
		setGot({ ...page, rows: rows.concat(page.rows) }), setError);
	useEffect(() => {
		get("/api/staff").then((all) => setMembers(all.members), setError);
	}, []);
	useEffect(() => { load(0, []); }, [filter]);
	return html`<main class="narrow wide"><${Title}>${say("desk.audit")}
		</${Title}><${Failure} error=${error} /><${Verify} />
		<${Filter} members=${members} change=${setFilter} />
		${got && (got.rows.length === 0 ? html`<p class="empty" role="status">
			${say("desk.audit.none")}</p>` : html`<${Rows}
			rows=${got.rows} />`)}
		${got && got.before > 0 && html`<button type="button"
			onClick=${() => load(got.before, got.rows)}>${say("desk.more")}
			</button>`}</main>`;
}
