// parts.js - small pieces that every screen uses.
import { html } from "htm/preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { newKey, post, setToken } from "./api.js";
import { useDraft } from "./drafts.js";
import { useWords } from "./words.js";

/* An error in her words; what to do is part of the sentence.  What the server
   knows of this one alone is English, and better than to guess. */
export function Failure({ error }) {
	const say = useWords();
	if (!error)
		return null;
	const text = say.or(`desk.error.${error.code}`, "") ||
		say("desk.error.other");
	return html`<p class="failure" role="alert">${text}
		${error.body?.exact && html` <span lang="en">(${
			error.message})</span>`}</p>`;
}

/* What needs password and code again asks for them where it is sent. */
function Again() {
	const say = useWords();
	return html`<fieldset class="again"><legend>${say("desk.again")}</legend>
		<${Field} label=${say("desk.password")} name="again_password"
			type="password" autocomplete="current-password" required />
		<${Field} label=${say("desk.code")} name="again_code"
			inputmode="numeric" autocomplete="one-time-code" required />
		</fieldset>`;
}

const confirmAgain = async (data) => setToken((await post(
	"/api/session/confirm", { password: String(data.get("again_password")),
		code: String(data.get("again_code")) })).token);

/*
 * A form that sends once, shows what went wrong and keeps what was typed; with
 * a draft, also on the server (drafts.js).  send(data, form, key): what it
 * posts under the key is done once, also when the line drops before the answer
 * and she presses again.
 */
export function Form({ send, children, label, draft, ...rest }) {
	const say = useWords();
	const [error, setError] = useState(null);
	const [busy, setBusy] = useState(false);
	const { at, typed, hold, sent, said } = useDraft(draft);
	const once = useRef(null);
	once.current ??= { busy: false, key: newKey() };
	const stale = error?.code === "not_fresh" || error?.again;
	const submit = async (event) => {
		const form = event.target, data = new FormData(form);
		event.preventDefault();
		/* Not by the state: two presses come before it is drawn. */
		if (once.current.busy)
			return;
		once.current.busy = true;
		setBusy(true);
		let again = stale;
		try {
			if (stale)
				await confirmAgain(data);
			again = false;
			setError(null);
			await hold();
			await send(data, form, once.current.key);
			sent();
		} catch (failed) {
			failed.again = again;
			setError(failed);
			typed();
		}
		once.current.busy = false;
		setBusy(false);
	};
	const keys = (event) => {
		if (event.key === "Enter" && event.ctrlKey)
			event.currentTarget.requestSubmit();
	};
	return html`<form ref=${at} onSubmit=${submit} aria-label=${label}
		aria-busy=${busy} onInput=${typed} onKeyDown=${keys} ...${rest}>
		${children}${stale && html`<${Again} />`}
		${draft && html`<small class="kept" role="status">${
		said && say(said)}</small>`}<${Failure} error=${error} /></form>`;
}

export function Field({ label, hint, name, ...rest }) {
	return html`<label class="field"><span>${label}</span>
		<input name=${name} autocapitalize="none" spellcheck=${false}
			...${rest} />
		${hint && html`<small>${hint}</small>`}</label>`;
}

/* Without onInput, value is only what it begins with. */
export function Choice({ label, name, value, options, onInput }) {
	return html`<label class="field"><span>${label}</span>
		<select name=${name} value=${onInput ? value : undefined}
			onInput=${onInput}>
		${options.map(([key, text]) =>
		html`<option value=${key} selected=${key === value}>${text}</option>`)}
		</select></label>`;
}

/* Moves the focus to a screen's title when the screen changes. */
export function Title({ children }) {
	const at = useRef(null);
	/* Before anybody can type, or it would take the focus from a field. */
	useLayoutEffect(() => { at.current.focus(); }, []);
	return html`<h1 ref=${at} tabindex="-1">${children}</h1>`;
}

/* To a field, wherever it is folded away: one key instead of many tabs. */
export const jump = (selector) => () => {
	const field = document.querySelector(selector);
	for (let at = field; at; at = at.parentElement)
		if (at.tagName === "DETAILS")
			at.open = true;
	if (field)
		field.focus();
};

/* Keys of a screen: {j: function, ...}; not while something is typed. */
export function useKeys(keys) {
	const latest = useRef(keys);
	latest.current = keys;
	useEffect(() => {
		const pressed = (event) => {
			const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(
				event.target.tagName);
			if (typing && event.key === "Escape")
				event.target.blur();
			if (typing || event.ctrlKey || event.metaKey || event.altKey)
				return;
			const act = latest.current[event.key];
			if (act) {
				event.preventDefault();
				act();
			}
		};
		document.addEventListener("keydown", pressed);
		return () => document.removeEventListener("keydown", pressed);
	}, []);
}

/* What CSS asks of the screen, asked here: "(min-width: 46rem)". */
export function useMedia(query) {
	const [is, setIs] = useState(() => matchMedia(query).matches);
	useEffect(() => {
		const media = matchMedia(query);
		const changed = () => setIs(media.matches);
		changed();
		media.addEventListener("change", changed);
		return () => media.removeEventListener("change", changed);
	}, [query]);
	return is;
}
/* Room for a row of fields or links; desk.css has the same. */
export const useWide = () => useMedia("(min-width: 46rem)");

/* Asks again every so often, and when the page is looked at again. */
export function useEvery(seconds, act) {
	const latest = useRef(act);
	latest.current = act;
	useEffect(() => {
		const tick = () => { if (!document.hidden) latest.current(); };
		const timer = setInterval(tick, seconds * 1000);
		document.addEventListener("visibilitychange", tick);
		return () => {
			clearInterval(timer);
			document.removeEventListener("visibilitychange", tick);
		};
	}, [seconds]);
}
