// api.js - the desk's server, asked.  Every answer that is no success is
// thrown as a Refusal with the server's code; the page says it in her words.
let token = "";
let onAway = () => {};

export class Refusal extends Error {
	constructor(status, body) {
		super(body.message || "");
		this.status = status;
		this.code = body.error || "no_line";
		this.body = body;
	}
}

export function setToken(value) { token = value; }
/* Called with the session's end or lock, wherever it is met. */
export function whenAway(callback) { onAway = callback; }

async function send(method, path, body, signal) {
	const headers = {};
	if (method !== "GET")
		headers["Content-Type"] = "application/json";
	if (token !== "")
		headers["X-CSRF-Token"] = token;
	try {
		return await fetch(path, { method, headers, signal,
			cache: "no-store",
			body: body === undefined ? undefined : JSON.stringify(body) });
	} catch (error) {
		throw new Refusal(0, { error: "no_line" });
	}
}

export async function ask(method, path, body, signal) {
	const got = await send(method, path, body, signal);
	let answer = {};
	if (got.status !== 204)
		answer = await got.json().catch(() => ({}));
	if (got.ok)
		return answer;
	const refusal = new Refusal(got.status, answer);
	if (refusal.code === "signed_out" || refusal.code === "locked")
		onAway(refusal.code);
	throw refusal;
}

export const get = (path) => ask("GET", path);
export const post = (path, body = {}) => ask("POST", path, body);
export const put = (path, body) => ask("PUT", path, body);
export const patch = (path, body) => ask("PATCH", path, body);
