// answers.js - answering her: sentences that she reads when she dials, texts
// where she allowed them, and whether who calls is she.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { ask, get, post } from "./api.js";
import { Choice, Failure, Field, Form } from "./parts.js";
import { scriptOf, spaced, useWords } from "./words.js";

const facts = ["company", "place", "day", "happened", "amount", "people",
	"home"];
const PROOF_FACTS = 3;

/* As a phone shows it. */
function Phone({ pages }) {
	return html`<div class="handsets">${pages.map((page) => html`<bdi
		class="handset" dir="auto" lang=${scriptOf(page)}>${page}</bdi>`)}
		</div>`;
}

function Put({ it, got, done }) {
	const say = useWords();
	const [code, setCode] = useState(got.sentences[0].code);
	const chosen = got.sentences.find((s) => s.code === code);
	const send = async (data) => {
		const answer = { version: it.version, code };
		if (chosen.day)
			answer.day = String(data.get("day"));
		await post(`/api/cases/${it.ref}/answer`, answer);
		await done();
	};
	return html`<${Form} send=${send} label=${say("desk.answer")}>
		<${Choice} name="code" label=${say("desk.answer")} value=${code}
			onInput=${(e) => setCode(e.target.value)}
			options=${got.sentences.map((s) => [s.code,
		say(`desk.canned.${s.code}`)])} />
		${chosen.day && html`<${Field} name="day" type="date" required
			label=${say("desk.answer.day")} />`}
		<p class="quiet">${say("desk.answer.reads", {
		language: say(`desk.in.${got.language}`) })}</p>
		<${Phone} pages=${chosen.pages} />
		${chosen.own ? html`<button class="main">${say("desk.answer.put")}
			</button>` : html`<p class="failure">${
		say("desk.answer.no_translation")}</p>`}</${Form}>`;
}

function Standing({ it, put, last, done }) {
	const say = useWords();
	const back = async () => {
		await ask("DELETE", `/api/cases/${it.ref}/answer`);
		await done();
	};
	return html`<li class="entry ours"><${Phone} pages=${put.pages} />
		<p class="quiet">${[put.by, say.date(put.at), put.taken_back ?
		say("desk.answer.back") : put.read_on ?
			say("desk.answer.read", { date: put.read_on }) :
			say("desk.answer.unread")].join(" · ")}</p>
		${last && !put.taken_back && html`<${Form} send=${back}
			label=${say("desk.take_back")}><button>${say("desk.take_back")}
			</button></${Form}>`}</li>`;
}

function Sentences({ it, got, done }) {
	const say = useWords();
	if (!it.filed)
		return null;
	return html`<details class="card answers"><summary>${
		say("desk.answer.title")}</summary>
		<${Put} it=${it} got=${got} done=${done} />
		<ul class="story">${got.put.slice().reverse().map((put, i) =>
		html`<${Standing} key=${put.n} it=${it} put=${put}
			last=${i === 0} done=${done} />`)}</ul></details>`;
}

const randomId = () => Array.from(crypto.getRandomValues(new Uint8Array(16)),
	(n) => n.toString(16).padStart(2, "0")).join("");

/* What it costs, when it leaves, why it may not. */
function Judged({ judged }) {
	const say = useWords();
	const fine = judged.fault === "fine";
	const lines = [];
	if (!fine)
		lines.push(say(`desk.text.fault.${judged.fault}`, {
			word: judged.word || "" }));
	if (judged.parts > 0)
		lines.push(say("desk.text.parts", { n: judged.parts }));
	if (judged.from)
		lines.push(judged.now ? say("desk.text.now", {
			to: say.date(judged.to, true) }) : say("desk.text.next", {
			from: say.date(judged.from, true),
			to: say.date(judged.to, true) }));
	lines.push(judged.budget ? say("desk.text.budget", {
		used: judged.used, budget: judged.budget }) :
		say("desk.text.used", { used: judged.used }));
	return html`<div role="status"><ul class=${fine ? "judged safe" :
		"judged unsafe"}>${lines.map((line) =>
		html`<li>${line}</li>`)}</ul></div>`;
}

/* Looked at first, with what it costs; then sent.  Another letter, and it is
   to be looked at again. */
function Write({ it, got, done }) {
	const say = useWords();
	const [text, setText] = useState("");
	const [judged, setJudged] = useState(null);
	const [id, setId] = useState(randomId());
	const typed = (value) => {
		setText(value);
		setJudged(null);
	};
	const look = async () => setJudged(await post(
		`/api/cases/${it.ref}/texts/check`, { text }));
	const send = async (data) => {
		const reason = String(data.get("reason") || "").trim();
		const body = { id, text, later: !judged.now };
		try {
			await post(`/api/cases/${it.ref}/texts`, reason ?
				{ ...body, reason } : body);
		} catch (failed) {
			if (!failed.body || !failed.body.judged)
				throw failed;
			setJudged(failed.body.judged);
			return;
		}
		typed("");
		setId(randomId());
		await done();
	};
	const may = judged && ["fine", "hours", "sensitive"].includes(
		judged.fault);
	return html`<${Form} send=${judged && may ? send : look}
		label=${say("desk.text")}>
		<${Choice} label=${say("desk.text.from")} value=""
			onInput=${(e) => e.target.value && typed(e.target.value)}
			options=${[["", "–"]].concat(got.sentences.filter((s) =>
		s.own && !s.day).map((s) => [s.text,
			say(`desk.canned.${s.code}`)]))} />
		<label class="field"><span>${say("desk.text.in", {
		language: say(`desk.in.${got.language}`) })}</span>
		<textarea name="text" rows="4" maxlength="1600" required
			value=${text} lang=${scriptOf(text)}
			onInput=${(e) => typed(e.target.value)}></textarea></label>
		${judged && html`<${Judged} judged=${judged} />`}
		${judged && judged.fault === "sensitive" && html`<${Field}
			name="reason" required maxlength="400"
			label=${say("desk.text.reason")}
			hint=${say("desk.text.reason.hint")} />`}
		<button class=${may ? "main" : ""}>${say(!may ? "desk.text.check" :
		judged.now ? "desk.text.send" : "desk.text.send_later")}</button>
		</${Form}>`;
}

function Sent({ sent }) {
	const say = useWords();
	return html`<li><b class=${/unknown|failed/.test(sent.state) ?
		"badge urgent" : sent.state === "delivered" ? "badge ok" : "badge"}>${
		say(`desk.text.state.${sent.state}`)}</b>${` ${
		say.date(sent.state_at, true)} · ${say("desk.text.parts", {
		n: sent.parts })}`}
		${sent.state === "unknown" && html`<p>${say("desk.text.decide")}
		</p>`}</li>`;
}

function Texts({ it, got, done }) {
	const say = useWords();
	return html`<details class="card texts"><summary>${
		say("desk.text.title")}</summary>
		${got.may_text ? html`<${Write} it=${it} got=${got}
			done=${done} />` : html`<p class="unsafe">${say(got.lapsed ?
		"desk.text.fault.lapsed" : "desk.text.fault.no_wish")}</p>`}
		<ul class="edits">${got.texts.slice().reverse().map((sent) =>
		html`<${Sent} key=${sent.queued_at} sent=${sent} />`)}</ul>
		</details>`;
}

/* Right or wrong; the digits are nowhere shown or kept. */
function Prove({ it, done }) {
	const say = useWords();
	const [said, setSaid] = useState(null);
	const send = async (data, form) => {
		const digits = String(data.get("digits"));
		form.reset();
		setSaid(await post(`/api/cases/${it.ref}/proof`, { digits }));
		await done();
	};
	return html`<${Form} send=${send} label=${say("desk.proof")}>
		<${Field} name="digits" type="password" inputmode="numeric"
			autocomplete="off" pattern="[0-9]{4}" minlength="4"
			maxlength="4" required label=${say("desk.proof.digits")}
			hint=${say("desk.proof.hint")} />
		<button>${say("desk.proof.check")}</button>
		<p role="status" class=${said && (said.right ? "safe" : "unsafe")}>${
		said && say(said.right ? "desk.proof.right" : "desk.proof.wrong",
			{ left: said.left })}</p></${Form}>`;
}

function Reissue({ it, proved, done }) {
	const say = useWords();
	const [ticked, setTicked] = useState([]);
	const tick = (fact) => setTicked((was) => was.includes(fact) ?
		was.filter((f) => f !== fact) : was.concat(fact));
	const send = async () => {
		await post(`/api/cases/${it.ref}/reissue`, {
			facts: proved ? [] : ticked });
		setTicked([]);
		await done();
	};
	return html`<${Form} send=${send} label=${say("desk.reissue")}>
		<p>${say(proved ? "desk.reissue.proved" : "desk.reissue.ask")}</p>
		${!proved && html`<fieldset><legend>${say("desk.reissue.facts")}
			</legend>${facts.map((fact) => html`<label class="tick">
			<input type="checkbox" checked=${ticked.includes(fact)}
				onChange=${() => tick(fact)} />
			<span>${say(`desk.fact.${fact}`)}</span></label>`)}</fieldset>`}
		<button disabled=${!proved && ticked.length < PROOF_FACTS}>
			${say("desk.reissue")}</button></${Form}>`;
}

function Proof({ it, got, done }) {
	const say = useWords();
	return html`<details class="card proof"><summary>${say("desk.proof")}
		</summary>
		${got.proved && html`<p class="safe">${say("desk.proof.stands")}</p>`}
		${it.filed && html`<${Prove} it=${it} done=${done} />`}
		<h3>${say("desk.reissue.title")}</h3>
		<${Reissue} it=${it} proved=${got.proved} done=${done} /></details>`;
}

/* Somebody sent DELETE from her phone: perhaps she, perhaps not. */
function Detached({ it, got, done }) {
	const say = useWords();
	const [asked, setAsked] = useState(false);
	const decide = (path, body) => async () => {
		const said = await post(`/api/cases/${it.ref}/${path}`, body);
		if (path === "erase" && !said.erased)
			setAsked(true);
		else if (path === "erase")
			location.hash = "#/cases/centre";
		else
			await done();
	};
	return html`<section class="card pending"><h2>${say("desk.detached")}
		</h2><p>${say("desk.detached.why")}</p>
		${!got.proved && html`<p class="unsafe">${
		say("desk.detached.prove")}</p>`}
		${got.proved && [["attach", "detached", { what: "attach" }],
		["leave", "detached", { what: "leave" }],
		["erase", "erase", {}]].map(([name, path,
		body]) => html`<${Form} key=${name} send=${decide(path, body)}
			label=${say(`desk.detached.${name}`)}>
			<button>${say(`desk.detached.${name}`)}</button></${Form}>`)}
		<div role="status">${asked && html`<p class="safe">${
		say("desk.detached.asked")}</p>`}</div></section>`;
}

/* A text that came from a phone: whose it is people say. */
function Match({ it, got, done }) {
	const say = useWords();
	const send = async (data) => {
		const other = String(data.get("other") || "").replace(/ /g, "");
		await post(`/api/cases/${it.ref}/match`, {
			to: other || String(data.get("to")) });
		await done();
	};
	return html`<section class="card pending match"><h2>${say("desk.match")}
		</h2><p>${say("desk.match.why")}</p>
		<${Form} send=${send} label=${say("desk.match")}>
		${got.beside.map((ref, i) => html`<label class="tick"><input
			type="radio" name="to" value=${ref} checked=${i === 0} />
			<span><a href="#/case/${ref}">${spaced(ref)}
			</a></span></label>`)}
		<${Field} name="other" label=${say("desk.match.other")}
			inputmode="numeric" pattern="[0-9 ]*" maxlength="9"
			required=${got.beside.length === 0} />
		<button class="main">${say("desk.match.do")}</button></${Form}>
		<p class="quiet">${say("desk.match.none")}</p></section>`;
}

export function Answers({ it, reload }) {
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const load = () => get(`/api/cases/${it.ref}/answers`).then((now) => {
		setGot(now);
		setError(null);
	}, setError);
	const done = async () => {
		await load();
		await reload();
	};
	useEffect(() => { load(); }, [it.ref, it.version]);
	if (!got)
		return html`<${Failure} error=${error} />`;
	return html`${got.detached && html`<${Detached} it=${it} got=${got}
		done=${done} />`}
		${it.category === "unsorted" && it.state !== "finished" &&
		html`<${Match} it=${it} got=${got} done=${done} />`}
		<${Sentences} it=${it} got=${got} done=${done} />
		<${Texts} it=${it} got=${got} done=${done} />
		<${Proof} it=${it} got=${got} done=${done} />`;
}
