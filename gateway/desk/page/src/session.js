// session.js - signing in, a second factor, lock and unlock.
import { html } from "htm/preact";
import { useState } from "preact/hooks";
import { post } from "./api.js";
import { Field, Form, Title } from "./parts.js";
import { useWords } from "./words.js";

const text = (data, name) => String(data.get(name) ?? "").trim();

function SignInForm({ entered }) {
	const say = useWords();
	const send = async (data, form) => {
		const code = text(data, "code");
		const body = { name: text(data, "name").toLowerCase(),
			password: String(data.get("password")) };
		if (code !== "")
			body.code = code;
		try {
			entered(await post("/api/session", body));
		} finally {
			form.password.value = form.code.value = "";
		}
	};
	return html`<${Form} send=${send} label=${say("desk.sign_in")}>
		<${Field} label=${say("desk.name")} name="name" required
			autocomplete="username" maxlength="64" />
		<${Field} label=${say("desk.password")} name="password" required
			type="password" autocomplete="current-password"
			maxlength="512" />
		<${Field} label=${say("desk.code")} name="code" inputmode="numeric"
			autocomplete="one-time-code" maxlength="64"
			hint=${say("desk.code.hint")} />
		<button class="main">${say("desk.sign_in")}</button>
		</${Form}>`;
}

function ActivationForm({ done }) {
	const say = useWords();
	const send = async (data) => {
		await post("/api/activation", {
			name: text(data, "name").toLowerCase(),
			code: text(data, "code"), password: String(data.get("password")),
		});
		done();
	};
	return html`<${Form} send=${send} label=${say("desk.activate")}>
		<${Field} label=${say("desk.name")} name="name" required
			autocomplete="username" maxlength="64" />
		<${Field} label=${say("desk.activation_code")} name="code" required
			autocomplete="off" maxlength="128" />
		<${Field} label=${say("desk.password.new")} name="password" required
			type="password" autocomplete="new-password" maxlength="512"
			hint=${say("desk.password.hint")} />
		<button class="main">${say("desk.activate")}</button>
		</${Form}>`;
}

export function SignIn({ entered }) {
	const say = useWords();
	const [first, setFirst] = useState(false);
	const [done, setDone] = useState(false);
	return html`<main class="narrow"><${Title}>${say("desk.title")}</${Title}>
		${done && html`<p role="status">${say("desk.activated")}</p>`}
		${first ? html`<${ActivationForm} done=${() => {
		setDone(true);
		setFirst(false);
	}} />` : html`<${SignInForm} entered=${entered} />`}
		<button class="plain" type="button"
			onClick=${() => setFirst(!first)}>
			${say(first ? "desk.sign_in" : "desk.first_time")}</button>
		</main>`;
}

export function Locked({ session, entered, left }) {
	const say = useWords();
	const send = async (data, form) => {
		try {
			entered(await post("/api/session/unlock",
				{ password: String(data.get("password")) }));
		} finally {
			form.password.value = "";
		}
	};
	return html`<main class="narrow"><${Title}>${say("desk.locked")}</${Title}>
		<p>${session.name}</p>
		<${Form} send=${send} label=${say("desk.unlock")}>
		<${Field} label=${say("desk.password")} name="password" required
			type="password" autocomplete="current-password"
			maxlength="512" />
		<button class="main">${say("desk.unlock")}</button></${Form}>
		<button class="plain" type="button" onClick=${left}>
			${say("desk.other_member")}</button></main>`;
}

function Shown({ shown }) {
	const say = useWords();
	if (shown.kind === "sheet")
		return html`<p>${say("desk.factor.sheet_shown")}</p>
			<ol class="sheet">${shown.lines.map((line) =>
		html`<li><code>${line}</code></li>`)}</ol>
			<button type="button" onClick=${() => window.print()}>
			${say("desk.print")}</button>`;
	return html`<p>${say("desk.factor.app_shown")}</p>
		<svg class="qr" role="img" aria-label=${say("desk.factor.app")}
			viewBox="0 0 ${shown.qr_size} ${shown.qr_size}">
		<rect width="100%" height="100%" fill="#fff" />
		<path d=${shown.qr_path} fill="#000" /></svg>
		<p><code class="secret">${shown.secret}</code></p>`;
}

/* A member without a second factor sets one up before anything else. */
export function Enrol({ entered }) {
	const say = useWords();
	const [shown, setShown] = useState(null);
	const begin = (kind) => async () =>
		setShown(await post("/api/session/factor", { kind }));
	const confirm = async (data) => entered(await post(
		"/api/session/factor/confirm", { code: text(data, "code") }));
	return html`<main class="narrow"><${Title}>${say("desk.factor")}</${Title}>
		<p>${say("desk.factor.why")}</p>
		${!shown && html`<${Form} send=${begin("sheet")}>
			<button class="main">${say("desk.factor.sheet")}</button></${Form}>
			<${Form} send=${begin("totp")}>
			<button>${say("desk.factor.app")}</button></${Form}>`}
		${shown && html`<${Shown} shown=${shown} />
			<${Form} send=${confirm}><${Field} label=${say("desk.code")}
				name="code" inputmode="numeric" required autocomplete="off"
				maxlength="64" />
			<button class="main">${say("desk.go_on")}</button></${Form}>`}
		</main>`;
}
