// practice.js - invented cases for who is new.  They stand under an address
// of their own, so that no link leads from one to the other unseen.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post, practising } from "./api.js";
import { Failure, Form, useEvery } from "./parts.js";
import { useWords } from "./words.js";

const steps = ["claim", "read", "note", "refer", "close"];

/* Above every screen of the invented cases, on paper too. */
export function PracticeBar() {
	const say = useWords();
	useEffect(() => {
		document.body.classList.toggle("practising", practising);
	}, []);
	if (!practising)
		return null;
	return html`<aside class="practice-bar" aria-label=${say("desk.practice")}>
		<strong>${say("desk.practice.mark")}</strong>
		<a href="/">${say("desk.practice.end")}</a></aside>`;
}

export function Guide() {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const load = () => get("/api/practice").then(setGot, setError);
	useEffect(() => { load(); }, []);
	useEvery(2, load);
	/* Drawn before it is known, so that nothing below jumps. */
	const is = got || {};
	const all = steps.every((step) => is[step]);
	const done = async () => setGot(await post("/api/practice/done"));
	return html`<section class="card guide" aria-label=${say("desk.guide")}>
		<h2>${say("desk.guide")}</h2>
		<ol>${steps.map((step) => html`<li class=${is[step] ? "there" : ""}>
		<b>${is[step] ? "✓" : "○"}</b>${" "}${say(`desk.guide.${step}`)}
		</li>`)}</ol>
		<${Failure} error=${error} />
		${is.practised_at > 0 ? html`<p role="status" class="safe">
			${say("desk.guide.done")}${" "}<a href="/">${
		say("desk.practice.end")}</a></p>` : all && html`<${Form} send=${done}
			label=${say("desk.guide.finish")}>
		<button class="main">${say("desk.guide.finish")}</button></${Form}>`}
		</section>`;
}

/* Who has not practised is offered it, above the real queue. */
export function Invitation({ session }) {
	const say = useWords();
	if (practising || session.practised)
		return null;
	const enter = async () => {
		await post("/api/practice", { language: say.language });
		location.assign("/practice/");
	};
	return html`<section class="card invitation"><${Form} send=${enter}
		label=${say("desk.practice")}><p>${say("desk.practice.why")}</p>
		<button>${say("desk.practice.begin")}</button></${Form}></section>`;
}
