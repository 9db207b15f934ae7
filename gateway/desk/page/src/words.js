/* global WORDS */
// words.js - the page's words in her language, dates and money as she reads
// them.  The language is the only thing that the browser keeps.
import { createContext } from "preact";
import { useContext } from "preact/hooks";

export const languages = [["km", "ខ្មែរ"], ["th", "ไทย"], ["en", "English"]];

/* Browsers do not know Khmer months: figures, day first, as in en-GB. */
const locales = { km: "en-GB", th: "th-TH-u-ca-gregory", en: "en-GB" };
const ZONE = "Asia/Phnom_Penh";

export function firstLanguage() {
	const kept = localStorage.getItem("language");
	return kept in WORDS ? kept : "km";
}

export function keepLanguage(language) {
	localStorage.setItem("language", language);
	document.documentElement.lang = language;
}

/* {name} in a text is replaced; a key that is missing shows itself. */
export function wordsOf(language) {
	const own = WORDS[language];
	const say = (key, values = {}) => (own[key] ?? WORDS.en[key] ?? key)
		.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
	say.language = language;
	say.or = (key, other) => own[key] ?? WORDS.en[key] ?? other;
	say.date = (at, time = false) => at ? new Date(at * 1000)
		.toLocaleString(locales[language], { timeZone: ZONE, year: "numeric",
			...(language === "km" ? { day: "2-digit", month: "2-digit" } :
				{ day: "numeric", month: "short" }),
			...(time ? { hour: "2-digit", minute: "2-digit" } : {}) }) : "";
	return say;
}

export const Words = createContext(wordsOf("en"));
export const useWords = () => useContext(Words);

/* In which script a caller wrote, for the fonts and for a screen reader. */
export function scriptOf(text) {
	if (/[\u1780-\u17ff]/.test(text))
		return "km";
	return /[\u0e00-\u0e7f]/.test(text) ? "th" : undefined;
}
