// drafts.js - what is typed in a form is kept on the server, sealed, within five
// seconds, and put back when the form is opened again: after a power cut, an
// expired session, on another laptop.  Nothing of it is kept in the browser.
import { useEffect, useRef, useState } from "preact/hooks";
import { put } from "./api.js";

const KEEP_MS = 5000;
/* Saves that wait for their five seconds. */
const waiting = new Set();

/* Before a lock, or when she leaves: now, not in five seconds. */
export const keepDrafts = () => Promise.all([...waiting].map((save) => save()));
addEventListener("pagehide", () => { keepDrafts(); });

function textOf(form) {
	const kept = {};
	for (const field of form.elements)
		if (field.name && field.type !== "password" &&
			field.name !== "again_code")
			kept[field.name] = field.type === "checkbox" ?
				field.checked : field.value;
	return JSON.stringify(kept);
}

/* A draft of before, or of another kind of page, is plain text. */
function read(text) {
	try {
		const kept = JSON.parse(text);
		return kept && typeof kept === "object" ? kept : null;
	} catch {
		return null;
	}
}

function fill(form, text) {
	const kept = read(text);
	for (const field of form.elements) {
		const value = kept ? kept[field.name] :
			field.tagName === "TEXTAREA" ? text : undefined;
		if (typeof value === "boolean" && field.type === "checkbox")
			field.checked = value;
		else if (typeof value === "string")
			field.value = value;
	}
	const around = form.closest("details");
	if (around)
		around.open = true;
}

/*
 * draft: { path, form, text }; text is undefined until it is known, and no
 * draft at all keeps nothing.  Gives what the form element needs (at, typed),
 * what there is to say, and hold and sent to be called before and after it is
 * sent: the server drops the draft with what it takes.
 */
export function useDraft(draft) {
	const at = useRef(null);
	const state = useRef({ timer: 0, kept: "", last: null, saving: null });
	const [said, setSaid] = useState("");
	const it = state.current;
	it.draft = draft;
	const stop = () => {
		clearTimeout(it.timer);
		it.timer = 0;
		waiting.delete(it.save);
	};
	it.put ||= async (text) => {
		try {
			await put(it.draft.path, { form: it.draft.form, text });
			it.kept = text;
			setSaid("desk.draft_kept");
		} catch {
			/* It is tried again with the next key. */
			setSaid("desk.draft_not_kept");
		}
	};
	it.save ||= () => {
		stop();
		if (it.last !== null && it.last !== it.kept)
			it.saving = it.put(it.last);
		return it.saving;
	};
	const typed = () => {
		if (!it.draft)
			return;
		it.last = textOf(at.current);
		if (it.timer === 0)
			it.timer = setTimeout(it.save, KEEP_MS);
		waiting.add(it.save);
	};
	/* What is on its way must not come after what is sent. */
	const hold = async () => {
		stop();
		await it.saving;
	};
	const sent = () => {
		stop();
		it.last = null;
		it.kept = "";
		setSaid("");
	};
	useEffect(() => {
		if (!draft || !draft.text || it.last !== null || it.kept !== "")
			return;
		it.kept = draft.text;
		fill(at.current, draft.text);
		setSaid("desk.draft_back");
	}, [draft && draft.text]);
	useEffect(() => () => { it.save(); }, []);
	return { at, typed, hold, sent, said };
}
