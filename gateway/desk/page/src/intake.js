// intake.js - what is asked of somebody at the counter, in the order it is
// asked: the entry page and the printed form are both made of these lists.
import { categoryOf, places, placeOf } from "./queue.js";

export const provinces = [""].concat(Array.from({ length: 25 },
	(_, i) => `KH-${i + 1}`));
export const sexes = ["", "f", "m", "other"];
export const ages = ["", "0-14", "15-17", "18-24", "25-34", "35-49", "50+"];
const regulars = ["", "yes", "no"];
export const facets = { sex: sexes, age: ages, regular: regulars };
const languages = ["km", "th", "en"];
export const contactFields = [
	{ name: "kind", values: ["information", "counselling", "orientation",
		"outreach", "legal", "referral"] },
	{ name: "channel", values: ["counter", "phone", "visit", "online"] },
	{ name: "sex", values: sexes },
	{ name: "age", values: ages },
	{ name: "province", values: provinces },
	{ name: "destination", values: ["", ...places, "other"] },
	{ name: "regular", values: regulars },
	{ name: "stage", values: ["", "before", "waiting", "abroad", "returned",
		"family"] },
	{ name: "sector", values: ["", "fishing", "seafood", "farm", "factory",
		"building", "domestic", "service", "other"] },
];
/* label: the word for it where that is not desk.NAME. */
export const caseFields = [
	{ name: "category", values: ["wages", "paid", "papers", "job", "injury",
		"violence", "relative", "other"] },
	{ name: "destination", label: "desk.place", values: ["", ...places] },
	...Object.entries(facets).map(([name, values]) => ({ name, values })),
	{ name: "language", values: languages },
	{ name: "number" },
	{ name: "words", label: "desk.kind.words" },
	{ name: "urgent" },
];

export const labelOf = (say, field) => say(field.label ||
	`desk.${field.name}`);

export const provinceOf = (say, code) => say.or(`province.${code}`, code);

export function wordOf(say, field, value) {
	if (value === "")
		return say("desk.unsaid");
	if (field === "province")
		return provinceOf(say, value);
	if (field === "destination")
		return placeOf(say, value);
	if (field === "age")
		return value;
	if (field === "category")
		return categoryOf(say, value);
	if (field === "language")
		return say(`desk.in.${value}`);
	return say.or(`desk.${field}.${value}`, value);
}
