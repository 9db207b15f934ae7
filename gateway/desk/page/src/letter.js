// letter.js - one letter to a partner, as it goes out: what she agreed to and
// nothing else.  Opened for printing is a row of the audit.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { post } from "./api.js";
import { codedOf, kindOf } from "./sharing.js";
import { partnerName } from "./letters.js";
import { Letterhead, Paper, ownOf } from "./paper.js";
import { Failure, Title } from "./parts.js";
import { categoryOf, placeOf } from "./queue.js";
import { scriptOf, spaced, useWords } from "./words.js";

function valueOf(say, name, value) {
	if (name === "category")
		return categoryOf(say, value);
	if (name === "destination")
		return placeOf(say, value) || say("desk.unsaid");
	if (name === "opened")
		return say.date(value);
	if (name === "language")
		return say(`desk.in.${value}`);
	if (name === "contact")
		return [say(`desk.wish.${value.wish || "unasked"}`), value.when &&
			say(`desk.when.${value.when}`)].filter(Boolean).join(" · ");
	return value;
}

function Rows({ got }) {
	const say = useWords();
	return html`<table class="told"><tbody>
		${got.letter.fields.map((name) => html`<tr key=${name}><th scope="row">
		${say(`desk.letter.${name}`)}</th><td><bdi>${valueOf(say, name,
		got.fields[name])}</bdi></td></tr>`)}
		${got.items.map((item) => html`<tr key=${item.n}><th scope="row">
		${kindOf(say, item)}</th><td>${codedOf(say, item) || html`<bdi
			class="said" dir="auto" lang=${scriptOf(item.text)}>${
			item.text}</bdi>`}</td></tr>`)}
		</tbody></table>`;
}

function Signatures() {
	const say = useWords();
	return html`<div class="signatures"><div>
		<p>${say("desk.paper.office")}</p></div>
		<div><p>${say("desk.paper.hers")}</p></div></div>`;
}

/* To be cut off and sent back. */
function Slip({ got }) {
	const say = useWords();
	return html`<section class="slip"><p><strong>${say("desk.paper.slip")}
		</strong>${" · "}${spaced(got.ref)} / ${got.n}
		</p><p>☐ ${say("desk.paper.take")}${"  "} ☐ ${
		say("desk.paper.refuse")}${"  "} ☐ ${say("desk.paper.other")}</p>
		<p class="line"></p><p class="sign">${say("desk.paper.date")}
		<i></i>${say("desk.paper.name")}<i></i></p></section>`;
}

function Sheet({ got, centre }) {
	const say = useWords();
	const { letter } = got;
	return html`<${Letterhead} centre=${centre} />
		<p class="place">${say("desk.paper.date")} ${say.date(got.at)}<br />
		${say("desk.paper.ref")} ${spaced(got.ref)} / ${got.n}</p>
		<p><strong>${say("desk.paper.to")} ${partnerName(say, letter.name)}
		</strong>${letter.address && html`<br />${letter.address}`}</p>
		<h1>${say("desk.paper.subject")}</h1>
		<p class="said">${letter.request}</p>
		<h2>${say("desk.paper.agreed")}</h2><${Rows} got=${got} />
		<p>${say("desk.paper.keep")}</p>
		<p>${say("desk.paper.chase", { date: say.date(letter.chase_at) })}</p>
		<${Signatures} /><${Slip} got=${got} />`;
}

export function Letter({ reference, n, centres }) {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	useEffect(() => {
		post(`/api/cases/${reference}/letters/${n}/print`).then(setGot,
			setError);
	}, [reference, n]);
	if (!got)
		return html`<main class="narrow"><${Title}>${say("desk.letters")}
			</${Title}><${Failure} error=${error} /></main>`;
	return html`<${Paper} language=${got.letter.language}
		back="#/case/${reference}"><${Sheet} got=${got}
		centre=${ownOf(centres)} /></${Paper}>`;
}
