// partners.js - whom our office writes to; who leads keeps the list.
import { html } from "htm/preact";
import { useEffect, useState } from "preact/hooks";
import { get, post, put } from "./api.js";
import { partnerName } from "./letters.js";
import { Choice, Failure, Field, Form, Title } from "./parts.js";
import { places, placeOf } from "./queue.js";
import { useWords } from "./words.js";

const kinds = ["labour", "embassy", "police", "shelter", "legal", "health",
	"other"];

function bodyOf(data) {
	const text = (name) => String(data.get(name) || "");
	return { kind: text("kind"), country: text("country"),
		name: { km: text("km"), th: text("th"), en: text("en") },
		address: text("address"), fact: text("fact"),
		phone: text("fact") === "" ? text("phone") : "",
		active: data.get("closed") === null };
}

function Edit({ partner, facts, done }) {
	const say = useWords();
	const [fact, setFact] = useState(partner ? partner.fact : "");
	const is = partner || { name: {} };
	const send = async (data, form) => {
		if (partner)
			await put(`/api/partners/${partner.id}`, bodyOf(data));
		else {
			await post("/api/partners", bodyOf(data));
			form.reset();
		}
		await done();
	};
	const title = say(partner ? "desk.partners.change" : "desk.partners.add");
	return html`<details class=${partner ? "" : "card"}><summary>${title}
		</summary><${Form} send=${send} label=${title}>
		<div class="grid"><${Choice} name="kind" value=${is.kind}
			label=${say("desk.partner.kind")} options=${kinds.map((k) => [k,
		say(`desk.partner.${k}`)])} />
		<${Choice} name="country" value=${is.country}
			label=${say("desk.place")} options=${["", ...places].map((p) => [p,
		p === "" ? say("desk.unsaid") : placeOf(say, p)])} />
		${[["km", "ខ្មែរ"], ["th", "ไทย"], ["en", "English"]].map(([l, name]) =>
		html`<${Field} key=${l} name=${l} lang=${l} maxlength="200"
			label=${`${say("desk.partner.name")} (${name})`}
			defaultValue=${is.name[l]} />`)}
		<${Field} name="address" label=${say("desk.partner.address")}
			maxlength="400" defaultValue=${is.address} />
		<${Choice} name="fact" value=${fact} label=${say("desk.partner.fact")}
			onInput=${(e) => setFact(e.target.value)}
			options=${[["", say("desk.partner.own")], ...facts.map((f) =>
		[f.fact, `${f.phone} (${f.fact})`])]} />
		${fact === "" && html`<${Field} name="phone" type="tel"
			label=${say("desk.partner.phone")} maxlength="60"
			hint=${say("desk.partner.phone.hint")}
			defaultValue=${is.fact ? "" : is.phone} />`}</div>
		${partner && html`<label class="tick"><input type="checkbox"
			name="closed" defaultChecked=${!is.active} /><span>${
		say("desk.partner.closed")}</span></label>`}
		<button class="main">${title}</button></${Form}></details>`;
}

export function Partners({ session }) {
	const say = useWords();
	const [got, setGot] = useState(null);
	const [error, setError] = useState(null);
	const load = () => get("/api/partners").then(setGot, setError);
	useEffect(() => { load(); }, []);
	const leads = session.role === "lead";
	return html`<main class="narrow wide"><${Title}>${say("desk.partners")}
		</${Title}><p>${say("desk.partners.hint")}</p>
		<${Failure} error=${error} />
		${got && html`${got.partners.length === 0 && html`<p class="empty">${
		say("desk.partners.empty")}</p>`}
		<ul class="rows">${got.partners.map((p) => html`<li key=${p.id}
			class="entry"><p><strong>${partnerName(say, p.name)}</strong>${
		` · ${say(`desk.partner.${p.kind}`)}`}${p.active ? "" :
		` · ${say("desk.partner.closed")}`}</p>
		<p>${[placeOf(say, p.country), p.address, p.phone].filter(Boolean)
		.join(" · ")}</p>
		<p class="quiet">${say("desk.partner.by", { name: p.by,
		date: say.date(p.at) })}</p>
		${leads && html`<${Edit} partner=${p} facts=${got.facts}
			done=${load} />`}</li>`)}</ul>
		${leads && html`<${Edit} facts=${got.facts} done=${load} />`}`}
		</main>`;
}
