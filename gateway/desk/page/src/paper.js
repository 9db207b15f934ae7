// paper.js - a page for paper in a language of its own, A4, black on white.
import { html } from "htm/preact";
import { Words, useWords, wordsOf } from "./words.js";

export function Paper({ language, back, children }) {
	const say = useWords();
	return html`<main class="paper-screen"><p class="tools">
		<a href=${back}>${`← ${say("desk.back")}`}</a>
		<button type="button" class="main" onClick=${() => window.print()}>
		${say("desk.print")}</button></p>
		<${Words.Provider} value=${wordsOf(language)}>
		<article class="paper" lang=${language}>${children}</article>
		</${Words.Provider}></main>`;
}

/* Who sends it: an office's name, where it is, how to reach it. */
export function Letterhead({ centre }) {
	const say = useWords();
	if (!centre)
		return null;
	const name = centre.name[say.language] || centre.name.en;
	const where = say.or(`province.${centre.area}`, "");
	return html`<p class="letterhead"><strong>${name}</strong><br />${[
		where !== name && where, centre.phone].filter(Boolean).join(" · ")}
		</p>`;
}

export const ownOf = (centres) => Object.values(centres).find((c) => c.own);
