#include "gateway/desk/values.h"

#include <stddef.h>

const char *const values_kind[] = { "information", "counselling",
	"orientation", "outreach", "legal", "referral", NULL };
const char *const values_channel[] = { "counter", "phone", "visit", "online",
	NULL };
const char *const values_sex[] = { "", "f", "m", "other", NULL };
const char *const values_age[] = { "", "0-14", "15-17", "18-24", "25-34",
	"35-49", "50+", NULL };
/* ISO 3166-2. */
const char *const values_province[] = { "", "KH-1", "KH-2", "KH-3", "KH-4",
	"KH-5", "KH-6", "KH-7", "KH-8", "KH-9", "KH-10", "KH-11", "KH-12",
	"KH-13", "KH-14", "KH-15", "KH-16", "KH-17", "KH-18", "KH-19",
	"KH-20", "KH-21", "KH-22", "KH-23", "KH-24", "KH-25", NULL };
/* ISO 3166-1; as callers are asked (list.where). */
const char *const values_destination[] = { "", "KH", "TH", "MY", "KR", "JP",
	"SG", "CN", "VN", "other", NULL };
/* Does she live and work there with papers for it? */
const char *const values_regular[] = { "", "yes", "no", NULL };
const char *const values_stage[] = { "", "before", "waiting", "abroad",
	"returned", "family", NULL };
const char *const values_sector[] = { "", "fishing", "seafood", "farm",
	"factory", "building", "domestic", "service", "other", NULL };
const char *const values_category[] = { "paid", "papers", "wages", "job",
	"violence", "injury", "relative", "service", "call", "unsorted",
	"urgent", "other", NULL };
const char *const values_urgent[] = { "yes", "no", NULL };
const char *const values_language[] = { "km", "km_Latn", "th", "en", "",
	NULL };
/* By which door a case came. */
const char *const values_door[] = { "ussd", "sms", "desk", "", NULL };
/* How a case may end: field D of the study of access to justice. */
const char *const values_outcome[] = { "", "money", "refund", "deployed",
	"documents", "repatriated", "rescued", "sanction", "apology",
	"informed", "referred", "withdrawn", "unreachable", "duplicate",
	"out_of_scope", "none", NULL };
const char *const values_currency[] = { "KHR", "THB", "USD", NULL };
