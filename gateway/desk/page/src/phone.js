// phone.js - a phone on the desk: the menu as callers see it, key by key, and
// what would have been done.  Nothing is: it is no caller's phone.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post } from "./api.js";
import { Choice, Failure, Title, useKeys } from "./parts.js";
import { scriptOf, useWords } from "./words.js";

const languages = ["", "km", "km_Latn", "th", "en"];
const limits = ["network", "160/70", "182/80"];
const pad = ["1", "2", "3", "4", "5", "6", "7", "8", "9", "*", "0", "#"];
const KEYS_MAX = 60;

function usePhone(how) {
	const [keys, setKeys] = useState([]);
	const [page, setPage] = useState(null);
	const [error, setError] = useState(null);
	const asked = useRef(0);
	/* All that was typed: a key that comes before the answer to the last one
	 * is added to that one.  What answers keys that are no longer the last is
	 * dropped. */
	const typed = useRef([]);
	const walk = async (next) => {
		const turn = ++asked.current;
		typed.current = next;
		const body = { channel: how.channel, limits: how.limits, keys: next };
		if (how.language)
			body.language = how.language;
		try {
			const got = await post("/api/phone", body);
			if (turn !== asked.current)
				return;
			setKeys(next);
			setPage(got);
			setError(null);
		} catch (failed) {
			if (turn !== asked.current)
				return;
			typed.current = keys;
			setError(failed);
		}
	};
	const begin = () => {
		asked.current++;
		typed.current = [];
		setKeys([]);
		setPage(null);
		if (how.channel === "ussd")
			walk([""]);
	};
	useEffect(begin, [how.channel, how.language, how.limits]);
	const press = (key) => typed.current.length < KEYS_MAX &&
		walk(typed.current.concat(key));
	const undo = () => typed.current.length > 1 &&
		walk(typed.current.slice(0, -1));
	return { keys, page, error, begin, press, undo };
}

function Screen({ page }) {
	const say = useWords();
	return html`<div class="screen" role="status" lang=${scriptOf(page.text)}
		dir="auto">${page.text}</div>
		<p class="wire">${say("desk.phone.page", { n: page.page,
		of: page.pages })}${` · `}<b class=${page.units > page.limit ?
		"late" : ""}>${page.units} / ${page.limit}</b>${` ${say(
		`desk.phone.${page.coding}`)}`}${page.parts > 0 ? ` · ${say(
		"desk.phone.parts", { n: page.parts })}` : ""}
		${page.over && html`<span class="badge">${say("desk.phone.over")}
		</span>`}</p>
		<p class="quiet"><code>${page.node}</code></p>`;
}

/* What of this would stand in her case, sealed. */
function Acts({ page }) {
	const say = useWords();
	const done = page.acts.map((a) => html`<li>
		<b>${say.or(`desk.phone.did.${a.effect}`, a.effect)}</b>
		${a.item && html`<span>${` · ${say.or(`desk.kind.${a.item}`, a.item)}`}
		</span>`}${a.value && html`${" "}<bdi lang=${scriptOf(a.value)}>${
		a.value}</bdi>`}</li>`);
	return html`<section class="card"><h2>${say("desk.phone.would")}</h2>
		${done.length === 0 ? html`<p class="quiet">${
		say("desk.phone.nothing")}</p>` : html`<ol class="edits">${done}</ol>`}
		${page.letter.length > 0 && html`<h3>${say("desk.phone.letter")}</h3>
		${page.letter.map((text) => html`<div class="screen"
			lang=${scriptOf(text)}>${text}</div>`)}`}</section>`;
}

function Write({ sms, press }) {
	const say = useWords();
	const at = useRef(null);
	const send = (event) => {
		event.preventDefault();
		if (at.current.value === "")
			return;
		press(at.current.value);
		at.current.value = "";
	};
	useKeys({ n: () => at.current.focus() });
	return html`<form class="tools" onSubmit=${send}
		aria-label=${say("desk.phone.write")}><label class="field">
		<span>${say(sms ? "desk.phone.sms" : "desk.phone.write")}</span>
		<input ref=${at} maxlength="260" autocomplete="off" /></label>
		<button class="main">${say("desk.phone.send")}</button></form>`;
}

function Pad({ press }) {
	const say = useWords();
	return html`<div class="pad" role="group" aria-label=${
		say("desk.phone.keys")}>${pad.map((key) => html`<button type="button"
		onClick=${() => press(key)}>${key}</button>`)}</div>`;
}

export function Phone() {
	const say = useWords();
	const [how, setHow] = useState({ channel: "ussd", language: say.language,
		limits: "network" });
	const { keys, page, error, begin, press, undo } = usePhone(how);
	const set = (name) => (e) => setHow({ ...how, [name]: e.target.value });
	useKeys({ ...Object.fromEntries(["0", "1", "2", "3", "4", "5", "6", "7",
		"8", "9"].map((k) => [k, () => press(k)])), Backspace: undo,
	Enter: begin });
	const sms = how.channel === "sms";
	return html`<main class="narrow wide"><${Title}>${say("desk.phone")}
		</${Title}><p class="quiet">${say("desk.phone.hint")}</p>
		<div class="grid"><${Choice} label=${say("desk.phone.channel")}
			value=${how.channel} onInput=${set("channel")}
			options=${[["ussd", say("desk.channel.ussd")],
		["sms", say("desk.channel.sms")]]} />
		<${Choice} label=${say("desk.language")} value=${how.language}
			onInput=${set("language")} options=${languages.map((l) =>
		[l, l === "" ? say("desk.phone.none") : say(`desk.in.${l}`)])} />
		${!sms && html`<${Choice} label=${say("desk.phone.limits")}
			value=${how.limits} onInput=${set("limits")}
			options=${limits.map((l) => [l, l === "network" ?
		say("desk.phone.network") : l])} />`}</div>
		<${Failure} error=${error} />
		<div class="columns phone"><section class="card">
		${page ? html`<${Screen} page=${page} />` : html`<p class="quiet">${
		say("desk.phone.empty")}</p>`}
		${!sms && html`<${Pad} press=${press} />`}
		<${Write} sms=${sms} press=${press} />
		<div class="tools"><button type="button" onClick=${undo}
			disabled=${keys.length < 2}>${say("desk.phone.undo")}</button>
		<button type="button" onClick=${begin}>${say("desk.phone.again")}
			</button></div>
		<p class="quiet keys">${keys.filter((k) => k !== "").join("  ")}</p>
		</section><aside>${page && html`<${Acts} page=${page} />`}</aside></div>
		</main>`;
}
