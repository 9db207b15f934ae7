// main.js - start here: who is signed in, which screen the address names.
// #/cases/mine  #/case/12345678  #/companies  - so that back, forward and a
// second tab work as anywhere.
import { render } from "preact";
import { html } from "htm/preact";
import { useCallback, useEffect, useState } from "preact/hooks";
import { ask, get, post, practising, setToken, whenAway } from "./api.js";
import { Audit } from "./audit.js";
import { Callbacks } from "./callback.js";
import { Case } from "./case.js";
import { Counter } from "./counter.js";
import { keepDrafts } from "./drafts.js";
import { Duty } from "./duty.js";
import { NotStarted } from "./footing.js";
import { Fresh } from "./fresh.js";
import { Goings } from "./going.js";
import { Leaving, Members } from "./members.js";
import { Letter } from "./letter.js";
import { Blank } from "./form.js";
import { Month } from "./month.js";
import { Partners } from "./partners.js";
import { Offered } from "./refer.js";
import { useKeys, useWide } from "./parts.js";
import { Phone } from "./phone.js";
import { Guide, Invitation, PracticeBar } from "./practice.js";
import { Queue } from "./queue.js";
import { Register } from "./register.js";
import { Search } from "./search.js";
import { Enrol, Locked, SignIn } from "./session.js";
import { Words, firstLanguage, keepLanguage, languages, useWords, wordsOf }
	from "./words.js";

function useAddress() {
	const read = () => location.hash.replace(/^#\/?/, "").split("/");
	const [parts, setParts] = useState(read());
	useEffect(() => {
		const changed = () => setParts(read());
		addEventListener("hashchange", changed);
		return () => removeEventListener("hashchange", changed);
	}, []);
	return parts;
}

export function go(to) { location.hash = `#/${to}`; }

function Languages({ language, choose }) {
	const say = useWords();
	return html`<nav class="languages" aria-label=${say("desk.language")}>
		${languages.map(([key, name]) => html`<button type="button" lang=${key}
			aria-pressed=${key === language} onClick=${() => choose(key)}>
			${name}</button>`)}</nav>`;
}

const keyLines = ["j k", "Enter", "u", "c", "n", "1–5", "a", "e", "d", "f",
	"i", "q", "/", "b", "p", "t", "w", "m", "o", "g", "Ctrl Enter", "L",
	"?"];

function Help({ close }) {
	const say = useWords();
	useKeys({ Escape: close, "?": close });
	return html`<section class="card help" aria-label=${say("desk.keys")}>
		<h2>${say("desk.keys")}</h2><dl>${keyLines.map((key) =>
		html`<div><dt><kbd>${key}</kbd></dt>
		<dd>${say(`desk.key.${key.charCodeAt(0)}`)}</dd></div>`)}</dl>
		<button type="button" onClick=${close}>${say("desk.close_help")}</button>
		</section>`;
}

/* Which screens there are for her; the one that is shown is marked. */
function Screens({ session, screen }) {
	const say = useWords();
	const link = (to, key, name) => html`<a href="#/${to}"
		aria-current=${screen === name ? "page" : undefined}>${say(key)}</a>`;
	return html`<nav aria-label=${say("desk.screens")}>
		${seesCases(session) && link("cases/centre", "desk.cases", "cases")}
		${seesCases(session) && link("search", "desk.seek", "search")}
		${seesCases(session) && !practising &&
		link("call", "desk.callbacks", "call")}
		${seesCases(session) && link("counter", "desk.counter", "counter")}
		${!practising && link("companies", "desk.companies", "companies")}
		${!practising && link("phone", "desk.phone", "phone")}
		${session.role !== "administrator" &&
		link("month", "desk.month", "month")}
		${!practising && session.role !== "numbers" &&
		link("duty", "desk.duty", "duty")}
		${seesCases(session) && !practising &&
		link("going", "desk.going", "going")}
		${leads(session) && link("members", "desk.members", "members")}
		${leads(session) && link("audit", "desk.audit", "audit")}</nav>`;
}

/* On a narrow screen behind one key, which says where she is; each choice
   closes it, as its key is the screen's. */
function Menu({ screen, children }) {
	const say = useWords();
	const close = (event) => {
		if (event.key !== "Escape" || !event.currentTarget.open)
			return;
		event.currentTarget.open = false;
		event.currentTarget.firstElementChild.focus();
	};
	return html`<details class="menu" onKeyDown=${close}><summary>${
		say("desk.menu")}${" · "}<b>${say(screenNames[screen])}</b></summary>
		${children}</details>`;
}

function Header({ session, screen, lock, leave, tongues }) {
	const say = useWords();
	const wide = useWide();
	const screens = html`<${Screens} session=${session} screen=${screen} />`;
	const own = html`<span class="who">${session.name}</span>
		<button type="button" onClick=${leave}>${say("desk.sign_out")}
		</button>`;
	const lockKey = html`<button type="button" class="lock" onClick=${lock}>
		${say("desk.lock")}</button>`;
	return html`<header><strong>${say("desk.title")}</strong>
		${session.demo && html`<span class="demo">DEMO</span>`}
		${wide ? html`${tongues}${own}${lockKey}${screens}` : html`${lockKey}
		<${Menu} key=${screen} screen=${screen}>${screens}<div class="own">${
		own}</div></${Menu}>${tongues}`}</header>`;
}

const screenNames = { cases: "desk.cases", search: "desk.seek",
	call: "desk.callbacks", counter: "desk.counter",
	companies: "desk.companies", phone: "desk.phone", month: "desk.month",
	duty: "desk.duty", going: "desk.going", members: "desk.members", audit: "desk.audit" };

const seesCases = (session) => session.role === "staff" ||
	session.role === "lead";

/* Who looks after people; not on invented cases. */
const leads = (session) => !practising && (session.role === "lead" ||
	session.role === "administrator");

function Screen({ session, parts, centres, colleagues }) {
	const [name, rest] = parts;
	if (name === "companies")
		return html`<${Register} />`;
	if (name === "phone")
		return html`<${Phone} />`;
	if (name === "month" || session.role === "numbers")
		return html`<${Month} session=${session} />`;
	if (name === "duty")
		return html`<${Duty} session=${session} />`;
	if (leads(session) && name === "members")
		return rest ? html`<${Leaving} key=${rest} name=${rest}
			session=${session} />` : html`<${Members} session=${session}
			centres=${centres} />`;
	if (leads(session) && name === "audit")
		return html`<${Audit} />`;
	if (!seesCases(session))
		return html`<${Register} />`;
	if (name === "case" && /^\d{8}$/.test(rest || ""))
		return html`<${Case} key=${rest} reference=${rest}
			session=${session} centres=${centres} />`;
	if (name === "search")
		return html`<${Search} />`;
	if (name === "call")
		return html`<${Callbacks} />`;
	if (name === "going" && !practising)
		return html`<${Goings} session=${session} />`;
	if (name === "offer")
		return html`<${Offered} key=${rest} reference=${rest}
			centres=${centres} />`;
	if (name === "letter")
		return html`<${Letter} key=${parts.join()} reference=${rest}
			n=${parts[2]} centres=${centres} />`;
	if (name === "partners")
		return html`<${Partners} session=${session} />`;
	if (name === "form")
		return html`<${Blank} key=${rest} language=${rest}
			centres=${centres} />`;
	if (name === "counter")
		return html`<${Counter} />`;
	return html`<div class="above"><${Invitation} session=${session} />
		<${NotStarted} role=${session.role} /></div>
		<${Queue} list=${rest || "centre"} centres=${centres}
			colleagues=${colleagues} session=${session} />`;
}

function SignedIn({ session, entered, locked, tongues }) {
	const parts = useAddress();
	const [help, setHelp] = useState(false);
	const [centres, setCentres] = useState({});
	const [colleagues, setColleagues] = useState([]);
	const lock = async () => {
		await keepDrafts();
		await post("/api/session/lock").catch(() => {});
		locked();
	};
	const leave = async () => {
		await keepDrafts();
		await ask("DELETE", "/api/session").catch(() => {});
		entered(null);
	};
	useEffect(() => {
		get("/api/centres").then((got) => setCentres(Object.fromEntries(
			got.centres.map((c) => [c.id, c])))).catch(() => {});
		if (seesCases(session))
			get("/api/staff").then((got) => setColleagues(got.members.map(
				(m) => m.name)), () => {});
	}, []);
	useKeys({ L: lock, "?": () => setHelp(true),
		q: () => go("cases/centre"), w: () => go("companies"),
		p: () => go("counter"), m: () => go("month"),
		"/": () => go("search"), t: () => go("phone"),
		o: () => go("duty"), b: () => go("call"), g: () => go("going") });
	return html`<${Header} session=${session} lock=${lock} leave=${leave}
		tongues=${tongues} screen=${parts[0] in screenNames ? parts[0] :
		session.role === "numbers" ? "month" : "cases"} />
		<${Fresh} />
		${help && html`<${Help} close=${() => setHelp(false)} />`}
		${practising && html`<div class="above"><${Guide} /></div>`}
		<${Screen} session=${session} parts=${parts} centres=${centres}
			colleagues=${colleagues} />`;
}

function Desk() {
	const [language, setLanguage] = useState(firstLanguage());
	const [session, setSession] = useState(undefined);
	const entered = useCallback((got) => {
		setToken(got ? got.token : "");
		setSession(got);
	}, []);
	/* The token stays: it may be newer than the one she came with. */
	const locked = useCallback(() => setSession((was) => was &&
		{ ...was, locked: true }), []);
	useEffect(() => {
		whenAway((code) => code === "locked" ? locked() :
			setSession(null));
		get("/api/session").then(entered, () => entered(null));
	}, []);
	useEffect(() => keepLanguage(language), [language]);
	return html`<${Words.Provider} value=${wordsOf(language)}>
		<${PracticeBar} />
		<${Page} session=${session} entered=${entered}
		locked=${locked} tongues=${html`<${
		Languages} language=${language} choose=${setLanguage} />`} />
		</${Words.Provider}>`;
}

function Page({ session, entered, locked, tongues }) {
	const leave = async () => {
		await ask("DELETE", "/api/session").catch(() => {});
		entered(null);
	};
	if (session === undefined)
		return null;
	if (session === null)
		return html`${tongues}<${SignIn} entered=${entered} />`;
	if (session.locked)
		return html`${tongues}<${Locked} session=${session}
			entered=${entered} left=${leave} />`;
	if (!session.enrolled)
		return html`${tongues}<${Enrol} entered=${entered} />`;
	return html`<${SignedIn} session=${session} entered=${entered}
		locked=${locked} tongues=${tongues} />`;
}

const at = document.getElementById("desk");
at.textContent = "";
render(html`<${Desk} />`, at);
