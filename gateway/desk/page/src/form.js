// form.js - a blank form for the counter, in the order of the entry page: made
// of the same lists (intake.js), in the language of who fills it in.
import { html } from "htm/preact";
import { caseFields, contactFields, labelOf, wordOf } from "./intake.js";
import { Letterhead, Paper, ownOf } from "./paper.js";
import { useWords } from "./words.js";

const BOXES_MAX = 12;		/* more are written on a line */

function Boxes({ field }) {
	const say = useWords();
	return html`<td class="boxes">${field.values.filter((v) => v !== "")
		.map((value) => html`<span key=${value}>☐ ${wordOf(say, field.name,
		value)}</span> `)}</td>`;
}

function Row({ field, n }) {
	const say = useWords();
	const short = field.values && field.values.length <= BOXES_MAX;
	return html`<tr data-field=${field.name}><th scope="row">${n}. ${
		labelOf(say, field)}</th>${short ? html`<${Boxes} field=${field} />` :
		html`<td class=${field.name === "words" ? "write tall" : "write"}>${
			field.name === "urgent" ? "☐" : ""}</td>`}</tr>`;
}

export function Blank({ language, centres }) {
	return html`<${Paper} language=${language} back="#/counter">
		<${Form} centre=${ownOf(centres)} /></${Paper}>`;
}

function Form({ centre }) {
	const say = useWords();
	const table = (fields, first) => html`<table class="blank"><tbody>
		${fields.map((field, i) => html`<${Row} key=${field.name}
			field=${field} n=${first + i} />`)}</tbody></table>`;
	return html`<${Letterhead} centre=${centre} />
		<h1>${say("desk.form")}</h1><p>${say("desk.form.hint")}</p>
		${table(contactFields, 1)}<h2>${say("desk.make_case")}</h2>
		${table(caseFields, contactFields.length + 1)}
		<div class="signatures"><div><p>${say("desk.paper.office")}</p></div>
		<div><p>${say("desk.paper.hers")}</p></div></div>`;
}
