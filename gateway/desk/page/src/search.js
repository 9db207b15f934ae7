// search.js - words in what callers typed and staff noted, opened on the server
// while she waits and nowhere kept.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { ask } from "./api.js";
import { Choice, Field, Form, Title, useKeys } from "./parts.js";
import { categoryOf, fieldsOf, placeOf } from "./queue.js";
import { scriptOf, spaced, useWords } from "./words.js";

const facets = ["state", "category", "destination"];

function Found({ it }) {
	const say = useWords();
	const kind = say.or(`desk.kind.${it.kind}`, it.kind);
	const text = it.before + it.hit + it.after;
	return html`<li class="found"><a href="#/case/${it.case.ref}">
		<span class="ref">${spaced(it.case.ref)}
		</span><span class="what">${it.case.urgent && html`<b
		class="badge urgent">${say("desk.urgent")}</b>${" "}`}${[
	categoryOf(say, it.case.category), placeOf(say, it.case.destination),
	say(`desk.state.${it.case.state}`)].filter(Boolean).join(" · ")}</span>
		<span class="state">${`${kind} · ${say.date(it.at)}`}</span>
		<bdi class="said" dir="auto" lang=${scriptOf(text)}>${
		it.more_before ? "… " : ""}${it.before}<mark>${it.hit}</mark>${
		it.after}${it.more_after ? " …" : ""}</bdi></a></li>`;
}

function Results({ got }) {
	const say = useWords();
	return html`<p>${say(got.found.length === 0 ? "desk.find.none" :
		"desk.find.found", { n: got.found.length, items: got.items })}</p>
		${!got.whole && html`<p class="unsafe">${say("desk.find.more")}</p>`}
		${got.broken > 0 && html`<p class="unsafe">${say("desk.find.broken",
		{ n: got.broken })}</p>`}
		<ul class="rows">${got.found.map((it) => html`<${Found}
			key=${it.case.ref} it=${it} />`)}</ul>`;
}

/* Who leaves, or asks for something else, is no longer waited for. */
function useAbort() {
	const running = useRef(null);
	useEffect(() => () => running.current && running.current.abort(), []);
	return () => {
		if (running.current)
			running.current.abort();
		running.current = new AbortController();
		return running.current.signal;
	};
}

export function Search() {
	const say = useWords();
	const [got, setGot] = useState(null);
	const at = useRef(null);
	const begin = useAbort();
	const send = async (data) => {
		const body = { words: String(data.get("words")).trim() };
		for (const facet of facets)
			if (data.get(facet))
				body[facet] = data.get(facet);
		setGot(null);
		setGot(await ask("POST", "/api/search/words", body, undefined,
			begin()));
	};
	const fields = fieldsOf(say);
	useEffect(() => { at.current.querySelector("input").focus(); }, []);
	useKeys({ "/": () => at.current.querySelector("input").focus() });
	return html`<main class="narrow wide" ref=${at}>
		<${Title}>${say("desk.seek")}</${Title}>
		<section class="card"><${Form} send=${send} label=${say("desk.seek")}>
		<${Field} label=${say("desk.find.words")} name="words" required
			minlength="2" maxlength="130" autocomplete="off"
			hint=${say("desk.find.hint")} />
		<div class="grid">${facets.map((facet) => html`<${Choice}
			key=${facet} ...${fields.find((f) => f.name === facet)} />`)}
		</div>
		<button class="main">${say("desk.seek")}</button></${Form}></section>
		<div role="status" class="results">${got && html`<${Results}
			got=${got} />`}</div></main>`;
}
