// month.js - a month in numbers: tables with a bar beside each figure, to look
// at, to print, or as CSV for a spreadsheet.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get } from "./api.js";
import { wordOf } from "./counter.js";
import { Failure, Title } from "./parts.js";
import { categoryOf } from "./queue.js";
import { useWords } from "./words.js";

const MONTHS = 13;

/* "2026-11" and the months before it, in Cambodia's time. */
function lastMonths() {
	const now = new Date(Date.now() + 7 * 3600 * 1000);
	return Array.from({ length: MONTHS }, (_, i) => new Date(Date.UTC(
		now.getUTCFullYear(), now.getUTCMonth() - i, 1)).toISOString()
		.slice(0, 7));
}

function nameOf(say, part, table, value) {
	if (part === "cases" && table === "category")
		return categoryOf(say, value);
	if (table === "number")
		return say.or(`desk.number_of.${value}`, value);
	if (table === "language")
		return say.or(`desk.in.${value}`, value);
	if (part === "cases" && table === "channel")
		return say.or(`desk.channel.${value}`, value);
	return wordOf(say, table, value);
}

/* Amounts come in the currency's smallest coin. */
const shown = (table, value, n) => n === null ? "< 11" :
	/claimed|received/.test(table) && value !== "KHR" ?
		(n / 100).toLocaleString("en") : n.toLocaleString("en");

function Table({ part, table, values }) {
	const say = useWords();
	const rows = Object.entries(values);
	const most = Math.max(1, ...rows.map(([, n]) => n || 0));
	if (rows.length === 0)
		return null;
	return html`<table><caption>${say(`desk.table.${table}`)}</caption>
		<tbody>${rows.map(([value, n]) => html`<tr>
		<th scope="row">${nameOf(say, part, table, value)}</th>
		<td class="figure">${shown(table, value, n)}</td>
		<td class="bar" aria-hidden="true"><meter min="0" max=${most}
			value=${n || 0}></meter></td></tr>`)}</tbody></table>`;
}

/* Nothing in a spreadsheet may be taken for a formula. */
const cell = (text) => `"${String(text).replace(/^([=+\-@\t\r])/, "'$1")
	.replaceAll('"', '""')}"`;

function csvOf(say, got) {
	const lines = [["month", "part", "table", "value", "number"]];
	for (const part of ["contacts", "cases"])
		for (const [table, values] of Object.entries(got[part]))
			for (const [value, n] of Object.entries(values))
				lines.push([got.month, part, table, nameOf(say, part, table,
					value), shown(table, value, n)]);
	return "\ufeff" + lines.map((line) => line.map(cell).join(","))
		.join("\r\n") + "\r\n";
}

function save(say, got) {
	const at = URL.createObjectURL(new Blob([csvOf(say, got)],
		{ type: "text/csv" }));
	const link = document.createElement("a");
	link.href = at;
	link.download = `helpline-${got.month}.csv`;
	link.click();
	URL.revokeObjectURL(at);
}

export function Month() {
	const say = useWords();
	const [month, setMonth] = useState(lastMonths()[0]);
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	useEffect(() => {
		get(`/api/month?month=${month}`).then((answer) => {
			setGot(answer);
			setError(null);
		}, setError);
	}, [month]);
	return html`<main class="narrow wide"><${Title}>${say("desk.month")}
		</${Title}><div class="tools"><label class="field">
		<span>${say("desk.month")}</span><select value=${month}
		onInput=${(e) => setMonth(e.target.value)}>${lastMonths().map((m) =>
		html`<option value=${m}>${m}</option>`)}</select></label>
		<button type="button" onClick=${() => window.print()}>
			${say("desk.print")}</button>
		${got && html`<button type="button" onClick=${() => save(say, got)}>
			CSV</button>`}</div>
		<${Failure} error=${error} />
		${got && !got.exact && html`<p class="quiet">
			${say("desk.not_exact")}</p>`}
		${got && ["contacts", "cases"].map((part) => html`<section
			class="card" key=${part}><h2>${say(`desk.part.${part}`)}</h2>
			<div class="tables">${Object.entries(got[part]).map(
		([table, values]) => html`<${Table} key=${table} part=${part}
			table=${table} values=${values} />`)}</div></section>`)}</main>`;
}
