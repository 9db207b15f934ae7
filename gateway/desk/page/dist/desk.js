"use strict";
const part = (id) => document.getElementById(id);
let token = "";

async function ask(method, path, body) {
	const head = { "Content-Type": "application/json" };
	if (token !== "")
		head["X-CSRF-Token"] = token;
	const got = await fetch(path, { method, headers: head,
		body: body === undefined ? undefined : JSON.stringify(body) });
	return [got.status, got.status === 204 ? {} : await got.json()];
}

function show(session) {
	token = session ? session.token : "";
	part("sign-in").hidden = Boolean(session);
	part("queue").hidden = !session;
	part("who").textContent = session ? session.name : "";
}

part("sign-in").addEventListener("submit", async (event) => {
	event.preventDefault();
	const form = event.target, body = { name: form.name.value.trim(),
		password: form.password.value };
	if (form.code.value.trim() !== "")
		body.code = form.code.value.trim();
	const [status, got] = await ask("POST", "/api/session", body);
	part("said").textContent = status === 200 ? "" : got.message;
	form.password.value = form.code.value = "";
	if (status === 200)
		show(got);
});
part("sign-out").addEventListener("click", async () => {
	await ask("DELETE", "/api/session");
	show(null);
});
ask("GET", "/api/session").then(([status, got]) =>
	show(status === 200 ? got : null));
