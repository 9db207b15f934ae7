// api.js - the desk's server, asked.  Every answer that is no success is
// thrown as a Refusal with the server's code; the page says it in her words.
let token = "";
let onAway = () => {};
let onStale = async () => false;

/* Under /practice the page asks for invented cases; who sits there is asked
   of the real ones all the same. */
export const practising = location.pathname.startsWith("/practice");
const real = /^\/api\/(session|practice|activation|health)/;
const at = (path) => practising && !real.test(path) ? `/practice${path}` :
	path;

export class Refusal extends Error {
	constructor(status, body) {
		super(body.message || "");
		this.status = status;
		this.code = body.error || "no_line";
		this.body = body;
	}
}

export function setToken(value) {
	token = value;
	if (value === "")
		unanswered.clear();
}
/* Called with the session's end or lock, wherever it is met. */
export function whenAway(callback) { onAway = callback; }
/* Called where password and code are needed again; resolves to whether they
   were given. */
export function whenStale(callback) { onStale = callback; }

/* A form's own key: what is sent again under it, because a line dropped or
   somebody pressed twice, is done once.  After a success it is another. */
export const newKey = () => ({ value: crypto.randomUUID() });

async function send(method, path, body, key, signal) {
	const headers = {};
	if (method !== "GET")
		headers["Content-Type"] = "application/json";
	if (token !== "")
		headers["X-CSRF-Token"] = token;
	if (key !== undefined)
		headers["Idempotency-Key"] = key.value;
	try {
		return await fetch(at(path), { method, headers,
			cache: "no-store", signal,
			body: body === undefined ? undefined : JSON.stringify(body) });
	} catch (error) {
		throw new Refusal(0, { error: "no_line" });
	}
}

function refuse(status, answer) {
	const refusal = new Refusal(status, answer);
	if (refusal.code === "signed_out" || refusal.code === "locked")
		onAway(refusal.code);
	throw refusal;
}

/* A body that a falling line cut off is no success: what it said is not known,
   and a form's key stays, so that it can be sent again. */
async function read(got) {
	try {
		return await got.json();
	} catch (error) {
		if (got.ok)
			throw new Refusal(0, { error: "no_line" });
		return {};
	}
}

/* signal: who no longer waits for it. */
export async function ask(method, path, body, key, signal) {
	const got = await send(method, path, body, key, signal);
	const answer = got.status === 204 ? {} : await read(got);
	if (key !== undefined && (got.ok || answer.error === "sent_before"))
		key.value = newKey().value;
	return got.ok ? answer : refuse(got.status, answer);
}

/* What is no form and needs password and code again asks for them (fresh.js). */
export async function insist(method, path, body) {
	try {
		return await ask(method, path, body);
	} catch (refusal) {
		if (refusal.code === "not_fresh" && await onStale())
			return ask(method, path, body);
		throw refusal;
	}
}

/* A file that the server makes, into the folder of downloads. */
export async function take(path, body) {
	const got = await send("POST", path, body);
	if (!got.ok)
		refuse(got.status, await read(got));
	const blob = URL.createObjectURL(await got.blob());
	const link = document.createElement("a");
	link.href = blob;
	link.download = /filename="([\w.-]+)"/.exec(
		got.headers.get("Content-Disposition"))[1];
	link.click();
	URL.revokeObjectURL(blob);
}

export const get = (path) => ask("GET", path);

/* What got no answer and is pressed again goes under the key that it had, so it
   is done once; whatever the answer is, it ends that. */
const unanswered = new Map();

async function pressed(path, body) {
	const what = `${path}\n${JSON.stringify(body)}`;
	if (!unanswered.has(what))
		unanswered.set(what, newKey());
	try {
		const got = await ask("POST", path, body, unanswered.get(what));
		unanswered.delete(what);
		return got;
	} catch (refusal) {
		if (refusal.status !== 0)
			unanswered.delete(what);
		throw refusal;
	}
}

/* key: a form's, as Form in parts.js gives it to send; a form that was changed
   since is told that it was sent before.  Passwords are remembered nowhere. */
export const post = (path, body = {}, key = undefined) =>
	key !== undefined || real.test(path) ? ask("POST", path, body, key) :
		pressed(path, body);
export const put = (path, body) => ask("PUT", path, body);
export const patch = (path, body) => ask("PATCH", path, body);
