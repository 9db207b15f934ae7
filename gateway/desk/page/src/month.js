// month.js - a month in numbers: tables with a bar beside each figure, to look
// at, to print, to take out as a file; exact for those who work here, and as it
// was given out for everybody else.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post, take } from "./api.js";
import { Choice, Failure, Form, Title } from "./parts.js";
import { categoryOf, placeOf } from "./queue.js";
import { useWords } from "./words.js";

const MONTHS = 13;
const coins = { KHR: 1, THB: 100, USD: 100 };
const prefixes = { province: "province.", language: "desk.in.",
	door: "desk.channel." };

/* "2026-11" and the months before it, in Cambodia's time. */
function lastMonths() {
	const now = new Date(Date.now() + 7 * 3600 * 1000);
	return Array.from({ length: MONTHS }, (_, i) => new Date(Date.UTC(
		now.getUTCFullYear(), now.getUTCMonth() - i, 1)).toISOString()
		.slice(0, 7));
}

function nameOf(say, table, value) {
	if (value === "")
		return say("desk.unsaid");
	if (table === "age")
		return value;
	if (table === "category")
		return categoryOf(say, value);
	if (table === "destination")
		return placeOf(say, value);
	return say.or((prefixes[table] || `desk.${table}.`) + value, value);
}

const figure = (say, n) => n === null ? say("desk.hidden") :
	n.toLocaleString("en");

/* Its length says how many; what is hidden is hatched, in any colour. */
function Bar({ n, most }) {
	return html`<svg class="bar" viewBox="0 0 100 10" aria-hidden="true"
		preserveAspectRatio="none">${n === null ?
		html`<rect width="100" height="10" fill="url(#hatch)" />` :
		html`<rect class="filled" width=${100 * n / most} height="10" />`}
		</svg>`;
}

function Hatch() {
	return html`<svg class="defs" width="0" height="0" aria-hidden="true">
		<pattern id="hatch" width="4" height="10"
			patternUnits="userSpaceOnUse"><rect class="stroke" width="1"
			height="10" /></pattern></svg>`;
}

function Table({ part, table }) {
	const say = useWords();
	const rows = table.cells.filter((c) => c.n !== 0);
	const most = Math.max(1, ...rows.map((c) => c.n));
	const name = say(`desk.table.${table.table}`);
	if (table.withheld)
		return html`<p class="withheld"><b>${name}</b>
			<span>${say("desk.withheld_table")}</span></p>`;
	return html`<table><caption>${name}</caption><thead class="unseen"><tr>
		<th scope="col">${name}</th>
		<th scope="col">${say(`desk.part.${part}`)}</th></tr></thead>
		<tbody>${rows.map((c) => html`<tr key=${c.value}>
		<th scope="row">${nameOf(say, table.table, c.value)}</th>
		<td class=${c.n === null ? "figure hidden" : "figure"}>
			${figure(say, c.n)}</td>
		<td class="drawn" aria-hidden="true"><${Bar} n=${c.n} most=${most} />
		</td></tr>`)}</tbody></table>`;
}

function Part({ part }) {
	const say = useWords();
	const tables = part.tables.filter((t) => part.total !== null);
	return html`<section class="card part"><h2>
		<span>${say(`desk.part.${part.part}`)}</span>
		<b class="figure">${figure(say, part.total)}</b></h2>
		${part.total === 0 && html`<p class="quiet">
			${say("desk.nobody_counted")}</p>`}
		${part.total === null && html`<p class="quiet">
			${say("desk.withheld_table")}</p>`}
		${part.total !== 0 && html`<div class="tables">${tables.map((t) =>
		html`<${Table} key=${t.table} part=${part.part} table=${t} />`)}
		</div>`}</section>`;
}

const amount = (say, n, currency) => n === null ? say("desk.hidden") :
	`${(n / coins[currency]).toLocaleString("en")} ${currency}`;

function Money({ money }) {
	const say = useWords();
	const rows = money.filter((m) => m.received !== 0 || m.claimed > 0);
	const nameOf = (m) => `${say(`desk.money.${m.of}`)}, ${m.currency}`;
	const kinds = ["claimed", "received"].filter((k) =>
		money.some((m) => m[k] !== undefined));
	return rows.length > 0 && html`<section class="card part"><h2>
		${say("desk.part.money")}</h2><table><thead><tr>
		<th scope="col">${say("desk.currency")}</th>${kinds.map((k) =>
		html`<th scope="col" class="figure">${say(`desk.${k}`)}</th>`)}
		</tr></thead><tbody>${rows.map((m) => html`<tr
		key=${m.of + m.currency}><th scope="row">${nameOf(m)}</th>${kinds.map((k) =>
		html`<td class="figure">${amount(say, m[k], m.currency)}</td>`)}
		</tr>`)}</tbody></table></section>`;
}

/* Each way out is a right of its own and asks for the password again. */
function Files({ path, body }) {
	const say = useWords();
	const language = say.language;
	return html`<div class="files">${[["csv", "CSV"], ["xlsx", "Excel"]].map(
		([format, name]) => html`<${Form} key=${format} label=${name}
		send=${() => take(`${path}/${format}`, { ...body, language })}>
		<button>${name}</button></${Form}>`)}</div>`;
}

function Publish({ month, done }) {
	const say = useWords();
	const send = async (data, form, key) => {
		await post("/api/publications", { month }, key);
		await done();
	};
	return html`<details class="card tools-below"><summary>
		${say("desk.publish")}</summary><p>${say("desk.publish.why")}</p>
		<${Form} send=${send} label=${say("desk.publish")}>
		<button class="main">${say("desk.publish")}</button></${Form}>
		</details>`;
}

function Numbers({ got, exact }) {
	const say = useWords();
	return html`<p class="quiet">${exact ? say("desk.exact") :
		`${say("desk.given_out", { date: say.date(got.at), by: got.by })} ${
			say("desk.hidden.why")}`}</p>
		<${Hatch} />${got.parts.map((p) => html`<${Part} key=${p.part}
			part=${p} />`)}<${Money} money=${got.money} />`;
}

function useMonth(month, exact) {
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const load = () => get(exact ? `/api/month?month=${month}` :
		`/api/publications/${month}`).then((answer) => {
		setGot({ exact, month, answer });
		setError(null);
	}, (failed) => {
		setGot(null);
		setError(failed);
	});
	useEffect(() => { load(); }, [month, exact]);
	/* Never one month's numbers under another's name. */
	return { got: got && got.exact === exact && got.month === month ?
		got.answer : null, error };
}

export function Month({ session }) {
	const say = useWords();
	const works = session.role !== "numbers";
	const [month, setMonth] = useState(lastMonths()[0]);
	const [exact, setExact] = useState(works);
	const [out, setOut] = useState([]);
	const { got, error } = useMonth(month, exact);
	const list = () => get("/api/publications").then((answer) =>
		setOut(answer.publications.map((p) => p.month)), () => {});
	const isOut = out.includes(month);
	useEffect(() => { list(); }, []);
	return html`<main class="narrow wide month"><${Title}>${say("desk.month")}
		</${Title}><p class="printed">${say.month(month)}</p>
		<div class="tools"><${Choice} label=${say("desk.month")}
		value=${month} onInput=${(e) => setMonth(e.target.value)}
		options=${lastMonths().map((m) => [m, say.month(m)])} />
		${works && html`<${Choice} label=${say("desk.view")}
			value=${exact ? "exact" : "published"}
			onInput=${(e) => setExact(e.target.value === "exact")}
			options=${["exact", "published"].map((v) =>
		[v, say(`desk.view.${v}`)])} />`}
		${got && html`<button type="button" onClick=${() => window.print()}>
			${say("desk.print")}</button><${Files} key=${`${month} ${exact}`}
			path=${exact ? "/api/month" : `/api/publications/${month}`}
			body=${exact ? { month } : {}} />`}</div>
		${error?.code === "not_found" ? html`<p class="empty">
			${say("desk.not_given_out")}</p>` :
		html`<${Failure} error=${error} />`}
		${got && html`<${Numbers} got=${got} exact=${exact} />`}
		${session.role === "lead" && exact && got?.over && !isOut &&
		html`<${Publish} month=${month} done=${async () => {
			await list();
			setExact(false);
		}} />`}</main>`;
}
