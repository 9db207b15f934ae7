// cut.mjs - the line falls in the middle of an answer.
import { job, look, ok, openContext, signIn } from "./browser.mjs";

const half = { status: 200, contentType: "application/json",
	body: "{\"rows\":[{\"who\":" };

export async function cut() {
	const page = await openContext("en", { width: 1024, height: 768 });
	await signIn(page);
	for (const [path, hash] of [["audit", "audit"], ["cases", "cases/mine"],
		["month", "month"]]) {
		await page.route(`**/api/${path}*`, (route) => route.fulfill(half));
		await page.goto(`${job.origin}/#/${hash}`);
		await page.waitForSelector("text=The line is down");
		await page.unroute(`**/api/${path}*`);
		ok(true, `half an answer to ${path} is no answer: the line is down`);
	}
	await look(page, "en-line-down");
	await page.context().close();
}
