// parts.js - small pieces that every screen uses.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { useDraft } from "./drafts.js";
import { useWords } from "./words.js";

/* An error in her words; what to do is part of the sentence. */
export function Failure({ error }) {
	const say = useWords();
	if (!error)
		return null;
	const text = say.or(`desk.error.${error.code}`, "") ||
		say("desk.error.other");
	return html`<p class="failure" role="alert">${text}</p>`;
}

/* A form that sends once, shows what went wrong and keeps what was typed; with
   a draft, also on the server (drafts.js). */
export function Form({ send, children, label, draft, ...rest }) {
	const say = useWords();
	const [error, setError] = useState(null);
	const [busy, setBusy] = useState(false);
	const { at, typed, hold, sent, said } = useDraft(draft);
	const submit = async (event) => {
		event.preventDefault();
		if (busy)
			return;
		setBusy(true);
		setError(null);
		try {
			await hold();
			await send(new FormData(event.target), event.target);
			sent();
		} catch (failed) {
			setError(failed);
			typed();
		}
		setBusy(false);
	};
	return html`<form ref=${at} onSubmit=${submit} aria-label=${label}
		aria-busy=${busy} onInput=${typed} ...${rest}>
		${children}${draft && html`<small class="kept" role="status">${
		said && say(said)}</small>`}<${Failure} error=${error} /></form>`;
}

export function Field({ label, hint, name, ...rest }) {
	return html`<label class="field"><span>${label}</span>
		<input name=${name} autocapitalize="none" spellcheck=${false}
			...${rest} />
		${hint && html`<small>${hint}</small>`}</label>`;
}

export function Choice({ label, name, value, options, onInput }) {
	return html`<label class="field"><span>${label}</span>
		<select name=${name} value=${value} onInput=${onInput}>
		${options.map(([key, text]) =>
		html`<option value=${key} selected=${key === value}>${text}</option>`)}
		</select></label>`;
}

/* Moves the focus to a screen's title when the screen changes. */
export function Title({ children }) {
	const at = useRef(null);
	useEffect(() => { at.current.focus(); }, []);
	return html`<h1 ref=${at} tabindex="-1">${children}</h1>`;
}

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
