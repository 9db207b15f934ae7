// fresh.js - a key that needs password and code again asks for them and goes on
// with what was begun; a form does so itself (parts.js).
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { post, setToken, whenStale } from "./api.js";
import { Field, Form } from "./parts.js";
import { useWords } from "./words.js";

export function Fresh() {
	const say = useWords();
	const [asked, setAsked] = useState(null);
	const at = useRef(null);
	useEffect(() => whenStale(() => new Promise((done) =>
		setAsked({ done, from: document.activeElement }))), []);
	useEffect(() => {
		if (asked)
			at.current.querySelector("input").focus();
	}, [asked]);
	if (!asked)
		return null;
	const end = (went) => {
		setAsked(null);
		if (asked.from)
			asked.from.focus();
		asked.done(went);
	};
	const send = async (data, form) => {
		try {
			setToken((await post("/api/session/confirm", {
				password: String(data.get("password")),
				code: String(data.get("code")).trim() })).token);
			end(true);
		} finally {
			form.reset();
		}
	};
	return html`<div class="veil"><section class="card fresh" ref=${at}
		role="dialog" aria-modal="true" aria-label=${say("desk.fresh")}
		onKeyDown=${(e) => e.key === "Escape" && end(false)}>
		<h2>${say("desk.fresh")}</h2><p>${say("desk.fresh.why")}</p>
		<${Form} send=${send} label=${say("desk.fresh")}>
		<${Field} label=${say("desk.password")} name="password" required
			type="password" autocomplete="current-password"
			maxlength="512" />
		<${Field} label=${say("desk.code")} name="code" required
			inputmode="numeric" autocomplete="one-time-code"
			maxlength="64" />
		<button class="main">${say("desk.go_on")}</button>
		<button type="button" onClick=${() => end(false)}>
			${say("desk.cancel")}</button></${Form}></section></div>`;
}
