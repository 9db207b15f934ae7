// case.js - one case: what she said, how safe it is to call her, what was
// done, what can be done now.
import { html } from "htm/preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { Answers } from "./answers.js";
import { get, newKey, patch, post, put } from "./api.js";
import { keptOf } from "./going.js";
import { facets, wordOf } from "./intake.js";
import { Close, Ending, Reopen, Said } from "./ending.js";
import { Choice, Failure, Field, Form, Title, jump, useEvery,
	useKeys }
	from "./parts.js";
import { Everybody } from "./people.js";
import { categoryOf, placeOf } from "./queue.js";
import { Answered, codedOf } from "./sharing.js";
import { Letters, partnerName } from "./letters.js";
import { Referral } from "./refer.js";
import { Joined, Ties, storyOf } from "./ties.js";
import { dayOf, endOf, spaced, useWords } from "./words.js";

const results = ["reached", "no_answer", "someone_else", "not_safe",
	"wrong_number"];
const waits = ["", "caller", "agency", "employer", "government", "court",
	"embassy", "police", "centre", "other"];
/* What she said when she was asked, what was written, what came back. */
function Told({ entry, entries, centres }) {
	const say = useWords();
	const { sharing, letter, answer } = entry;
	if (sharing)
		return html`<p>${sharing.about === "centre" && centres[sharing.to] ?
			centres[sharing.to].name[say.language] ||
			centres[sharing.to].name.en : say("desk.partner")}${" · "}${
			say(`desk.sharing.${sharing.how}`)}</p><${Answered}
			consent=${sharing} entries=${entries} />`;
	if (letter)
		return html`<p>${partnerName(say, letter.name)}</p>
			<${Said} text=${letter.request} />`;
	return html`<p>${[say(`desk.answer.${answer.result}`), answer.day]
		.join(" · ")}</p>${answer.note && html`<${Said}
		text=${answer.note} />`}`;
}

function body(say, entry) {
	if (entry.withheld)
		return html`<p class="quiet">${say("desk.withheld")}</p>`;
	if (entry.outcome)
		return html`<${Ending} outcome=${entry.outcome} />`;
	if (entry.result)
		return html`<p>${say(`desk.result.${entry.result}`)}</p>
			${entry.text && html`<${Said} text=${entry.text} />`}`;
	const ours = entry.kind === "kept" ? keptOf(say, entry.text) :
		codedOf(say, entry);
	return ours ? html`<p>${ours}</p>` :
		html`<${Said} text=${entry.text || ""} />`;
}

function Entry({ entry, entries, centres }) {
	const say = useWords();
	const staff = ["note", "contacted", "outcome", "reopened", "reason",
		"employer", "text", "proof", "reissued", "sharing", "override", "letter",
		"answer", "due", "referral", "kept"].includes(entry.kind);
	const told = entry.sharing || entry.letter || entry.answer;
	return html`<li class=${staff ? "entry ours" : "entry"}>
		<h3>${say.or(`desk.kind.${entry.kind}`, entry.kind)}
		${entry.of && html`<a class="badge" href="#/case/${entry.of}">
			${spaced(entry.of)}</a>`}
		<time>${say.date(entry.at, true)}</time></h3>
		${told ? html`<${Told} entry=${entry} entries=${entries}
			centres=${centres} />` : body(say, entry)}</li>`;
}

/* Inside her hours the number is one key away; else a reason is asked for. */
function Contact({ it, contact, reload }) {
	const say = useWords();
	const [numbers, setNumbers] = useState(null);
	const [asks, setAsks] = useState(false);
	const [error, setError] = useState(null);
	const show = async (reason) => {
		setError(null);
		try {
			const got = await post(`/api/cases/${it.ref}/number`,
				reason ? { reason } : {});
			setNumbers(got.numbers);
			setAsks(false);
		} catch (failed) {
			if (failed.code !== "ask_reason")
				setError(failed);
			else
				setAsks(true);
		}
	};
	const press = useRef(null);
	press.current ??= { busy: false, key: newKey() };
	const log = (result) => async () => {
		if (press.current.busy)
			return;
		press.current.busy = true;
		setError(null);
		try {
			await post(`/api/cases/${it.ref}/contacts`, { result },
				press.current.key);
			await reload();
		} catch (failed) {
			setError(failed);
		}
		press.current.busy = false;
	};
	useKeys(Object.fromEntries(results.map((r, i) => [String(i + 1),
		log(r)])));
	return html`<section class="card contact" aria-label=${say("desk.call")}>
		<h2>${say("desk.call")}</h2>
		<p class=${contact.safe_now ? "safe" : "unsafe"}>${say(contact.safe_now
	? "desk.safe_now" : "desk.not_safe_now")}</p>
		${contact.from * 1000 > Date.now() && html`<p>${say(
		"desk.text.next", { from: say.date(contact.from, true),
			to: say.date(contact.to, true) })}</p>`}
		<p>${[say(`desk.wish.${contact.wish || "unasked"}`),
		contact.when && say(`desk.when.${contact.when}`),
		contact.last_result && `${say("desk.last")}: ${
			say(`desk.result.${contact.last_result}`)}`]
		.filter(Boolean).join(" · ")}</p>
		${numbers === null && !asks && html`<button type="button"
			onClick=${() => show("")}>${say("desk.show_number")}</button>`}
		${asks && html`<${Form} send=${(data) =>
		show(String(data.get("reason")).trim())}>
			<${Field} label=${say("desk.reason")} name="reason" required
				maxlength="400" hint=${say("desk.reason.hint")} />
			<button>${say("desk.show_number")}</button></${Form}>`}
		${numbers && html`<p class="numbers" role="status">${
		numbers.length === 0 ? say("desk.no_number") : numbers.map((n) =>
			html`<a href="tel:${n}">${n}</a> `)}</p>`}
		<h3>${say("desk.how_it_went")}</h3>
		<div class="results">${results.map((r, i) => html`<button type="button"
			onClick=${log(r)}><kbd>${i + 1}</kbd>
			<span>${say(`desk.result.${r}`)}</span></button>`)}</div>
		<${Failure} error=${error} /></section>`;
}

/* What she began to write in a form of this case. */
const draftOf = (read, form) => ({ form,
	path: `/api/cases/${read.case.ref}/draft`,
	text: (read.drafts.find((d) => d.form === form) || {}).text });

function Note({ reference, draft, reload }) {
	const say = useWords();
	const area = useRef(null);
	useKeys({ n: () => area.current.focus() });
	const send = async (data, form, key) => {
		await post(`/api/cases/${reference}/notes`,
			{ text: String(data.get("note")) }, key);
		form.reset();
		await reload();
	};
	return html`<${Form} send=${send} label=${say("desk.note")}
		draft=${draft}>
		<label class="field"><span>${say("desk.note")}</span>
		<textarea ref=${area} name="note" rows="4" maxlength="8000"
			required></textarea></label>
		<button class="main">${say("desk.add_note")}</button></${Form}>`;
}

function Actions({ it, may, change }) {
	const say = useWords();
	const steps = may.filter((s) => s !== "finished" && s !== it.state);
	return html`<section class="card actions" aria-label=${say("desk.do")}>
		<h2>${say("desk.do")}</h2>
		${steps.map((s) => html`<button type="button"
			onClick=${() => change({ state: s })}>
			${say(`desk.become.${s}`)}</button>`)}
		<button type="button" onClick=${() => change({ urgent: !it.urgent })}>
			${say(it.urgent ? "desk.not_urgent" : "desk.make_urgent")}</button>
		<${Choice} label=${say("desk.waits_for")} value=${it.waits_for}
			onInput=${(e) => change({ waits_for: e.target.value })}
			options=${waits.map((w) => [w, say(`desk.waits.${w || "nobody"}`)])} />
		<${Due} it=${it} change=${change} /></section>`;
}

/* Another day than the table's, with a reason. */
function Due({ it, change }) {
	const say = useWords();
	const day = dayOf(it.due_at);
	const send = (data) => change({ reason: String(data.get("reason")),
		due_at: endOf(data.get("day")) });
	return html`<details><summary>${say("desk.due_by_hand")}</summary>
		<${Form} key=${day} send=${send} label=${say("desk.due_by_hand")}>
		<${Field} label=${say("desk.due_on")} name="day" type="date" required
			defaultValue=${day} />
		<${Field} label=${say("desk.reason")} name="reason" required
			maxlength="400" />
		<button>${say("desk.due_set")}</button></${Form}></details>`;
}

/* The first thing that is done stands where it is seen first. */
function Whose({ it, me, claim, change }) {
	const say = useWords();
	if (it.state === "finished")
		return null;
	if (it.owner === "")
		return html`<button class="main whose" type="button"
			onClick=${claim}><kbd>c</kbd>${` ${say("desk.claim")}`}</button>`;
	return it.owner === me && html`<button type="button" class="whose"
		onClick=${() => change({ owner: "" })}>${say("desk.give_back")}
		</button>`;
}

function Head({ it, step, me, claim, change }) {
	const say = useWords();
	const facts = [categoryOf(say, it.category),
		placeOf(say, it.destination), say(`desk.channel.${it.channel}`),
		say(`desk.in.${it.language}`), it.owner || say("desk.nobody"),
		say("desk.opened", { date: say.date(it.opened_at) })];
	return html`<p class="facts">
		${it.urgent && html`<b class="badge urgent">${say("desk.urgent")}</b>`}
		<b class="badge">${say(`desk.state.${it.state}`)}</b>
		<span>${facts.filter(Boolean).join(" · ")}</span>
		<${Whose} it=${it} me=${me} claim=${claim} change=${change} /></p>
		${step && it.state !== "finished" && html`<p class="next"><strong>${
		step.says[say.language]}</strong>${" · "}<span class=${it.overdue ?
		"due late" : "due"}>${say(it.overdue ? "desk.was_due" : "desk.due",
		{ date: say.date(it.due_at, true) })}</span></p>`}`;
}

/* Whom it is about, as far as the month counts it. */
function Facets({ it, told, done }) {
	const say = useWords();
	const send = async (data) => {
		await put(`/api/cases/${it.ref}/facets`, { ...told,
			...Object.fromEntries(data) });
		await done();
	};
	return html`<details class="card"><summary>${say("desk.about_whom")}
		</summary><${Form} send=${send} label=${say("desk.about_whom")}>
		${Object.entries(facets).map(([field, values]) =>
		html`<${Choice} key=${field} name=${field} value=${told[field]}
			label=${say(`desk.${field}`)} options=${values.map((v) =>
		[v, wordOf(say, field, v)])} />`)}
		<button>${say("desk.keep")}</button></${Form}></details>`;
}

function useCase(reference) {
	const [read, setRead] = useState(null);
	const [error, setError] = useState(null);
	const [news, setNews] = useState(null);
	const load = async () => {
		try {
			/* Asked before, so that nothing between the two is missed and
			   one's own change is no news. */
			const { pulse } = await get("/api/changes?since=0");
			setRead({ ...await get(`/api/cases/${reference}`), pulse });
			setError(null);
		} catch (failed) {
			setError(failed);
		}
	};
	/* Each opening is a row of the audit: what others did is told, and
	   opened when she says so. */
	const attempt = async (act) => {
		setNews(null);
		setError(null);
		try {
			await act();
			await load();
		} catch (failed) {
			if (failed.code === "stale" || failed.code === "taken") {
				await load();
				setNews(failed.body);
			} else
				setError(failed);
		}
	};
	useEffect(() => { load(); }, [reference]);
	return { read, error, news, setNews, load, attempt };
}

function News({ news }) {
	const say = useWords();
	if (!news)
		return null;
	return html`<div class="news" role="alert"><p>${say(
		news.error === "taken" ? "desk.taken" : "desk.stale")}</p>
		<ul>${(news.edits || []).map((e) => html`<${Edit} edit=${e} />`)}
		</ul></div>`;
}

/* Has anybody changed anything since it was read? */
function usePulse(since) {
	const [changed, setChanged] = useState(false);
	useEffect(() => setChanged(false), [since]);
	useEvery(5, () => get(`/api/changes?since=${since}`).then((got) =>
		setChanged(got.changed), () => {}));
	return changed;
}

export function Case({ reference, session, centres }) {
	const say = useWords();
	const { read, error, news, load, attempt } = useCase(reference);
	const it = read && read.case;
	const claim = () => attempt(() => post(`/api/cases/${reference}/claim`));
	const change = (what) => attempt(() => patch(`/api/cases/${reference}`,
		{ version: it.version, ...what }));
	useKeys({ u: () => history.back(), c: () => it && it.owner === "" &&
		claim(), a: jump("textarea[name=names]"),
	e: jump("input[name=employer]"), d: jump(".actions input[type=date]"),
	f: jump("details.card select[name=outcome]") });
	return html`<main class="case"><p><a href="#/cases/centre">${`← ${
		say("desk.back")}`}</a></p>
		<${Title}>${spaced(reference)}</${Title}>
		<${Failure} error=${error} /><${News} news=${news} />
		${read && html`<${Head} it=${it} step=${read.step} me=${session.name}
			claim=${claim} change=${change} />
		<div class="columns"><section><h2>${say("desk.story")}</h2>
		<${Joined} it=${it} links=${read.links} done=${load} />
		<ol class="story">${storyOf(read).map((entry) =>
		html`<${Entry} key=${`${entry.of}${entry.n}`} entry=${entry}
			entries=${read.entries} centres=${centres} />`)}</ol>
		<${Everybody} read=${read} centres=${centres}
			draft=${draftOf(read, "person")} done=${load} />
		<${Note} reference=${reference} draft=${draftOf(read, "note")}
			reload=${load} />
		</section>
		<aside><${Contact} it=${it} contact=${read.contact} reload=${load} />
		<${Answers} it=${it} session=${session} reload=${load} />
		${it.state === "finished" ? !read.links.joined_to && html`<${Reopen}
			it=${it} draft=${draftOf(read, "reopen")} done=${load} />` :
		html`<${Actions} it=${it} may=${read.may_become}
			change=${change} /><${Referral} it=${it}
			entries=${read.entries} referral=${read.referral}
			centres=${centres} session=${session}
			draft=${draftOf(read, "refer")} done=${load} /><${Close}
			it=${it} people=${read.people}
			draft=${draftOf(read, "outcome")} done=${load} />`}
		<${Ties} it=${it} links=${read.links} centres=${centres}
			done=${load} />
		<${Facets} key=${it.version} it=${it} told=${read.facets} done=${load} />
		<${Letters} it=${it} entries=${read.entries} letters=${read.letters}
			own=${centres[it.centre]?.own} done=${load} />
		<${Edits} edits=${read.edits} /></aside></div>
		<${Watch} since=${read.pulse} load=${load} />`}</main>`;
}

function Watch({ since, load }) {
	const say = useWords();
	const changed = usePulse(since);
	return html`<div role="status" class="watch">${changed && html`<button
		type="button" onClick=${load}>${say("desk.changed")}</button>`}</div>`;
}

/* What of a case was changed; else the kind of what was added, or what was
   done. */
const editNames = { state: "desk.find.state", urgent: "desk.urgent",
	owner: "desk.edit.owner", due: "desk.due_on", waits_for: "desk.waits_for",
	joined: "desk.did.join", parted: "desk.did.part" };

function Edit({ edit }) {
	const say = useWords();
	const what = edit.what.split(" ").map((name) => say.or(editNames[name] ||
		`desk.kind.${name}`, "") || say.or(`desk.did.${name}`, name));
	return html`<li><bdi>${edit.by}</bdi>${` · ${what.join(", ")} · ${
		say.date(edit.at, true)}`}</li>`;
}

function Edits({ edits }) {
	const say = useWords();
	if (edits.length === 0)
		return null;
	return html`<details class="card"><summary>${say("desk.edits")}</summary>
		<ul class="edits">${edits.map((e) => html`<${Edit} edit=${e} />`)}
		</ul></details>`;
}
